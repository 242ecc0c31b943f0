import { expect, test } from 'vitest';
import type { Gripe } from '../gripe';
import { recentOnes } from './recent';

function gripe(id: string, text: string): Gripe {
  const at = '2026-11-12T10:00:00Z';
  return {
    id,
    text,
    minutes: 5,
    happenedAt: at,
    tags: [],
    place: null,
    source: null,
    createdAt: at,
    updatedAt: at,
  };
}

test('the most frequent come first, then the latest, each text once', () => {
  const list = ['lift', 'vpn', 'printer', 'VPN ', 'badge'].map((text, index) => gripe(String(index), text));
  expect(recentOnes(list).map(({ text }) => text)).toEqual(['vpn', 'lift', 'printer']);
});

test('a long text is no chip', () => {
  expect(recentOnes([gripe('1', 'a'.repeat(81)), gripe('2', 'short')]).map(({ id }) => id)).toEqual(['2']);
  expect(recentOnes([])).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Gripe } from '../gripe';
import { changeFrom, tagsFrom, writtenFrom } from './edit';

const gripe: Gripe = {
  id: '1',
  text: 'vpn dropped',
  minutes: 10,
  happenedAt: new Date(2026, 10, 12, 9, 48, 12).toISOString(),
  tags: ['it', 'vpn'],
  place: 'home',
  source: 'page',
  createdAt: '2026-11-12T09:48:12Z',
  updatedAt: '2026-11-12T09:48:12Z',
};

test('changeFrom of an untouched form is empty', () => {
  expect(changeFrom(gripe, writtenFrom(gripe))).toEqual({});
  const piped = { ...gripe, text: ' error:\r\nno space left\r\n' };
  expect(changeFrom(piped, writtenFrom(piped))).toEqual({});
});

test('changeFrom holds what was changed, and null for what was cleared', () => {
  const written = { text: ' vpn gone ', minutes: '', tags: 'it, #ci', place: ' ', when: '2026-11-12T08:00' };
  const change = changeFrom(gripe, written);
  expect(change).toMatchObject({ text: 'vpn gone', minutes: null, tags: ['it', 'ci'], place: null });
  expect((change as { happenedAt: string }).happenedAt).toMatch(/^2026-11-12T08:00:00[+-]/);
});

test('changeFrom says what is wrong', () => {
  expect(changeFrom(gripe, { ...writtenFrom(gripe), text: ' ' })).toContain('Say what it was');
  expect(changeFrom(gripe, { ...writtenFrom(gripe), minutes: 'long' })).toContain('1h30');
  expect(changeFrom(gripe, { ...writtenFrom(gripe), when: '' })).toContain('when');
});

test('tagsFrom takes blanks and commas, with or without the sign', () => {
  expect(tagsFrom(' #ci, it  #ci #')).toEqual(['ci', 'it']);
});

import { expect, test } from 'vitest';
import type { Found, Gripe } from '../gripe';
import { grouped, togetherOn } from './groups';

const found = (id: string): Found => ({ gripe: { id } as Gripe, similarity: null, matched: [] });
const items = ['a', 'b', 'c', 'd', 'e'].map(found);
const places: Record<string, string> = { a: 'one', c: 'one', d: 'two', b: 'three', e: 'three' };
const placeOf = (id: string) => (places[id] ? { id: places[id], label: places[id] } : null);
const shape = (list: Found[], together: ReturnType<typeof togetherOn>) =>
  grouped(list, together).map((group) => [
    group.place?.label ?? '',
    group.items.map((one) => one.gripe.id).join(''),
  ]);

test('several of one pain point stand where the first of them is', () => {
  expect(shape(items, togetherOn('1', items, placeOf))).toEqual([
    ['one', 'ac'],
    ['three', 'be'],
    ['', 'd'],
  ]);
});

test('what comes later goes into no group that is there already', () => {
  const [first, second] = [items.slice(0, 3), items.slice(3)];
  const together = new Map([...togetherOn('1', first, placeOf), ...togetherOn('2', second, placeOf)]);
  expect(shape(items, together)).toEqual([
    ['one', 'ac'],
    ['', 'b'],
    ['', 'd'],
    ['', 'e'],
  ]);
});

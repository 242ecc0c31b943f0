import { expect, test } from 'vitest';
import { askedBy, beginOf, listAddress, painSorts, periods, type Period } from './address';

test('listAddress and askedBy agree', () => {
  for (const sort of painSorts) {
    for (const period of Object.keys(periods) as Period[]) {
      for (const view of ['list', 'map'] as const) {
        for (const theme of [null, 'some-id']) {
          const asked = { sort, period, view, theme };
          expect(askedBy(new URL(listAddress(asked), 'http://localhost').search)).toEqual(asked);
        }
      }
    }
  }
  expect(listAddress({ sort: 'cost', period: 'year' })).toBe('/pain-points');
});

test('askedBy takes what it does not know as the usual', () => {
  expect(askedBy('?sort=chance&period=toString&view=tree')).toEqual({
    sort: 'cost',
    period: 'year',
    view: 'list',
    theme: null,
  });
});

test('beginOf is a midnight with its offset', () => {
  const now = new Date(2026, 10, 12, 10, 31);
  expect(beginOf('week', now)).toMatch(/^2026-11-05T00:00:00[+-]\d\d:\d\d$/);
  expect(beginOf('all', now)).toBeNull();
});

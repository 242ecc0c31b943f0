import { expect, test } from 'vitest';
import type { Gripe } from '../gripe';
import { byDay, placed, without } from './order';
import { weekOf } from './week';

const now = new Date(2026, 10, 12, 12, 0);

function gripe(id: string, day: number, hour: number, minutes: number | null): Gripe {
  const happenedAt = new Date(2026, 10, day, hour).toISOString();
  const rest = { tags: [], place: null, source: null, createdAt: happenedAt, updatedAt: happenedAt };
  return { id, text: id, minutes, happenedAt, ...rest };
}

const early = { ...gripe('early', 12, 8, 20), tags: ['ci', 'it'] };
const late = gripe('late', 12, 10, null);
const old = { ...gripe('old', 10, 9, 75), tags: ['it'] };

test('placed keeps the newest first and replaces the same id', () => {
  expect(placed([late, old], early)).toEqual([late, early, old]);
  expect(placed([late, early], { ...late, happenedAt: old.happenedAt }).map((each) => each.id)).toEqual([
    'early',
    'late',
  ]);
  expect(without([late, early], 'late')).toEqual([early]);
});

test('byDay groups and sums', () => {
  const days = byDay(
    [old, early, late].map((each) => ({ gripe: each })),
    now,
  );
  expect(days.map((day) => [day.title, day.minutes, day.entries.map((entry) => entry.gripe.id)])).toEqual([
    ['Today', 20, ['late', 'early']],
    ['Tuesday, 10 Nov', 75, ['old']],
  ]);
});

test('weekOf counts from Monday and shows the weekend only when it costs', () => {
  const week = weekOf([early, late, old, gripe('last week', 8, 9, 60)], now);
  expect([week.count, week.minutes]).toEqual([3, 95]);
  expect(week.tags).toEqual([
    { name: 'it', minutes: 95 },
    { name: 'ci', minutes: 20 },
  ]);
  expect(week.days.map((day) => `${day.name} ${day.minutes}${day.today ? ' today' : ''}`)).toEqual([
    'Mon 0',
    'Tue 75',
    'Wed 0',
    'Thu 20 today',
    'Fri 0',
  ]);
  expect(weekOf([gripe('saturday', 14, 9, 5)], now).days.map((day) => day.name)).toEqual([
    'Mon',
    'Tue',
    'Wed',
    'Thu',
    'Fri',
    'Sat',
  ]);
});

import { expect, test } from 'vitest';
import type { Gripe } from '../gripe';
import { drawnOf, Heights } from './drawn';
import { newestFirst, placed, without } from './order';
import { sums, withEntry, withoutGripe, type Part } from './parts';
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

const idsOf = (part: Part) => part.entries.map((entry) => entry.gripe.id);
const partsOf = (gripes: Gripe[]) => gripes.map((each) => ({ gripe: each })).reduce(withEntry, []);

test('parts are days, newest first, with their sums', () => {
  const parts = partsOf([old, early, late]);
  expect(parts.map((part) => [part.key, part.minutes, idsOf(part)])).toEqual([
    ['2026-11-12', 20, ['late', 'early']],
    ['2026-11-10', 75, ['old']],
  ]);
  const between = withEntry(parts, { gripe: gripe('between', 11, 9, 5) });
  expect(between.map((part) => part.day)).toEqual(['2026-11-12', '2026-11-11', '2026-11-10']);
  expect([between[0], between[2]]).toEqual(parts);
  expect(withoutGripe(between, between[1]!.entries[0]!.gripe)).toEqual(parts);
  expect(withoutGripe(parts, gripe('between', 11, 9, 5))).toBe(parts);
});

test('a day of many is several parts; one gripe changes one of them, and no key', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({
    ...gripe(`g${index}`, 12, 0, 1),
    happenedAt: new Date(2026, 10, 12, 0, 0, index).toISOString(),
  }));
  // Newest first, as pages come; and as chance has it.
  for (const order of [many.toReversed(), many.map((_, index) => many[(index * 7_919) % many.length]!)]) {
    const parts = partsOf(order);
    expect(parts.flatMap(idsOf)).toEqual(many.toSorted(newestFirst).map(({ id }) => id));
    expect(parts.every((part) => part.entries.length < 50)).toBe(true);
    expect(new Set(parts.map((part) => part.key)).size).toBe(parts.length);
    expect(sums(parts)).toEqual(new Map([['2026-11-12', 1_000]]));
    const fewer = withoutGripe(parts, many[500]!);
    expect(fewer.map((part) => part.key)).toEqual(parts.map((part) => part.key));
    expect(fewer.filter((part, at) => part !== parts[at])).toHaveLength(1);
    expect(withEntry(fewer, { gripe: many[500]! }).flatMap(idsOf)).toEqual(parts.flatMap(idsOf));
  }
});

test('drawn is what is near, and what somebody stands on; the rest keeps its place', () => {
  const parts: Part[] = Array.from({ length: 2_000 }, (_, at) => ({
    key: `p${at}`,
    day: `d${at}`,
    minutes: 0,
    entries: Array.from({ length: 50 }, () => ({ gripe: old })),
  }));
  const heights = new Heights();
  for (const part of parts) heights.measured(part, false, 2_000, 1_950);
  const seen = { top: 1_000_000, bottom: 1_001_000 };
  const drawn = drawnOf(parts, heights, seen, new Set(['p7']));
  expect(drawn.parts.map(({ key }) => key)).toEqual(['p6', 'p7', 'p8', 'p499', 'p500', 'p501']);
  expect([...drawn.before.values()]).toEqual([12_000, 0, 0, 980_000, 0, 0]);
  expect(drawn.after).toBe((2_000 - 502) * 2_000);
});

test('what was not drawn yet is taken to be as high as what was, and keeps that', () => {
  const [today, before] = partsOf([early, late, old]) as [Part, Part];
  const heights = new Heights();
  expect(heights.measured(today, false, 160, 100)).toBe(true);
  expect(heights.measured(today, false, 160, 100)).toBe(false);
  expect(heights.of(before, false)).toBe(110);
  expect(heights.of(before, true)).toBe(110);
  expect(heights.of({ ...before, entries: [...before.entries, ...before.entries] }, false)).toBe(160);
  heights.measured(today, false, 260, 200);
  expect(heights.of(before, false)).toBe(110);
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

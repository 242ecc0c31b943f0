import { expect, test } from 'vitest';
import type { Fix, PainPoint } from '../pain-point';
import { dayOf } from '../words/local-time';
import { linesUpTo, timelineOf } from './timeline';

const now = new Date(2026, 10, 12, 12); // a Thursday
const painPoint = {
  firstAt: new Date(2026, 0, 7).toISOString(),
  perWeek: 98,
  perWeekLow: 54,
  perWeekHigh: 142,
} as PainPoint;
const course = { painPoint, weeks: Array<number>(52).fill(30), weeksFrom: '2025-11-17', fixes: [] as Fix[] };

function fix(at: Date, endedAt: Date | null, returned: boolean): Fix {
  const outcome = { note: null, before: 42, after: 5, saved: 518, evidence: [] };
  return {
    decision: 'd',
    at: at.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    returned,
    ...outcome,
  };
}

test('a timeline begins with the week before the first gripe', () => {
  const { weeks } = timelineOf(course, now);
  expect(weeks[0] && dayOf(weeks[0].from)).toBe('2025-12-29');
  expect(weeks.at(-1) && dayOf(weeks.at(-1)!.from)).toBe('2026-11-09');
  const young = { ...course, painPoint: { ...painPoint, firstAt: now.toISOString() } };
  expect(timelineOf(young, now).weeks).toHaveLength(12);
});

test('without a fix there is one phase, with the range of its rate', () => {
  const [phase, ...others] = timelineOf(course, now).phases;
  expect(others).toEqual([]);
  expect(phase).toMatchObject({ kind: 'before', from: 0, mean: 98, low: 54, high: 142 });
  expect(phase!.to).toBeCloseTo(45.5, 1);
  expect(phase!.to - phase!.meanFrom).toBeCloseTo(12);
});

test('a fix that came back makes three phases, each with what it cost a week', () => {
  const fixes = [fix(new Date(2026, 4, 18), new Date(2026, 7, 10), true)];
  const { phases } = timelineOf({ ...course, fixes }, now);
  expect(phases.map(({ kind, mean }) => [kind, mean])).toEqual([
    ['before', 42],
    ['fixed', 5],
    ['returned', 98],
  ]);
  expect(phases[0]!.to).toBe(phases[1]!.from);
  expect(phases[1]!.to).toBe(phases[2]!.from);
});

test('what came back lately is not said to cost what it did before the fix', () => {
  const fixes = [fix(new Date(2026, 4, 18), new Date(2026, 10, 2), true)];
  const last = timelineOf({ ...course, fixes }, now).phases.at(-1)!;
  expect(last.kind).toBe('returned');
  expect(last.mean).toBeCloseTo(60 / 1.5, 0);
  expect([last.low, last.high]).toEqual([null, null]);
});

test('what came back shortly before a second fix is drawn with what it cost then', () => {
  const fixes = [
    fix(new Date(2026, 4, 18), new Date(2026, 7, 10), true),
    fix(new Date(2026, 8, 7), new Date(2026, 9, 5), false),
  ];
  const weeks = course.weeks.map((minutes, index) => (index >= 38 && index < 42 ? 90 : minutes));
  const { phases } = timelineOf({ ...course, weeks, fixes }, now);
  expect(phases.map(({ kind }) => kind)).toEqual(['before', 'fixed', 'returned', 'fixed', 'reopened']);
  expect(phases[0]!.mean).toBe(42);
  expect(phases[2]!.mean).toBeCloseTo(90);
  expect(phases[2]!.meanFrom).toBe(phases[1]!.to);
});

test('what came back for an hour beside the edge of a week is not drawn as nothing', () => {
  const monday = new Date(2026, 8, 7);
  const fixes = [
    fix(new Date(2026, 4, 18), new Date(monday.getTime() - 3_600_000), true),
    fix(new Date(monday.getTime() + 3_600_000), null, false),
  ];
  const { phases } = timelineOf({ ...course, fixes }, now);
  expect(phases[2]!.kind).toBe('returned');
  expect(phases[2]!.mean).toBe(30);
});

test('nor is what came back in the last hours of the last week', () => {
  const sunday = new Date(2026, 10, 15, 20);
  const fixes = [fix(new Date(2026, 4, 18), new Date(2026, 10, 15, 17), true)];
  const last = timelineOf({ ...course, fixes }, sunday).phases.at(-1)!;
  expect(last.kind).toBe('returned');
  expect(last.mean).toBe(30);
});

test('a fix that holds is the last phase', () => {
  const fixes = [fix(new Date(2026, 4, 18), null, false)];
  expect(timelineOf({ ...course, fixes }, now).phases.map((phase) => phase.kind)).toEqual([
    'before',
    'fixed',
  ]);
});

test('the scale has round figures, at most four', () => {
  expect(linesUpTo(228)).toEqual([60, 120, 180]);
  expect(linesUpTo(12)).toEqual([5, 10]);
  expect(linesUpTo(3)).toEqual([]);
  for (const highest of [1, 17, 59, 60, 61, 601, 9_999, 1_000_000]) {
    expect(linesUpTo(highest).length).toBeLessThanOrEqual(4);
    for (const line of linesUpTo(highest)) expect(line).toBeLessThanOrEqual(highest);
  }
});

test('each month is named once', () => {
  const names = timelineOf(course, now).months.map((month) => month.name);
  expect(names).toEqual(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov']);
});

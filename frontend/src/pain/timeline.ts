import type { PainPointDetail } from '../pain-point';
import { midnight } from '../words/days';

const weekMillis = 7 * 86_400_000;
/** A rate of the API looks back so many weeks. */
const rateWeeks = 12;
/** A pain point of yesterday is not drawn as one wide bar. */
const weeksMin = 12;
const linesMax = 4;
/** Of a week: what a change to summer time and back, or a fix on a Monday morning, makes no other week. */
const hoursOff = 0.05;
/** Minutes between the lines of the scale: what people count time in. */
const steps = [5, 10, 15, 30, 60, 120, 240, 480, 600, 1_200, 2_400, 6_000, 12_000];

/** A stretch of time between fixes and returns; from and to are weeks after the first that is drawn. */
export interface Phase {
  kind: 'before' | 'fixed' | 'returned' | 'reopened';
  from: number;
  to: number;
  /** Minutes a week, over the part of the phase that it was counted on. */
  mean: number;
  meanFrom: number;
  /** The 95 % range of the mean, where it is known. */
  low: number | null;
  high: number | null;
}

export interface Timeline {
  weeks: { from: Date; minutes: number }[];
  highest: number;
  /** Minutes at which the scale has a line. */
  lines: number[];
  phases: Phase[];
  months: { at: number; name: string }[];
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short' });

type Course = Pick<PainPointDetail, 'painPoint' | 'weeks' | 'weeksFrom' | 'fixes'>;

/** What there is to draw: from the week before it was first seen on, at most what the API has. */
export function timelineOf({ painPoint, weeks, weeksFrom, fixes }: Course, now: Date): Timeline {
  const [year, month, day] = weeksFrom.split('-').map(Number) as [number, number, number];
  const all = weeks.map((minutes, index) => ({
    from: midnight(new Date(year, month - 1, day), 7 * index),
    minutes,
  }));
  const first = all.findIndex((week) => midnight(week.from, 14) > new Date(painPoint.firstAt));
  const shown = all.slice(Math.max(0, Math.min(first, all.length - weeksMin)));
  const at = (when: Date) =>
    Math.min(shown.length, Math.max(0, (when.getTime() - shown[0]!.from.getTime()) / weekMillis));

  const end = at(now);
  const phases: Phase[] = [];
  let from = 0;
  let kind: Phase['kind'] = 'before';
  for (const fix of fixes) {
    const fixedAt = at(new Date(fix.at));
    const endedAt = fix.endedAt === null ? end : at(new Date(fix.endedAt));
    const meanFrom = Math.max(from, fixedAt - rateWeeks);
    const known = { low: null, high: null };
    if (fixedAt > from) {
      // What a second fix is measured against may reach back beyond the first; this phase has a mean of its own.
      const mean = from === 0 || fixedAt - from >= rateWeeks ? fix.before : meanOf(shown, from, fixedAt);
      phases.push({ kind, from, to: fixedAt, mean, meanFrom, ...known });
    }
    if (endedAt > fixedAt) {
      const mean = fix.after;
      phases.push({ kind: 'fixed', from: fixedAt, to: endedAt, mean, meanFrom: fixedAt, ...known });
    }
    from = endedAt;
    kind = fix.returned ? 'returned' : 'reopened';
  }
  if (fixes.at(-1)?.endedAt !== null && end > from) {
    const whole = fixes.length === 0 || end - from >= rateWeeks;
    const mean = whole ? painPoint.perWeek : meanOf(shown, from, end);
    const range = whole
      ? { low: painPoint.perWeekLow, high: painPoint.perWeekHigh }
      : { low: null, high: null };
    phases.push({
      kind,
      from,
      to: end,
      mean,
      meanFrom: whole ? Math.max(from, end - rateWeeks) : from,
      ...range,
    });
  }

  const highest = Math.max(1, ...shown.map((week) => week.minutes), ...phases.map((phase) => phase.mean));
  return { weeks: shown, highest, lines: linesUpTo(highest), phases, months: monthsOf(shown) };
}

/** At least a week is counted: an afternoon is no rate. */
function meanOf(weeks: { minutes: number }[], from: number, to: number): number {
  const first = Math.min(weeks.length - 1, Math.floor(from + hoursOff));
  const minutes = weeks
    // A part of a week is in one of them, however near it is to the edge.
    .slice(first, Math.max(first + 1, Math.ceil(to - hoursOff)))
    .reduce((sum, week) => sum + week.minutes, 0);
  return minutes / Math.max(1, to - from);
}

/** Round figures up to the highest, few enough to be read. */
export function linesUpTo(highest: number): number[] {
  const step = steps.find((each) => highest / each < linesMax) ?? Math.ceil(highest / linesMax);
  return Array.from({ length: Math.floor(highest / step) }, (_, index) => step * (index + 1));
}

/** A month is named at the first week that begins in it. */
function monthsOf(weeks: { from: Date }[]): Timeline['months'] {
  return weeks.flatMap(({ from }, index) => {
    const before = weeks[index - 1]?.from ?? midnight(from, -7);
    return before.getMonth() === from.getMonth() ? [] : [{ at: index, name: monthFormat.format(from) }];
  });
}

/** All gripes together: from the first week that cost something on, without phases. */
export function calendarOf(weeks: number[], weeksFrom: string, now: Date): Timeline {
  const first = Math.max(
    0,
    weeks.findIndex((minutes) => minutes > 0),
  );
  const [year, month, day] = weeksFrom.split('-').map(Number) as [number, number, number];
  const firstAt = midnight(new Date(year, month - 1, day), 7 * first).toISOString();
  const painPoint = { firstAt, perWeek: 0, perWeekLow: 0, perWeekHigh: 0 } as PainPointDetail['painPoint'];
  return { ...timelineOf({ painPoint, weeks, weeksFrom, fixes: [] }, now), phases: [] };
}

import { shareStep } from '../words/cost-step';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const workdays = 5;
const dayBegin = 8;
const dayEnd = 18;

export interface Heat {
  hours: number[];
  days: { name: string; minutes: number; cells: { hour: number; minutes: number; step: number | null }[] }[];
  /** Null when nothing has cost anything. */
  worst: { day: string; hour: number; minutes: number } | null;
}

/** The working week, and what lies outside of it as far as it cost something. @param minutes by weekday and hour */
export function heatOf(minutes: number[][]): Heat {
  const costs = (hour: number) => minutes.some((day) => (day[hour] ?? 0) > 0);
  const all = Array.from({ length: 24 }, (_, hour) => hour);
  const begin = Math.min(dayBegin, all.find(costs) ?? dayBegin);
  const end = Math.max(dayEnd, (all.findLast(costs) ?? 0) + 1);
  const hours = all.slice(begin, end);
  const highest = Math.max(0, ...minutes.flat());
  const days = weekdays
    .map((name, index) => ({ name, row: minutes[index] ?? [], index }))
    .filter(({ row, index }) => index < workdays || row.some((each) => each > 0))
    .map(({ name, row }) => ({
      name,
      minutes: row.reduce((sum, each) => sum + each, 0),
      cells: hours.map((hour) => {
        const cost = row[hour] ?? 0;
        return { hour, minutes: cost, step: cost > 0 ? shareStep(cost, highest) : null };
      }),
    }));
  const cells = days.flatMap((day) => day.cells.map((cell) => ({ day: day.name, ...cell })));
  const worst = cells.find((cell) => cell.minutes === highest && highest > 0);
  return {
    hours,
    days,
    worst: worst ? { day: worst.day, hour: worst.hour, minutes: worst.minutes } : null,
  };
}

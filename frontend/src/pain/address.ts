import type { PainSort } from '../api/pain-points';
import { midnight, withOffset } from '../words/days';

export const painSorts = ['cost', 'rising', 'recent', 'returned'] as const satisfies PainSort[];

/** How far back the list looks: names as they stand in the address, with the days that they mean. */
export const periods = { year: 365, quarter: 90, month: 30, week: 7, all: null } as const;
export type Period = keyof typeof periods;

export const spans: Record<Period, string> = {
  year: 'Last 12 months',
  quarter: 'Last 90 days',
  month: 'Last 30 days',
  week: 'Last week',
  all: 'All time',
};

export interface Asked {
  sort: PainSort;
  period: Period;
}

export function askedBy(search: string): Asked {
  const parameters = new URLSearchParams(search);
  const period = parameters.get('period') ?? '';
  return {
    sort: painSorts.find((sort) => sort === parameters.get('sort')) ?? 'cost',
    period: Object.hasOwn(periods, period) ? (period as Period) : 'year',
  };
}

export function listAddress({ sort, period }: Asked, page = '/pain-points'): string {
  const parameters = new URLSearchParams();
  if (sort !== 'cost') parameters.set('sort', sort);
  if (period !== 'year') parameters.set('period', period);
  return parameters.size ? `${page}?${parameters}` : page;
}

/** The local midnight at which a period begins; null when it has no beginning. */
export function beginOf(period: Period, now: Date): string | null {
  const days = periods[period];
  return days === null ? null : withOffset(midnight(now, -days));
}

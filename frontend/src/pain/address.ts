import type { PainSort } from '../api/pain-points';
import { midnight } from '../words/days';
import { withOffset } from '../words/local-time';

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

/** As rows, or as a picture. */
export type View = 'list' | 'map';

export interface Asked {
  sort: PainSort;
  period: Period;
  view: View;
  /** The id of the theme that is looked at alone; null for all. */
  theme: string | null;
}

export function askedBy(search: string): Asked {
  const parameters = new URLSearchParams(search);
  const period = parameters.get('period') ?? '';
  return {
    sort: painSorts.find((sort) => sort === parameters.get('sort')) ?? 'cost',
    period: Object.hasOwn(periods, period) ? (period as Period) : 'year',
    view: parameters.get('view') === 'map' ? 'map' : 'list',
    theme: parameters.get('theme') || null,
  };
}

export function listAddress(asked: Partial<Asked>, page = '/pain-points'): string {
  const { sort = 'cost', period = 'year', view = 'list', theme = null } = asked;
  const parameters = new URLSearchParams();
  if (sort !== 'cost') parameters.set('sort', sort);
  if (period !== 'year') parameters.set('period', period);
  if (view !== 'list') parameters.set('view', view);
  if (theme) parameters.set('theme', theme);
  return parameters.size ? `${page}?${parameters}` : page;
}

/** The local midnight at which a period begins; null when it has no beginning. */
export function beginOf(period: Period, now: Date): string | null {
  const days = periods[period];
  return days === null ? null : withOffset(midnight(now, -days));
}

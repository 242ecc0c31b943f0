import type { PainPoint } from '../pain-point';
import { call, query } from '../api/call';
import type { Decided } from '../pain-point';
import { zoneHere } from '../words/local-time';

export interface Overview {
  count: number;
  minutes: number;
  money: number | null;
  currency: string | null;
  estimated: number;
  alone: number;
  aloneMinutes: number;
  /** The Monday of the first of weeks. */
  weeksFrom: string;
  weeks: number[];
  costliest: PainPoint[];
  rising: PainPoint[];
  returned: PainPoint[];
  fixed: PainPoint[];
  saved: number;
}

export function overview(from: string | null): Promise<Overview> {
  return call('GET', `/overview${query({ from, zone: zoneHere() })}`);
}

/** What an hour costs; null for nothing. */
export function setRate(rate: { hourly: number | null; currency: string | null }): Promise<Decided> {
  return call('PUT', '/rate', { body: rate });
}

/** "24 %" of all; less than one is said so. */
export function shareInWords(minutes: number, all: number): string {
  const share = (100 * minutes) / all;
  return share < 1 ? '< 1 %' : `${Math.round(share)} %`;
}

/** How much of everything the most expensive ones make together; null when that says nothing. */
export function concentration(costliest: { label: string; minutes: number }[], all: number): string | null {
  const [first, second, third] = costliest;
  if (!first || all <= 0) return null;
  const alone = `${first.label}: ${shareInWords(first.minutes, all)} of everything.`;
  if (!second || !third) return alone;
  const three = first.minutes + second.minutes + third.minutes;
  return `${alone} The first three make ${shareInWords(three, all)}.`;
}

/** Minutes a week over the last twelve whole weeks and over the twelve before. @param weeks oldest first */
export function lately(weeks: number[]): { now: number; before: number } {
  const mean = (some: number[]) => some.reduce((sum, each) => sum + each, 0) / Math.max(1, some.length);
  return { now: mean(weeks.slice(-13, -1)), before: mean(weeks.slice(-25, -13)) };
}

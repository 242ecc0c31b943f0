import type { Gripe } from './gripe';

/** What the API says about pain points; times are ISO 8601, minutes may have fractions. */

/** A pain point in short, as it stands beside a gripe or a line being written. */
export interface PainPointBrief {
  id: string;
  label: string;
  count: number;
  minutes: number;
  lastAt: string | null;
  fix?: string | null;
}

export type Status = 'open' | 'fixed' | 'returned' | 'ignored';
export type Trend = 'rising' | 'steady' | 'falling';

export interface PainPoint {
  id: string;
  label: string;
  pinned: boolean;
  status: Status;
  count: number;
  minutes: number;
  /** How many of its gripes in the period say no minutes, and what each of them counts as. */
  estimated: number;
  estimate: number;
  /** Minutes a week over the last twelve weeks, and the 95 % range of that. */
  perWeek: number;
  perWeekLow: number;
  perWeekHigh: number;
  trend: Trend;
  /** Minutes of each of the last twelve weeks, oldest first. */
  weeks: number[];
  firstAt: string;
  lastAt: string;
  fixedAt: string | null;
  returnedAt: string | null;
  ignoredUntil: string | null;
  /** Since when it is to be thought of again. */
  remindedAt: string | null;
  saved: number;
  /** The note of what helps. */
  fix: string | null;
  theme: string | null;
  money: number | null;
}

/** How far the grouping of all gripes is. */
export interface Grouping {
  step: string;
  done: number;
  total: number;
  finishedAt: string | null;
}

export interface PainPointPage {
  items: PainPoint[];
  next: string | null;
  total: number;
  minutes: number;
  /** By all fixes, those too that came to an end. */
  saved: number;
  fixes: number;
  /** Those that are to be thought of again, the latest first. */
  reminders: PainPoint[];
  currency: string | null;
  grouping: Grouping;
}

/** A coarser group of pain points, called by the most expensive of them. */
export interface Theme {
  id: string;
  label: string;
  painPoints: number;
  minutes: number;
}

/** A fix and what it did; minutes before and after are a week. */
export interface Fix {
  decision: string;
  at: string;
  note: string | null;
  before: number;
  after: number;
  saved: number;
  endedAt: string | null;
  returned: boolean;
  evidence: string[];
}

export interface Preceding {
  id: string;
  label: string;
  times: number;
  of: number;
  expected: number;
  withinMinutes: number;
}

export interface Decision {
  id: string;
  at: string;
  by: string;
  kind: string;
  /** What it is about, empty for none, and what that is called now. */
  painPoint: string;
  painPointLabel: string | null;
  text: string | null;
  other: string | null;
  otherLabel?: string | null;
  before?: string | null;
  gripes: string[];
  gripeText?: string | null;
  gripeCount?: number;
  undoneAt: string | null;
  undoneBy: string | null;
}

export interface DecisionPage {
  items: Decision[];
  next: string | null;
  total: number;
}

/** What re-grouping did. */
export interface HistoryEvent {
  at: string;
  kind: string;
  other: string | null;
  otherLabel?: string | null;
  gripes: number;
}

export interface PainPointDetail {
  painPoint: PainPoint;
  /** The id that was asked for: another one when that has become part of this. */
  asked: string;
  rank: number;
  total: number;
  /** The Monday of the first of weeks. */
  weeksFrom: string;
  weeks: number[];
  /** Minutes by weekday, Monday first, and hour. */
  heat: number[][];
  sources: Record<string, { count: number; minutes: number }>;
  central: Gripe | null;
  names: string[];
  /** What a chat model made of its gripes; null where none was asked. */
  title: { text: string; summary: string | null; by: string } | null;
  fixes: Fix[];
  payback: { hoursWithinQuarter: number; hoursWithinHalfYear: number } | null;
  answered: number;
  preceding: Preceding[];
  related: { id: string; label: string; minutes: number }[];
  decisions: Decision[];
  history: HistoryEvent[];
  currency: string | null;
}

export interface Member {
  gripe: Gripe;
  similarity: number | null;
  minutes: number;
  estimated: boolean;
}

export interface MemberPage {
  items: Member[];
  total: number;
  next: string | null;
}

/** The answer to a correction: its own id, and where to look now; empty for nowhere. */
export interface Decided {
  id: string;
  kind: string;
  painPoint: string;
}

import type { PainPointBrief } from './pain-point';

/** What the API speaks of; times are ISO 8601 with an offset. */
export interface Gripe {
  id: string;
  text: string;
  minutes: number | null;
  happenedAt: string;
  tags: string[];
  place: string | null;
  source: string | null;
  createdAt: string;
  updatedAt: string;
}

/** How often something like it was logged, what that cost, and when it last did. */
export interface SoFar {
  count: number;
  minutes: number;
  lastAt: string | null;
}

export type SavedGripe = Gripe & { soFar: SoFar | null; painPoint?: PainPointBrief | null };

/** What may be changed; null clears. */
export type Change = Partial<Pick<Gripe, 'text' | 'minutes' | 'happenedAt' | 'tags' | 'place'>>;

export type NewGripe = Required<Change> & { id: string; source: string };

export type SpanKind = 'minutes' | 'tag' | 'place' | 'time' | 'escape';

/** A part of the line that was understood, or a backslash before one that was not to be; start and end count UTF-16 units. */
export interface Span {
  start: number;
  end: number;
  kind: SpanKind;
  value: string;
}

export interface Parsed {
  text: string;
  minutes: number | null;
  tags: string[];
  place: string | null;
  happenedAt: string | null;
  spans: Span[];
}

export interface Found {
  gripe: Gripe;
  /** Cosine; null where only filters were asked for, or the gripe has no vector yet. */
  similarity: number | null;
  matched: string[];
}

/** What some of the matches have in common: a tag, a place, a source, or the Monday of a week. */
export interface Facet {
  value: string;
  count: number;
  minutes: number;
}

export interface Facets {
  tags: Facet[];
  places: Facet[];
  sources: Facet[];
  weeks: Facet[];
}

/** A part of a query that narrows it; start and end count UTF-16 units. */
export interface Chip {
  start: number;
  end: number;
  kind: string;
  typed: string;
  says: string;
}

export interface SearchAnswer {
  items: Found[];
  weak: Found[];
  total: number;
  minutes: number;
  facets: Facets;
  understood: { text: string; filters: Chip[] };
  next: string | null;
}

export interface BulkEdit {
  ids?: string[];
  q?: string;
  zone?: string;
  action: 'tag' | 'untag' | 'delete' | 'restore';
  tag?: string;
}

export interface BulkEdited {
  changed: string[];
  unchanged: number;
  /** How many are untouched, since something stopped it on the way. */
  left: number;
  trouble: { code: string; detail: string } | null;
}

export interface SimilarAnswer {
  items: Found[];
  weak: Found[];
  soFar: SoFar | null;
  painPoint?: PainPointBrief | null;
}

export interface GripePage {
  items: Gripe[];
  next: string | null;
}

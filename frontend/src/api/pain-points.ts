import type { Gripe } from '../gripe';
import type { Decided, DecisionPage, MemberPage, PainPointDetail, PainPointPage, Theme } from '../pain-point';
import { zoneHere } from '../words/local-time';
import { call, query } from './call';

export type PainSort = 'cost' | 'rising' | 'recent' | 'returned';
export type MemberSort = 'alike' | 'recent' | 'cost';

/** What may be decided about a pain point, and what has to be said with it. */
export interface Corrections {
  rename: { label: string | null };
  note: { note: string | null };
  pin: { pinned: boolean };
  merge: { into: string };
  split: { gripes: string[] };
  move: { gripes: string[]; to: string | null };
  fix: { note?: string; at?: string };
  reopen: object;
  ignore: { until?: string };
}

export function painPoints(
  page: { q?: string; sort: PainSort; theme?: string; from?: string; limit: number; cursor?: string | null },
  signal?: AbortSignal,
): Promise<PainPointPage> {
  return call('GET', `/pain-points${query({ ...page, zone: zoneHere() })}`, signal ? { signal } : {});
}

export function themes(from: string | null, signal?: AbortSignal): Promise<{ items: Theme[] }> {
  return call('GET', `/themes${query({ from })}`, signal ? { signal } : {});
}

export function painPoint(id: string): Promise<PainPointDetail> {
  return call('GET', `/pain-points/${encodeURIComponent(id)}${query({ zone: zoneHere() })}`);
}

export function members(
  id: string,
  page: { sort: MemberSort; limit: number; cursor?: string | null },
): Promise<MemberPage> {
  return call('GET', `/pain-points/${encodeURIComponent(id)}/gripes${query(page)}`);
}

export function correct<What extends keyof Corrections>(
  id: string,
  what: What,
  body: Corrections[What],
): Promise<Decided> {
  return call('POST', `/pain-points/${encodeURIComponent(id)}/${what}`, { body });
}

/** One stays alone; of several no two are ever together. */
export function neverGroup(gripes: string[]): Promise<Decided> {
  return call('POST', '/never-group', { body: { gripes } });
}

/** The latest first. */
export function decisions(page: { limit: number; cursor?: string }): Promise<DecisionPage> {
  return call('GET', `/decisions${query(page)}`);
}

export function takeBack(decision: string): Promise<unknown> {
  return call('POST', `/decisions/${encodeURIComponent(decision)}/undo`, { body: {} });
}

export function gripe(id: string): Promise<Gripe> {
  return call('GET', `/gripes/${id}`);
}

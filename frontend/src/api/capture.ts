import type { NewGripe, Parsed, SavedGripe, SimilarAnswer } from '../gripe';
import { call, query } from './call';

/** What the line needs: the page loads it first. */
export function log(gripe: NewGripe): Promise<SavedGripe> {
  return call('POST', '/gripes', { body: gripe, idempotencyKey: gripe.id });
}

export function remove(id: string): Promise<void> {
  return call('DELETE', `/gripes/${id}`);
}

export function similar(text: string, limit: number, signal: AbortSignal): Promise<SimilarAnswer> {
  return call('GET', `/similar${query({ text, limit })}`, { signal });
}

export function parse(line: string, now: string, signal?: AbortSignal): Promise<Parsed> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return call('POST', '/parse', { body: { line, now, zone }, ...(signal ? { signal } : {}) });
}

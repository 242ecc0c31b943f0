import type { NewGripe, Parsed, SavedGripe, SimilarAnswer } from '../gripe';
import { call, query, type Request } from './call';

/** What the line needs: the page loads it first. */
export function log(gripe: NewGripe): Promise<SavedGripe> {
  return call('POST', '/gripes', { body: gripe, idempotencyKey: gripe.id, ask: false });
}

export function remove(id: string, how: Request = {}): Promise<void> {
  return call('DELETE', `/gripes/${id}`, how);
}

export function similar(text: string, limit: number, signal: AbortSignal): Promise<SimilarAnswer> {
  return call('GET', `/similar${query({ text, limit })}`, { signal });
}

/** The line's times are relative to that moment, in the writer's zone. */
export function parse(line: string, now: string, zone: string, how: Request = {}): Promise<Parsed> {
  return call('POST', '/parse', { ...how, body: { line, now, zone } });
}

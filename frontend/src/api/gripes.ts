import type {
  BulkEdit,
  BulkEdited,
  Change,
  Facet,
  Gripe,
  GripePage,
  NewGripe,
  SavedGripe,
  SearchAnswer,
} from '../gripe';
import { answerTo, call, query, refusalIn, type Request } from './call';
import { session } from './session.svelte';
import { zoneHere } from '../words/local-time';

export function list(page: {
  from?: string;
  to?: string | null;
  limit: number;
  cursor?: string | null;
}): Promise<GripePage> {
  return call('GET', `/gripes${query(page)}`);
}

export function log(gripe: NewGripe): Promise<SavedGripe> {
  return call('POST', '/gripes', { body: gripe, idempotencyKey: gripe.id, ask: false });
}

export function remove(id: string, how: Request = {}): Promise<void> {
  return call('DELETE', `/gripes/${id}`, how);
}

export function read(id: string): Promise<Gripe> {
  return call('GET', `/gripes/${id}`);
}

export function change(id: string, body: Change): Promise<Gripe> {
  return call('PATCH', `/gripes/${id}`, { body, type: 'application/merge-patch+json' });
}

export function restore(id: string): Promise<Gripe> {
  return call('POST', `/gripes/${id}/restore`);
}

export function search(
  q: string,
  page: { limit: number; sort: string; cursor?: string | null },
  signal?: AbortSignal,
): Promise<SearchAnswer> {
  return call('GET', `/search${query({ q, ...page, zone: zoneHere() })}`, signal ? { signal } : {});
}

/** Where a browser fetches what matches, as a file. */
export function exportAddress(q: string, sort: string, format: 'csv' | 'ndjson'): string {
  return `/api/v1/export${query({ q, sort, format, zone: zoneHere() })}`;
}

export function exportAddressOf(ids: string[], format: 'csv' | 'ndjson'): string {
  return `/api/v1/export${query({ ids: ids.join(','), format })}`;
}

export function editAll(body: BulkEdit): Promise<BulkEdited> {
  return call('POST', '/gripes/bulk', { body: { ...body, ...(body.q ? { zone: zoneHere() } : {}) } });
}

export function days(): Promise<{ items: Facet[] }> {
  return call('GET', `/days${query({ zone: zoneHere() })}`);
}

export async function signIn(token: string): Promise<void> {
  const response = await answerTo('POST', '/session', { body: { token } });
  if (!response.ok) throw await refusalIn(response);
  session.signedIn();
}

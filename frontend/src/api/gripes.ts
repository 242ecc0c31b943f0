import type { Change, Gripe, GripePage, SearchAnswer } from '../gripe';
import { answerTo, call, query, refusalIn } from './call';
import { session } from './session.svelte';

export function list(page: { from?: string; limit: number; cursor?: string | null }): Promise<GripePage> {
  return call('GET', `/gripes${query(page)}`);
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
  return call('GET', `/search${query({ q, ...page })}`, signal ? { signal } : {});
}

export async function signIn(token: string): Promise<void> {
  const response = await answerTo('POST', '/session', { body: { token } });
  if (!response.ok) throw await refusalIn(response);
  session.signedIn();
}

import type { Sort } from '../frame/routes';
import { call } from './call';

/** A search that somebody wants to come back to; url is its address on the page. */
export interface KeptSearch {
  id: string;
  q: string;
  sort: Sort;
  url: string;
  createdAt: string;
}

export async function keptSearches(): Promise<KeptSearch[]> {
  return (await call<{ items: KeptSearch[] }>('GET', '/searches')).items;
}

export function keepSearch(q: string, sort: Sort): Promise<KeptSearch> {
  return call('POST', '/searches', { body: { q, sort } });
}

export function dropSearch(id: string): Promise<void> {
  return call('DELETE', `/searches/${id}`);
}

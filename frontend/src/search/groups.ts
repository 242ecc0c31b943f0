import type { Found } from '../gripe';
import type { Place } from '../list/places.svelte';

/** Found gripes of one pain point, or one gripe alone. */
export interface Group {
  key: string;
  place: Place | null;
  items: Found[];
}

/** What stands together: which pain point's group a gripe is shown in. */
export type Together = Map<string, { key: string; place: Place }>;

/**
 * Of one page: pain points that several of its gripes have. They stay as they were when the page came, since what is
 * there does not move when more comes.
 *
 * @param page tells the groups of pages apart
 */
export function togetherOn(page: string, items: Found[], placeOf: (id: string) => Place | null): Together {
  const byPlace = new Map<string, { place: Place; ids: string[] }>();
  for (const { gripe } of items) {
    const place = placeOf(gripe.id);
    if (!place) continue;
    const there = byPlace.get(place.id) ?? { place, ids: [] };
    there.ids.push(gripe.id);
    byPlace.set(place.id, there);
  }
  const together: Together = new Map();
  for (const { place, ids } of byPlace.values()) {
    if (ids.length < 2) continue;
    for (const id of ids) together.set(id, { key: `${page} ${place.id}`, place });
  }
  return together;
}

/** In the order of the list, each group where its first gripe is. */
export function grouped(items: Found[], together: Together): Group[] {
  const groups = new Map<string, Group>();
  for (const found of items) {
    const under = together.get(found.gripe.id);
    const key = under?.key ?? found.gripe.id;
    const group = groups.get(key);
    if (group) group.items.push(found);
    else groups.set(key, { key, place: under?.place ?? null, items: [found] });
  }
  return [...groups.values()];
}

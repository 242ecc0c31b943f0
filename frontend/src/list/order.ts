import type { Gripe } from '../gripe';
import type { Waiting } from '../line/outbox.svelte';
import { dayOf, dayTitle } from '../words/days';

/** A gripe in a list; one that is not sent yet says why. */
export interface Entry {
  gripe: Gripe;
  waiting?: Waiting;
}

export interface Day {
  day: string;
  title: string;
  minutes: number;
  entries: Entry[];
}

/** The list with that gripe at its place, newest first; one of the same id is replaced. */
export function placed(list: Gripe[], gripe: Gripe): Gripe[] {
  return [...without(list, gripe.id), gripe].sort(newestFirst);
}

export function without(list: Gripe[], id: string): Gripe[] {
  return list.filter((gripe) => gripe.id !== id);
}

export function newestFirst(one: Gripe, other: Gripe): number {
  return Date.parse(other.happenedAt) - Date.parse(one.happenedAt) || (one.id < other.id ? 1 : -1);
}

export function byDay(entries: Entry[], now: Date): Day[] {
  const days: Day[] = [];
  for (const entry of entries.toSorted((one, other) => newestFirst(one.gripe, other.gripe))) {
    const when = new Date(entry.gripe.happenedAt);
    let last = days.at(-1);
    if (last?.day !== dayOf(when)) {
      last = { day: dayOf(when), title: dayTitle(when, now), minutes: 0, entries: [] };
      days.push(last);
    }
    last.entries.push(entry);
    last.minutes += entry.gripe.minutes ?? 0;
  }
  return days;
}

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
  return momentOf(other).time - momentOf(one).time || (one.id < other.id ? 1 : -1);
}

/** Worked out once for each gripe: lists of many thousands are sorted and grouped whenever one comes. */
function momentOf(gripe: Gripe): { time: number; day: string } {
  let moment = moments.get(gripe);
  if (!moment) {
    const when = new Date(gripe.happenedAt);
    moment = { time: when.getTime(), day: dayOf(when) };
    moments.set(gripe, moment);
  }
  return moment;
}

const moments = new WeakMap<Gripe, { time: number; day: string }>();

export function byDay(entries: Entry[], now: Date): Day[] {
  const days: Day[] = [];
  for (const entry of entries.toSorted((one, other) => newestFirst(one.gripe, other.gripe))) {
    const { time, day } = momentOf(entry.gripe);
    let last = days.at(-1);
    if (last?.day !== day) {
      last = { day, title: dayTitle(new Date(time), now), minutes: 0, entries: [] };
      days.push(last);
    }
    last.entries.push(entry);
    last.minutes += entry.gripe.minutes ?? 0;
  }
  return days;
}

/** A day, or so much of a long one as is drawn together. */
export interface Part {
  key: number;
  title: string;
  continued: boolean;
  entries: Entry[];
}

const partRowsMax = 50;

/** Counted from a day's end, so that what comes newly changes the first part only. */
export function partsOf({ title, entries }: Day): Part[] {
  const parts: Part[] = [];
  for (let to = entries.length; to > 0; to -= partRowsMax) {
    const from = Math.max(0, to - partRowsMax);
    parts.unshift({ key: parts.length, title, continued: from > 0, entries: entries.slice(from, to) });
  }
  return parts;
}

import type { Gripe } from '../gripe';
import { dayOf } from '../words/local-time';

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

/** The local day on which it happened. */
export function dayOfGripe(gripe: Gripe): string {
  return momentOf(gripe).day;
}

/** Worked out once for each gripe: lists of many thousands are searched whenever one comes. */
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

import type { Gripe } from '../gripe';
import type { Waiting } from '../line/outbox.svelte';
import { dayOfGripe, newestFirst } from './order';

/** A gripe in a list; one that is not sent yet says why. */
export interface Entry {
  gripe: Gripe;
  waiting?: Waiting;
}

/** A day, or so much of a long one as is drawn together; newest first, never empty, and never changed but replaced. */
export interface Part {
  /** Stays the same while gripes come and go. */
  key: string;
  day: string;
  minutes: number;
  entries: Entry[];
}

/** Drawn within one frame, also on a slow machine. */
const rowsMax = 25;
let split = 0;

/** The parts, newest first, with that one at its place. Parts that it does not belong to stay the same objects. */
export function withEntry(parts: Part[], entry: Entry): Part[] {
  const day = dayOfGripe(entry.gripe);
  const at = reaching(parts, entry.gripe);
  const next = parts[at];
  if (next?.day === day) return replaced(parts, at, insert(next, entry));
  const before = at - 1;
  const last = parts[before];
  if (last?.day !== day) return replaced(parts, before, [...(last ? [last] : []), partOf(day, day, [entry])]);
  const full = last.entries.length >= rowsMax;
  return replaced(
    parts,
    before,
    full ? [last, partOf(keyOf(day), day, [entry])] : [partOf(last.key, day, [...last.entries, entry])],
  );
}

export function withoutGripe(parts: Part[], gripe: Gripe): Part[] {
  const at = reaching(parts, gripe);
  const part = parts[at];
  const entries = part?.entries.filter((entry) => entry.gripe.id !== gripe.id) ?? [];
  if (!part || entries.length === part.entries.length) return parts;
  return replaced(parts, at, entries.length ? [partOf(part.key, part.day, entries)] : []);
}

/** Whether the day has begun in a part before. */
export function continued(parts: Part[], at: number): boolean {
  return parts[at - 1]?.day === parts[at]?.day;
}

export function sums(parts: Part[]): Map<string, number> {
  const byDay = new Map<string, number>();
  for (const { day, minutes } of parts) byDay.set(day, (byDay.get(day) ?? 0) + minutes);
  return byDay;
}

/** The first part that has this gripe, or something older; the number of parts when none has. */
function reaching(parts: Part[], gripe: Gripe): number {
  let from = 0;
  let to = parts.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const last = lastOf(parts[middle]!);
    if (last.id === gripe.id || newestFirst(gripe, last) < 0) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** One that has grown to twice its size is two from then on. */
function insert(part: Part, entry: Entry): Part[] {
  const at = part.entries.findIndex((other) => newestFirst(entry.gripe, other.gripe) < 0);
  const entries = part.entries.toSpliced(at, 0, entry);
  if (entries.length < 2 * rowsMax) return [partOf(part.key, part.day, entries)];
  return [
    partOf(part.key, part.day, entries.slice(0, rowsMax)),
    partOf(keyOf(part.day), part.day, entries.slice(rowsMax)),
  ];
}

function replaced(parts: Part[], at: number, by: Part[]): Part[] {
  return [...parts.slice(0, Math.max(0, at)), ...by, ...parts.slice(at + 1)];
}

function partOf(key: string, day: string, entries: Entry[]): Part {
  const minutes = entries.reduce((sum, { gripe }) => sum + (gripe.minutes ?? 0), 0);
  return { key, day, minutes, entries };
}

/** Of a part that is not its day's first one; that has the day itself for a key, whoever makes it. */
function keyOf(day: string): string {
  return `${day} ${++split}`;
}

function lastOf(part: Part): Gripe {
  return part.entries.at(-1)!.gripe;
}

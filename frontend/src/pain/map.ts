import { call, query } from '../api/call';
import type { Status } from '../pain-point';

export interface Dot {
  gripe: string;
  x: number;
  y: number;
  minutes: number;
}

export interface Disc {
  id: string;
  label: string;
  x: number;
  y: number;
  radius: number;
  count: number;
  minutes: number;
  status: Status;
  dots: Dot[];
}

/** Pain points on a plane, on which near means alike. */
export interface PainMap {
  width: number;
  height: number;
  /** Most expensive first. */
  items: Disc[];
  /** Gripes that belong to no pain point. */
  loose: (Dot & { text: string })[];
  total: number;
  gripes: number;
  dots: number;
}

export function painMap(from: string | null): Promise<PainMap> {
  return call('GET', `/map${query({ from })}`);
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const zoomMax = 12;

/** What is seen of the whole when it is looked at by a factor more closely; the point stays where it is. */
export function zoomed(seen: Box, whole: Box, factor: number, at: { x: number; y: number }): Box {
  const width = Math.min(whole.width, Math.max(whole.width / zoomMax, seen.width / factor));
  const scale = width / seen.width;
  return within(
    {
      x: at.x - (at.x - seen.x) * scale,
      y: at.y - (at.y - seen.y) * scale,
      width,
      height: seen.height * scale,
    },
    whole,
  );
}

/** The same view, moved back so far that it shows nothing beside the whole. */
export function within(seen: Box, whole: Box): Box {
  const between = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
  return {
    ...seen,
    x: between(seen.x, whole.x, whole.x + whole.width - seen.width),
    y: between(seen.y, whole.y, whole.y + whole.height - seen.height),
  };
}

/** The nearest disc in the direction of an arrow key; what lies straight ahead before what lies aside. */
export function beside(discs: Disc[], from: Disc, key: string): Disc | null {
  const [right, down] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[
    key
  ] ?? [0, 0];
  let best: Disc | null = null;
  let least = Infinity;
  for (const disc of discs) {
    const ahead = (disc.x - from.x) * right! + (disc.y - from.y) * down!;
    const aside = Math.abs((disc.x - from.x) * down!) + Math.abs((disc.y - from.y) * right!);
    if (disc === from || ahead <= 0) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) {
      least = cost;
      best = disc;
    }
  }
  return best;
}

export interface Label {
  id: string;
  text: string;
  x: number;
  /** Of the first line's foot. */
  y: number;
}

const letterWidth = 0.56;
const lineHeight = 1.2;
const lettersMax = 34;

/** So many of the most expensive ones have a name though it may cover something else than another name. */
const namedMin = 12;

/**
 * Names that stand above or below their discs and on nothing else, those that cost most first; of the others the first
 * few have theirs where it covers no other name, and the rest none until there is room.
 *
 * @param size of a letter, in the map's own unit
 */
export function labelsOf(discs: Disc[], seen: Box, size: number): Label[] {
  const labels: Label[] = [];
  const named: Box[] = [];
  const bodies: Box[] = discs.map(({ x, y, radius }) => ({
    x: x - 0.8 * radius,
    y: y - 0.8 * radius,
    width: 1.6 * radius,
    height: 1.6 * radius,
  }));
  for (const [index, disc] of discs.entries()) {
    const text = shortened(disc.label);
    const width = text.length * size * letterWidth;
    const height = 2 * lineHeight * size;
    const x = disc.x - width / 2;
    const above = disc.y - disc.radius - height - size / 3;
    const below = disc.y + disc.radius + size / 3;
    const fits = (y: number, crowded: boolean) => {
      const box = { x, y, width, height };
      return (
        x >= seen.x &&
        x + width <= seen.x + seen.width &&
        y >= seen.y &&
        y + height <= seen.y + seen.height &&
        !named.some((other) => overlaps(box, other)) &&
        (crowded || !bodies.some((other, at) => at !== index && overlaps(box, other)))
      );
    };
    const y =
      [above, below].find((place) => fits(place, false)) ??
      (index < namedMin ? [above, below, disc.y - height / 2].find((place) => fits(place, true)) : undefined);
    if (y === undefined) continue;
    named.push({ x, y, width, height });
    labels.push({ id: disc.id, text, x: disc.x, y: y + size });
  }
  return labels;
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length > lettersMax
    ? `${letters
        .slice(0, lettersMax - 1)
        .join('')
        .trimEnd()}…`
    : label;
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** Of a gripe's dot: its area grows with what it cost. */
export function dotRadius(minutes: number): number {
  return Math.min(6, 2.4 + Math.sqrt(Math.max(0, minutes)) * 0.38);
}

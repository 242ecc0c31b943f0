import type { Gripe } from '../gripe';

/** Something that shows gripes, and hears of every change. */
export interface Shelf {
  readonly gripes: Gripe[];
  keep(gripe: Gripe): void;
  drop(id: string): void;
}

const shelves: Shelf[] = [];

export function addShelf(shelf: Shelf): void {
  shelves.push(shelf);
}

export function keep(gripe: Gripe): void {
  for (const shelf of shelves) shelf.keep(gripe);
}

export function drop(id: string): void {
  for (const shelf of shelves) shelf.drop(id);
}

export function gripeOf(id: string): Gripe | undefined {
  return shelves.flatMap((shelf) => shelf.gripes).find((gripe) => gripe.id === id);
}

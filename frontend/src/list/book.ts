import type { Gripe } from '../gripe';

/** Something that shows gripes, and hears of every change. */
export interface Shelf {
  find(id: string): Gripe | undefined;
  keep(gripe: Gripe): void;
  drop(id: string): void;
  /** So much has changed that what is shown is asked for anew. */
  again?(): Promise<void>;
}

const shelves: Shelf[] = [];

/** What this page is deleting at this moment: who reads it may find it there still. */
export const leaving = new Map<string, Promise<unknown>>();

export function addShelf(shelf: Shelf): void {
  shelves.push(shelf);
}

export function keep(gripe: Gripe): void {
  for (const shelf of shelves) shelf.keep(gripe);
}

export function drop(id: string): void {
  for (const shelf of shelves) shelf.drop(id);
}

export async function again(): Promise<void> {
  await Promise.all(shelves.map((shelf) => shelf.again?.()));
}

export function gripeOf(id: string): Gripe | undefined {
  for (const shelf of shelves) {
    const gripe = shelf.find(id);
    if (gripe) return gripe;
  }
  return undefined;
}

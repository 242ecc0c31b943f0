import { sorts, type Sort } from '../frame/routes';
import { keepItem, keptItem } from '../storage';

/** A search that somebody wants to come back to; its address is all there is to it. */
export interface View {
  q: string;
  sort: Sort;
}

const name = 'gripe.views';
const viewsMax = 50;

/** The searches kept in this browser, the newest first. */
class Views {
  all = $state.raw<View[]>(read());

  has(view: View): boolean {
    return this.all.some((kept) => same(kept, view));
  }

  /** False when this browser keeps nothing. */
  keep(view: View): boolean {
    return this.#write([view, ...this.all.filter((kept) => !same(kept, view))].slice(0, viewsMax));
  }

  drop(view: View): boolean {
    return this.#write(this.all.filter((kept) => !same(kept, view)));
  }

  #write(all: View[]): boolean {
    if (!keepItem(name, JSON.stringify(all))) return false;
    this.all = all;
    return true;
  }
}

function same(one: View, other: View): boolean {
  return one.q === other.q && one.sort === other.sort;
}

function read(): View[] {
  try {
    const kept: unknown = JSON.parse(keptItem(name) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.flatMap((one: Partial<View>) => {
      const sort = sorts.find((known) => known === one?.sort);
      return typeof one?.q === 'string' && sort ? [{ q: one.q, sort }] : [];
    });
  } catch {
    return [];
  }
}

export const views = new Views();

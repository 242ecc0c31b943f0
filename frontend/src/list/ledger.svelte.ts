import { list } from '../api/gripes';
import type { Gripe } from '../gripe';
import { addShelf, type Shelf } from './book';
import { newestFirst, placed, without } from './order';

const pageSize = 50;

/** The gripes loaded so far, newest first; more are loaded as somebody scrolls. */
class Ledger implements Shelf {
  gripes = $state.raw<Gripe[]>([]);
  loaded = $state(false);
  next = $state<string | null>(null);
  #loading = false;

  async load(): Promise<void> {
    if (!this.loaded) await this.#page(null);
  }

  async more(): Promise<void> {
    if (this.next) await this.#page(this.next);
  }

  async #page(cursor: string | null): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await list({ limit: pageSize, cursor });
      const known = new Set(page.items.map((gripe) => gripe.id));
      this.gripes = [...this.gripes.filter((gripe) => !known.has(gripe.id)), ...page.items].sort(newestFirst);
      this.next = page.next;
      this.loaded = true;
    } finally {
      this.#loading = false;
    }
  }

  keep(gripe: Gripe): void {
    const last = this.gripes.at(-1);
    const comesLater = this.next !== null && last !== undefined && newestFirst(last, gripe) < 0;
    this.gripes = comesLater ? without(this.gripes, gripe.id) : placed(this.gripes, gripe);
  }

  drop(id: string): void {
    this.gripes = without(this.gripes, id);
  }
}

export const ledger = new Ledger();
addShelf(ledger);

import { days, list } from '../api/gripes';
import type { Facet, Gripe } from '../gripe';
import { dayOf, midnight } from '../words/days';
import { addShelf, type Shelf } from './book';
import { newestFirst, placed, without } from './order';

const pageSize = 50;
/** Who scrolls on has many to go through. */
const pageSizeMax = 200;

/** The gripes loaded so far, newest first; more are loaded as somebody scrolls. */
class Ledger implements Shelf {
  gripes = $state.raw<Gripe[]>([]);
  loaded = $state(false);
  next = $state<string | null>(null);
  /** The day that the list was opened at; null when it begins today. */
  from = $state<string | null>(null);
  /** What each day cost, however much of it is loaded. */
  days = $state.raw(new Map<string, Facet>());
  #loading = false;

  async load(): Promise<void> {
    if (!this.loaded) await this.#page(null);
  }

  async more(): Promise<void> {
    if (this.next) await this.#page(this.next);
  }

  async loadDays(): Promise<void> {
    this.days = new Map((await days()).items.map((day) => [day.value, day]));
  }

  /** Begins the list anew at that day, or at today. */
  async jump(day: string | null): Promise<void> {
    this.from = day;
    this.gripes = [];
    this.next = null;
    this.loaded = false;
    await this.#page(null);
  }

  /** The end of the day that the list was opened at. */
  get #to(): string | null {
    return this.from === null ? null : midnight(new Date(`${this.from}T12:00:00`), 1).toISOString();
  }

  async #page(cursor: string | null): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await list({ to: this.#to, limit: cursor ? pageSizeMax : pageSize, cursor });
      const known = new Set(page.items.map((gripe) => gripe.id));
      this.gripes = [...this.gripes.filter((gripe) => !known.has(gripe.id)), ...page.items].sort(newestFirst);
      this.next = page.next;
      this.loaded = true;
    } finally {
      this.#loading = false;
    }
  }

  keep(gripe: Gripe): void {
    this.#count(this.#known(gripe.id), -1);
    this.#count(gripe, 1);
    if (this.#to && Date.parse(gripe.happenedAt) >= Date.parse(this.#to)) {
      this.gripes = without(this.gripes, gripe.id);
      return;
    }
    const last = this.gripes.at(-1);
    const comesLater = this.next !== null && last !== undefined && newestFirst(last, gripe) < 0;
    this.gripes = comesLater ? without(this.gripes, gripe.id) : placed(this.gripes, gripe);
  }

  drop(id: string): void {
    this.#count(this.#known(id), -1);
    this.gripes = without(this.gripes, id);
  }

  #known(id: string): Gripe | undefined {
    return this.gripes.find((gripe) => gripe.id === id);
  }

  /** Changes made here count at once. */
  #count(gripe: Gripe | undefined, by: 1 | -1): void {
    if (!gripe || !this.days.size) return;
    const value = dayOf(new Date(gripe.happenedAt));
    const before = this.days.get(value) ?? { value, count: 0, minutes: 0 };
    const minutes = before.minutes + by * (gripe.minutes ?? 0);
    this.days = new Map(this.days).set(value, { value, count: before.count + by, minutes });
  }
}

export const ledger = new Ledger();
addShelf(ledger);

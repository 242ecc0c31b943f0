import { days, list } from '../api/gripes';
import type { Facet, Gripe, GripePage } from '../gripe';
import { midnight } from '../words/days';
import { dayOf } from '../words/local-time';
import { addShelf, type Shelf } from './book';
import { newestFirst } from './order';
import { withEntry, withoutGripe, type Part } from './parts';

const pageSize = 50;
/** Who scrolls on has many to go through. */
const pageSizeMax = 200;
const latestMax = 200;

/** The gripes loaded so far, newest first; more are loaded as somebody scrolls. */
class Ledger implements Shelf {
  parts = $state.raw<Part[]>([]);
  loaded = $state(false);
  next = $state<string | null>(null);
  /** The day that the list was opened at; null when it begins today. */
  from = $state<string | null>(null);
  /** What each day cost, however much of it is loaded. */
  days = $state.raw(new Map<string, Facet>());
  count = $state.raw(0);
  #byId = new Map<string, Gripe>();
  #loading = false;
  /** What changed while a page was being read, which may have been read before it; null for what is gone. */
  #meanwhile = new Map<string, Gripe | null>();
  /** Counts how often the list was begun anew: what comes late for another one is not taken. */
  #turn = 0;

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
    this.#turn++;
    this.#loading = false;
    this.from = day;
    this.#byId.clear();
    this.parts = [];
    this.count = 0;
    this.next = null;
    this.loaded = false;
    await this.#page(null);
  }

  /** The newest are read again; what is older and loaded stays as it is, so that nobody loses their place. */
  async again(): Promise<void> {
    if (!this.loaded) return;
    const turn = this.#turn;
    const before = new Map(this.#byId);
    const page = await list({ to: this.#to, limit: pageSizeMax });
    if (turn !== this.#turn) return;
    const last = page.items.at(-1);
    const there = new Set(page.items.map(({ id }) => id));
    for (const gripe of before.values()) {
      const read = page.next === null || (last !== undefined && newestFirst(gripe, last) < 0);
      if (read && !there.has(gripe.id) && this.#byId.get(gripe.id) === gripe) this.#take(gripe.id);
    }
    // What changed while it was read may have been read before that.
    this.#put(page.items.filter(({ id }) => this.#byId.get(id) === before.get(id)));
    if (page.next !== null) await this.loadDays();
  }

  /** The end of the day that the list was opened at. */
  get #to(): string | null {
    return this.from === null ? null : midnight(new Date(`${this.from}T12:00:00`), 1).toISOString();
  }

  /** The first ones of the list. */
  get latest(): Gripe[] {
    const latest: Gripe[] = [];
    for (const { entries } of this.parts) {
      if (latest.length >= latestMax) break;
      latest.push(...entries.map(({ gripe }) => gripe));
    }
    return latest;
  }

  find(id: string): Gripe | undefined {
    return this.#byId.get(id);
  }

  async #page(cursor: string | null): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.#meanwhile.clear();
    const turn = this.#turn;
    try {
      const page: GripePage = await list({ to: this.#to, limit: cursor ? pageSizeMax : pageSize, cursor });
      if (turn !== this.#turn) return;
      this.#put(page.items);
      this.next = page.next;
      this.loaded = true;
      for (const [id, gripe] of this.#meanwhile) {
        if (gripe === null) this.#take(id);
        else if (this.#byId.has(id)) this.#put([gripe]);
      }
    } finally {
      if (turn === this.#turn) this.#loading = false;
    }
  }

  keep(gripe: Gripe): void {
    if (this.#loading) this.#meanwhile.set(gripe.id, gripe);
    this.#count(this.#byId.get(gripe.id), -1);
    if (this.#to && Date.parse(gripe.happenedAt) >= Date.parse(this.#to)) {
      this.#take(gripe.id);
      return;
    }
    const last = this.parts.at(-1)?.entries.at(-1)?.gripe;
    if (this.next !== null && last !== undefined && newestFirst(last, gripe) < 0) {
      this.#take(gripe.id); // it comes later
      void this.loadDays().catch(() => undefined); // a sum that is late is not worth a word
      return;
    }
    this.#count(gripe, 1);
    this.#put([gripe]);
  }

  drop(id: string): void {
    if (this.#loading) this.#meanwhile.set(id, null);
    this.#count(this.#byId.get(id), -1);
    this.#take(id);
  }

  #put(gripes: Gripe[]): void {
    let parts = this.parts;
    for (const gripe of gripes) {
      const before = this.#byId.get(gripe.id);
      if (before) parts = withoutGripe(parts, before);
      this.#byId.set(gripe.id, gripe);
      parts = withEntry(parts, { gripe });
    }
    this.parts = parts;
    this.count = this.#byId.size;
  }

  #take(id: string): void {
    const before = this.#byId.get(id);
    if (!before) return;
    this.#byId.delete(id);
    this.parts = withoutGripe(this.parts, before);
    this.count = this.#byId.size;
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

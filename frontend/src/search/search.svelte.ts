import { search as found } from '../api/gripes';
import { messageOf } from '../frame/notice.svelte';
import { router } from '../frame/router.svelte';
import { searchAddress, type Sort } from '../frame/routes';
import { addShelf, type Shelf } from '../list/book';
import type { Chip, Found, Gripe, SearchAnswer } from '../gripe';
import { carriedSpans } from '../line/spans';
import { editing } from '../list/editing.svelte';
import { places } from '../list/places.svelte';
import { grouped, togetherOn, type Group, type Together } from './groups';

const pageSize = 50;
const debounceMillis = 100;

/** What is searched for and what was found; the address keeps the query. */
class Search implements Shelf {
  q = $state('');
  sort = $state.raw<Sort>('relevance');
  answer = $state.raw<SearchAnswer | null>(null);
  /** What the answer belongs to. */
  asked = $state.raw('');
  trouble = $state<string | null>(null);
  /** How many more there are by now; they come when somebody asks for them, so that nobody loses their place. */
  news = $state.raw(0);
  /** Which of what was found is shown under its pain point. */
  #together = $state.raw<Together>(new Map());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();
  #counting = new AbortController();
  #settled = false;
  /** Something came that no answer so far may have. */
  #stale = false;

  /** What is asked: a space at its end says that the last word is finished. */
  get query(): string {
    return this.q.trimStart().replace(/\s+$/, ' ');
  }

  /** What narrows the query as it stands now; while it is being typed they are one answer behind. */
  get chips(): Chip[] {
    return carriedSpans(this.asked, this.q, this.answer?.understood.filters ?? []);
  }

  get groups(): Group[] {
    return grouped(this.answer?.items ?? [], this.#together);
  }

  find(id: string): Gripe | undefined {
    const found = [...(this.answer?.items ?? []), ...(this.answer?.weak ?? [])];
    return found.find(({ gripe }) => gripe.id === id)?.gripe;
  }

  /** As somebody types: asked shortly after, an overtaken question is dropped. */
  write(q: string): void {
    this.q = q;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // Whoever left meanwhile is not taken back.
      if (router.route.page !== 'search') return;
      router.go(searchAddress(this.query, this.sort), !this.#settled);
      this.#settled = false;
      void this.ask();
    }, debounceMillis);
  }

  /** The address was changed from outside: by a link, or by going back. */
  take(q: string, sort: Sort): void {
    clearTimeout(this.#timer);
    this.sort = sort;
    if (q !== this.query) this.q = q;
    void this.ask();
  }

  /** Typing on after this begins a new entry in the browser's history. */
  settle(): void {
    this.#settled = true;
  }

  async ask(): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#counting.abort();
    this.news = 0;
    this.#stale = false;
    const { signal } = this.#asking;
    const q = this.query;
    if (!q) {
      this.answer = null;
      this.asked = '';
      this.trouble = null;
      return;
    }
    try {
      const answer = await found(q, { limit: pageSize, sort: this.sort }, signal);
      const together = await this.#togetherOf(answer.items);
      if (signal.aborted) return;
      this.#together = together;
      this.answer = answer;
      this.asked = q;
      this.trouble = null;
      this.catchUp();
    } catch (cause) {
      if (!signal.aborted) this.trouble = messageOf(cause);
    }
  }

  async more(): Promise<void> {
    const before = this.answer;
    if (!before?.next) return;
    const page = await found(this.asked, { limit: pageSize, sort: this.sort, cursor: before.next });
    const together = await this.#togetherOf(page.items);
    if (this.answer !== before) return;
    this.#together = new Map([...this.#together, ...together]);
    this.answer = { ...before, items: [...before.items, ...page.items], next: page.next };
  }

  /**
   * Whoever went on to further pages would be taken back to the first, and whoever changes a gripe may lose what they
   * have written: they are told how many more there are.
   */
  async again(): Promise<void> {
    this.#stale = editing.id !== null;
    const away = this.#stale || (this.answer?.items.length ?? 0) > pageSize;
    await (away ? this.#count() : this.ask());
  }

  /** Once there is an answer, or nobody changes a gripe any more. */
  catchUp(): void {
    if (this.#stale && editing.id === null) void this.again();
  }

  async #count(): Promise<void> {
    this.#counting.abort();
    this.#counting = new AbortController();
    const { signal } = this.#counting;
    try {
      const { total } = await found(this.asked, { limit: 1, sort: this.sort }, signal);
      if (!signal.aborted && this.answer) this.news = Math.max(0, total - this.answer.total);
    } catch {
      // What was found stays as it is.
    }
  }

  /** By time or cost the order is what was asked for; then each stands for itself. */
  async #togetherOf(items: Found[]): Promise<Together> {
    if (this.sort !== 'relevance' || !items[0]) return new Map();
    await places.know(items.map(({ gripe }) => gripe.id));
    return togetherOn(items[0].gripe.id, items, (id) => places.of(id) ?? null);
  }

  keep(gripe: Gripe): void {
    const before = this.answer;
    const old = before?.items.find((found) => found.gripe.id === gripe.id);
    const known = old ?? before?.weak.find((found) => found.gripe.id === gripe.id);
    if (!before || !known) {
      // An answer that is under way may have been found before it.
      if (!before) this.#stale = true;
      else if (router.route.page === 'search') void this.again();
      return;
    }
    const replace = (list: Found[]) =>
      list.map((found) => (found.gripe.id === gripe.id ? { ...found, gripe } : found));
    const minutes = before.minutes + (old ? (gripe.minutes ?? 0) - (old.gripe.minutes ?? 0) : 0);
    this.answer = { ...before, items: replace(before.items), weak: replace(before.weak), minutes };
  }

  drop(id: string): void {
    const before = this.answer;
    if (!before) return;
    const old = before.items.find((found) => found.gripe.id === id);
    const rest = (list: Found[]) => list.filter((found) => found.gripe.id !== id);
    this.answer = {
      ...before,
      items: rest(before.items),
      weak: rest(before.weak),
      total: before.total - (old ? 1 : 0),
      minutes: before.minutes - (old?.gripe.minutes ?? 0),
    };
  }
}

export const search = new Search();
addShelf(search);

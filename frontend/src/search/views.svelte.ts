import { dropSearch, keepSearch, keptSearches, type KeptSearch } from '../api/searches';
import { messageOf, notice } from '../frame/notice.svelte';
import type { Sort } from '../frame/routes';

/** The searches that are kept, the newest first. */
class Views {
  all = $state.raw<KeptSearch[]>([]);

  /** An answer that comes after a later one's question is not taken. */
  #turn = 0;

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const all = await keptSearches();
      if (turn === this.#turn) this.all = all;
    } catch {
      // They are an extra: the search does not wait for them.
    }
  }

  /** Behind what is no word the space at the end says nothing, and is not kept. */
  find(q: string, sort: Sort): KeptSearch | undefined {
    const of = (wanted: string) => this.all.find((kept) => kept.q === wanted && kept.sort === sort);
    return of(q) ?? of(q.trim());
  }

  async keep(q: string, sort: Sort): Promise<void> {
    try {
      const kept = await keepSearch(q, sort);
      this.all = [kept, ...this.all.filter(({ id }) => id !== kept.id)];
      void this.load(); // one that is under way may have been read before
    } catch (cause) {
      const words = `Not kept: ${messageOf(cause)} The address of this page is the search, too.`;
      notice.say({ tone: 'trouble', words });
    }
  }

  async drop({ id, q, sort }: KeptSearch): Promise<void> {
    try {
      await dropSearch(id);
      this.all = this.all.filter((kept) => kept.id !== id);
      void this.load();
      const undo = () => this.keep(q, sort);
      notice.say({ tone: 'plain', words: `“${q}” is kept no longer.`, undo });
    } catch (cause) {
      notice.say({ tone: 'trouble', words: `Still kept: ${messageOf(cause)}` });
    }
  }
}

export const views = new Views();

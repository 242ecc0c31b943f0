import { untrack } from 'svelte';
import { call, query } from '../api/call';

/** The pain point that a gripe belongs to. */
export interface Place {
  id: string;
  label: string;
}

const askedTogetherMax = 100;
/** What a list draws in one go is asked for in one go. */
const gatherMillis = 30;
const patienceMillis = 300;
/** Beyond this, what is not shown is forgotten: it is asked for again when it is. */
const knownMax = 2_000;

/** Where the gripes that are shown belong. Lists do not wait for it: it comes into a place that is kept. */
class Places {
  #known = $state.raw(new Map<string, Place | null>());
  #wanted = new Set<string>();
  #shown = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts how often something changed: an answer that was asked for before that may be of before. */
  #turn = 0;

  /** Null when it belongs to none, undefined while that is not known. */
  of(gripe: string): Place | null | undefined {
    return this.#known.get(gripe);
  }

  /** For as long as it is shown. @returns how to say that it is not any more */
  want(gripe: string): () => void {
    this.#shown.set(gripe, (this.#shown.get(gripe) ?? 0) + 1);
    if (!untrack(() => this.#known).has(gripe)) this.#soon([gripe]);
    return () => {
      const others = this.#shown.get(gripe)! - 1;
      if (others) this.#shown.set(gripe, others);
      else this.#shown.delete(gripe);
    };
  }

  /** Waits until it is known of all of these, but not for long: what is found is shown without it, too. */
  async know(gripes: string[]): Promise<void> {
    const unknown = gripes.filter((gripe) => !this.#known.has(gripe));
    if (!unknown.length) return;
    const patience = new Promise((done) => setTimeout(done, patienceMillis));
    await Promise.race([this.#ask(unknown), patience]);
  }

  /** Something was assigned anew, or has another name. */
  again(): void {
    this.#turn++;
    this.#known = this.#ofShown();
    this.#soon(this.#shown.keys());
  }

  #ofShown(): Map<string, Place | null> {
    return new Map([...this.#known].filter(([gripe]) => this.#shown.has(gripe)));
  }

  #soon(gripes: Iterable<string>): void {
    for (const gripe of gripes) this.#wanted.add(gripe);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const ids = [...this.#wanted];
      this.#wanted.clear();
      for (let from = 0; from < ids.length; from += askedTogetherMax) {
        void this.#ask(ids.slice(from, from + askedTogetherMax));
      }
    }, gatherMillis);
  }

  async #ask(ids: string[]): Promise<void> {
    const turn = this.#turn;
    try {
      const { items } = await call<{ items: (Place & { gripe: string })[] }>(
        'GET',
        `/places${query({ gripes: ids.join(',') })}`,
        { ask: false },
      );
      if (turn !== this.#turn) {
        const others = ids.filter((id) => !this.#shown.has(id)); // what is shown has been asked for again
        if (others.length) await this.#ask(others);
        return;
      }
      const known = this.#known.size > knownMax ? this.#ofShown() : new Map(this.#known);
      for (const id of ids) known.set(id, null);
      for (const { gripe, id, label } of items) known.set(gripe, { id, label });
      this.#known = known;
    } catch {
      // A label is an extra: the gripe is there without it, and it is asked for again when the list is.
    }
  }
}

export const places = new Places();

import { notice } from '../frame/notice.svelte';
import type { Gripe } from '../gripe';
import { gripeOf } from './book';

/** As many as one address can name in an export. */
const pickedMax = 200;

/** Gripes that somebody picked, one by one, to do something with all of them. */
class Picked {
  /** Rows show that they can be picked. */
  picking = $state(false);
  #byId = $state.raw(new Map<string, Gripe>());

  get count(): number {
    return this.#byId.size;
  }

  get ids(): string[] {
    return [...this.#byId.keys()];
  }

  get minutes(): number {
    return this.all.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  }

  /** As they are now, where they are still shown. */
  get all(): Gripe[] {
    return [...this.#byId.values()].map((gripe) => gripeOf(gripe.id) ?? gripe);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  set(gripe: Gripe, wanted: boolean): void {
    const byId = new Map(this.#byId);
    if (!wanted) byId.delete(gripe.id);
    else if (byId.size < pickedMax) byId.set(gripe.id, gripe);
    else notice.say({ tone: 'trouble', words: `At most ${pickedMax} are picked at once.` });
    this.#byId = byId;
    this.picking ||= byId.size > 0;
  }

  clear(): void {
    this.#byId = new Map();
    this.picking = false;
  }
}

export const picked = new Picked();

import { list } from '../api/gripes';
import type { Gripe } from '../gripe';
import { mondayOf } from '../words/days';
import { withOffset } from '../words/local-time';
import { addShelf, type Shelf } from './book';
import { newestFirst, placed, without } from './order';

const pageSize = 200;
const pagesMax = 5;

/** Every gripe since Monday, up to a bound: then the figures are "at least". */
class ThisWeek implements Shelf {
  gripes = $state.raw<Gripe[]>([]);
  loaded = $state(false);
  complete = $state(true);

  async load(): Promise<void> {
    if (!this.loaded) await this.again();
  }

  async again(): Promise<void> {
    const from = withOffset(mondayOf(new Date()));
    let cursor: string | null = null;
    const read: Gripe[] = [];
    const before = this.gripes;
    for (let page = 0; page < pagesMax; page++) {
      const answer = await list({ from, limit: pageSize, cursor });
      read.push(...answer.items);
      cursor = answer.next;
      if (!cursor) break;
    }
    // What changed while it was read may have been read before that.
    const here = new Set(this.gripes);
    const known = new Set(before);
    const changed = this.gripes.filter((gripe) => !known.has(gripe));
    const touched = new Set([...changed, ...before.filter((gripe) => !here.has(gripe))].map(({ id }) => id));
    this.gripes = [...read.filter(({ id }) => !touched.has(id)), ...changed].sort(newestFirst);
    this.complete = cursor === null;
    this.loaded = true;
  }

  find(id: string): Gripe | undefined {
    return this.gripes.find((gripe) => gripe.id === id);
  }

  keep(gripe: Gripe): void {
    this.gripes = placed(this.gripes, gripe);
  }

  drop(id: string): void {
    this.gripes = without(this.gripes, id);
  }
}

export const thisWeek = new ThisWeek();
addShelf(thisWeek);

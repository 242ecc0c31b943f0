import { list } from '../api/gripes';
import type { Gripe } from '../gripe';
import { mondayOf, withOffset } from '../words/days';
import { addShelf, type Shelf } from './book';
import { placed, without } from './order';

const pageSize = 200;
const pagesMax = 5;

/** Every gripe since Monday, up to a bound: then the figures are "at least". */
class ThisWeek implements Shelf {
  gripes = $state.raw<Gripe[]>([]);
  loaded = $state(false);
  complete = $state(true);

  async load(): Promise<void> {
    if (this.loaded) return;
    const from = withOffset(mondayOf(new Date()));
    let cursor: string | null = null;
    for (let page = 0; page < pagesMax; page++) {
      const answer = await list({ from, limit: pageSize, cursor });
      this.gripes = answer.items.reduce(placed, this.gripes); // some may have been saved meanwhile
      cursor = answer.next;
      if (!cursor) break;
    }
    this.complete = cursor === null;
    this.loaded = true;
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

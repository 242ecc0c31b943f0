import { continued, type Part } from './parts';

/** So far around what is seen parts are drawn: as far as somebody scrolls before the next frame is there. */
const marginPixels = 1_500;

/** What is seen of a list, in pixels from its top. */
export interface Seen {
  top: number;
  bottom: number;
}

/** What is drawn, with the place that is kept before each for what is not, and after the last. */
export interface Drawn {
  parts: Part[];
  before: Map<string, number>;
  after: number;
}

/** How high parts are: as measured when they were drawn last; before that, as high as so many rows are elsewhere. */
export class Heights {
  #known = new Map<string, { height: number; rows: number }>();
  #measuredRows = 0;
  #measuredPixels = 0;
  #head = 64;

  /**
   * @param list how high its rows are, without the day above them
   * @returns whether it is not as high as it was taken to be
   */
  measured(part: Part, continued: boolean, height: number, list: number): boolean {
    const expected = this.of(part, continued);
    const rows = part.entries.length;
    if (!this.#known.has(part.key) || expected !== height) {
      this.#measuredRows += rows;
      this.#measuredPixels += list;
    }
    this.#known.set(part.key, { height, rows });
    if (!continued) this.#head = height - list;
    return expected !== height;
  }

  of(part: Part, continued: boolean): number {
    const rows = part.entries.length;
    let known = this.#known.get(part.key);
    if (!known) {
      known = { height: rows * this.#row + (continued ? 0 : this.#head), rows };
      // What was guessed once stays, so that nothing moves because something else was measured.
      if (this.#measuredRows) this.#known.set(part.key, known);
    }
    return known.height + (rows - known.rows) * this.#row;
  }

  forget(): void {
    this.#known.clear();
    this.#measuredRows = this.#measuredPixels = 0;
  }

  get #row(): number {
    return this.#measuredRows ? this.#measuredPixels / this.#measuredRows : 40;
  }
}

/**
 * The parts near what is seen, and those that somebody stands on with what is beside them: from there the next row is
 * one key away, however far the page was scrolled.
 *
 * @param held keys of parts that stay
 */
export function drawnOf(parts: Part[], heights: Heights, seen: Seen, held: Set<string>): Drawn {
  const drawn: Drawn = { parts: [], before: new Map(), after: 0 };
  const isHeld = (at: number) => held.has(parts[at]?.key ?? '');
  let top = 0;
  for (const [at, part] of parts.entries()) {
    const height = heights.of(part, continued(parts, at));
    const near = top + height > seen.top - marginPixels && top < seen.bottom + marginPixels;
    if (near || (held.size > 0 && (isHeld(at) || isHeld(at - 1) || isHeld(at + 1)))) {
      drawn.parts.push(part);
      drawn.before.set(part.key, drawn.after);
      drawn.after = 0;
    } else drawn.after += height;
    top += height;
  }
  return drawn;
}

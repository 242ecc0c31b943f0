import { parse, similar } from '../api/capture';
import type { NewGripe, Parsed, SimilarAnswer, Span } from '../gripe';
import { dropItem, keepItem, keptItem } from '../storage';
import { withOffset, zoneHere } from '../words/local-time';
import { carriedSpans } from './spans';

const key = 'gripe.draft';
const debounceMillis = 120;
const similarMax = 3;
const similarTextLengthMin = 3;

/** What a line was understood as; the time is null when the line does not say one. */
export type Understood = Omit<NewGripe, 'id' | 'source' | 'happenedAt'> & { happenedAt: string | null };

/** The line being written, what was understood of it, and what it resembles. It survives a reload. */
class Draft {
  text = $state.raw(keptItem(key) ?? '');
  similar = $state.raw<SimilarAnswer | null>(null);
  #spans = $state.raw<Span[]>([]);
  #answer: { line: string; parsed: Parsed } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  constructor() {
    if (this.text) this.#askSoon();
  }

  get spans(): Span[] {
    return this.#spans.filter((span) => span.kind !== 'escape');
  }

  get blank(): boolean {
    return this.text.trim() === '';
  }

  write(text: string): void {
    this.#spans = carriedSpans(this.text, text, this.#spans);
    this.text = text;
    if (this.blank) {
      this.#forget();
      return;
    }
    keepItem(key, text);
    this.#askSoon();
  }

  /** From elsewhere: an example, a link, an undo. What is being written is not lost over it. */
  putBack(text: string): void {
    this.write(this.blank ? text : `${this.text.trim()} ${text}`);
  }

  /** That line is safe elsewhere now; what was written meanwhile stays. */
  taken(line: string): void {
    this.write(this.text.startsWith(line) ? this.text.slice(line.length) : this.text);
  }

  /** In those words instead, in which the span is text. */
  takeLiterally(span: Span, words: string): void {
    this.#spans = this.#spans.filter((each) => each !== span);
    this.write(words);
  }

  /** Null as long as the server has not said how it understands exactly this line. */
  get understood(): Understood | null {
    if (this.#answer?.line !== this.text) return null;
    const { text, minutes, tags, place, happenedAt } = this.#answer.parsed;
    return { text, minutes, tags, place, happenedAt };
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#spans = [];
    this.similar = null;
    this.#answer = null;
    dropItem(key);
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#timer = setTimeout(() => void this.#ask(), debounceMillis);
  }

  async #ask(): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const line = this.text;
    try {
      const parsed = await parse(line, withOffset(new Date()), zoneHere(), { signal });
      if (signal.aborted) return;
      this.#answer = { line, parsed };
      this.#spans = parsed.spans;
      if (parsed.text.length < similarTextLengthMin) {
        this.similar = null;
        return;
      }
      const answer = await similar(parsed.text, similarMax, signal);
      if (!signal.aborted) this.similar = answer;
    } catch {
      // Marks and suggestions are extras: saving works without them, and says what is wrong.
    }
  }
}

export const draft = new Draft();

import { parse, similar } from '../api/capture';
import type { NewGripe, Parsed, SimilarAnswer, Span } from '../gripe';
import { dropItem, keepItem, keptItem } from '../storage';
import { withOffset, zoneHere } from '../words/days';
import { carriedSpans, withoutSpans } from './spans';

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
  #literal = $state.raw<string[]>([]);
  #answer: { line: string; parsed: Parsed } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  constructor() {
    if (this.text) this.#askSoon();
  }

  /** What counts: understood, and not taken back by its chip. */
  get spans(): Span[] {
    return this.#spans.filter((span) => !this.#literal.includes(this.#signature(span)));
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

  takeLiterally(span: Span): void {
    this.#literal = [...this.#literal, this.#signature(span)];
  }

  /** Null as long as the server has not said how it understands exactly this line. */
  get understood(): Understood | null {
    if (this.#answer?.line !== this.text) return null;
    const { parsed } = this.#answer;
    const spans = this.spans;
    if (spans.length === parsed.spans.length) {
      const { text, minutes, tags, place, happenedAt } = parsed;
      return { text, minutes, tags, place, happenedAt };
    }
    const values = (kind: Span['kind']) =>
      spans.filter((span) => span.kind === kind).map((span) => span.value);
    const minutes = values('minutes').map(Number);
    return {
      text: withoutSpans(this.text, spans),
      minutes: minutes.length ? minutes.reduce((sum, each) => sum + each, 0) : null,
      tags: values('tag').map(String),
      place: values('place').map(String)[0] ?? null,
      happenedAt: values('time').length ? parsed.happenedAt : null,
    };
  }

  #signature(span: Span): string {
    return `${span.kind} ${this.text.slice(span.start, span.end)}`;
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#spans = [];
    this.#literal = [];
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
      this.#spans = parsed.spans.toSorted((one, other) => one.start - other.start);
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

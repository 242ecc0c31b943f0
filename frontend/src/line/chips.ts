import type { Span } from '../gripe';
import { timeInWords } from '../words/days';
import { durationInWords } from '../words/duration';

/** What a span was understood as, in the words of a chip. */
export function chipWords(span: Span, written: string, now: Date): string {
  switch (span.kind) {
    case 'minutes':
      return durationInWords(Number(span.value));
    case 'tag':
      return `#${span.value}`;
    case 'place':
      return `@${span.value}`;
    case 'time': {
      const when = new Date(span.value);
      return Number.isNaN(when.getTime()) ? written : timeInWords(when, now);
    }
  }
}

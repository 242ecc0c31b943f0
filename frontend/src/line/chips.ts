import type { Span } from '../gripe';
import { dayInWords, timeInWords } from '../words/days';
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
      // A day without a clock time is of here, not of UTC.
      const dayOnly = span.value.length === 10;
      const when = new Date(dayOnly ? `${span.value}T12:00` : span.value);
      if (Number.isNaN(when.getTime())) return written;
      return dayOnly ? dayInWords(when, now) : timeInWords(when, now);
    }
    case 'escape':
      return written;
  }
}

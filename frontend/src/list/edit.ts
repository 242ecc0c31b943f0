import type { Change, Gripe, Parsed, Span } from '../gripe';
import { withoutSpans } from '../line/cut';
import { forField, withOffset } from '../words/local-time';
import { minutesFrom } from '../words/minutes';

/** The fields of the form, as written. */
export interface Written {
  text: string;
  minutes: string;
  tags: string;
  place: string;
  when: string;
}

export function writtenFrom(gripe: Gripe): Written {
  return {
    text: gripe.text.replace(/\r\n?/g, '\n'), // as a text field gives it back
    minutes: gripe.minutes === null ? '' : String(gripe.minutes),
    tags: gripe.tags.map((tag) => `#${tag}`).join(' '),
    place: gripe.place ?? '',
    when: forField(new Date(gripe.happenedAt)),
  };
}

export function tagsFrom(written: string): string[] {
  const tags = written.split(/[\s,]+/).map((tag) => tag.replace(/^#+/, ''));
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** Only what differs, so that nobody else's change is overwritten; a string says what is wrong. */
export function changeFrom(gripe: Gripe, written: Written): Change | string {
  const before = writtenFrom(gripe);
  const change: Change = {};
  const text = written.text.trim();
  if (!text) return 'Say what it was, or delete it.';
  if (text !== before.text.trim()) change.text = text;
  if (written.minutes.trim() !== before.minutes) {
    const minutes = written.minutes.trim() ? minutesFrom(written.minutes) : null;
    if (Number.isNaN(minutes)) return 'Minutes are written like 25, 25m or 1h30.';
    change.minutes = minutes;
  }
  const tags = tagsFrom(written.tags);
  if (tags.join(' ') !== gripe.tags.join(' ')) change.tags = tags;
  const place = written.place.trim().replace(/^@+/, '') || null;
  if (place !== gripe.place) change.place = place;
  if (written.when !== before.when) {
    const when = new Date(written.when);
    if (Number.isNaN(when.getTime())) return 'Say when it happened.';
    change.happenedAt = withOffset(when);
  }
  return change;
}

/**
 * What was understood in the part of a text that was written anew; what stood there before was text and stays
 * text, and so does what reaches into it.
 */
export function newSpans(before: string, after: string, spans: Span[]): Span[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return spans.filter(({ start, end }) => start >= head && end <= after.length - tail);
}

/** The fields as written, with what the text's new part says: it wins, since it was seen as chips. */
export function withSpans(written: Written, spans: Span[], parsed: Parsed): Written {
  const values = (kind: Span['kind']) => spans.filter((span) => span.kind === kind).map(({ value }) => value);
  const minutes = values('minutes').map(Number);
  const place = values('place')[0];
  const when = values('time').length && parsed.happenedAt ? new Date(parsed.happenedAt) : null;
  return {
    text: withoutSpans(written.text, spans),
    minutes: minutes.length ? String(minutes.reduce((sum, each) => sum + each, 0)) : written.minutes,
    tags: [written.tags, ...values('tag')].join(' ').trim(),
    place: place ?? written.place,
    when: when ? forField(when) : written.when,
  };
}

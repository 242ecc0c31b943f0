export interface Range {
  start: number;
  end: number;
}

/**
 * While a line is being typed its spans are one answer behind: those that lie in the part that did not
 * change are carried over, so that marks and chips do not flicker.
 */
export function carriedSpans<S extends Range>(before: string, after: string, spans: S[]): S[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const shift = after.length - before.length;
  return spans.flatMap((span) => {
    if (span.end <= head) return [span];
    if (span.start >= before.length - tail) {
      return [{ ...span, start: span.start + shift, end: span.end + shift }];
    }
    return [];
  });
}

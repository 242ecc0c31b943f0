interface Range {
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

/** Takes a span literally: a backslash stands before its first word, as the grammar has it. */
export function literally(line: string, { start, end }: Range): string {
  const first = start + /^[\s,;:([–—-]*/.exec(line.slice(start, end))![0].length;
  return `${line.slice(0, first)}\\${line.slice(first)}`;
}

/** The line without the spans, blanks closed up. */
export function withoutSpans(line: string, spans: Range[]): string {
  let rest = line;
  for (const span of spans.toSorted((one, other) => other.start - one.start)) {
    rest = `${rest.slice(0, span.start)} ${rest.slice(span.end)}`;
  }
  return rest.replace(/[ \t]+/g, ' ').trim();
}

import type { Range } from './spans';

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

import type { Span } from '../gripe';
import type { Range } from './spans';

/** Takes a span literally: a backslash stands before its first word, as the grammar has it. */
export function literally(line: string, { start, end }: Range): string {
  const first = start + /^[\s,;:([–—-]*/.exec(line.slice(start, end))![0].length;
  return `${line.slice(0, first)}\\${line.slice(first)}`;
}

/** The text without the spans. Only the blanks around one are closed up: the others are its writer's. */
export function withoutSpans(text: string, spans: Span[]): string {
  let rest = text;
  for (const { start, end, kind } of spans.toSorted((one, other) => other.start - one.start)) {
    const before = rest.slice(0, start);
    const after = rest.slice(end);
    // A backslash leaves no gap.
    rest = kind === 'escape' ? before + after : joined(before, after);
  }
  return rest;
}

function joined(before: string, after: string): string {
  const head = before.replace(/[ \t]+$/, '');
  const tail = after.replace(/^[ \t]+/, '');
  const apart = head && tail && !head.endsWith('\n') && !tail.startsWith('\n');
  return head + (apart ? ' ' : '') + tail;
}

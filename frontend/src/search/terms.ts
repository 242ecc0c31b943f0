/** What clicking does to a query: the same as somebody could type. */

/** Terms that a backslash has to be put before, so that they are words. */
const syntax = /^(?:[-#@"\\<>=]|\p{L}+:)/u;

/** A text to be looked for as it stands, whatever its words look like. */
export function asWords(text: string, charactersMax = 300): string {
  const short = text
    .slice(0, charactersMax)
    .replace(/\S*$/u, (last) => (text.length > charactersMax ? '' : last));
  return (short.trim() || text.slice(0, charactersMax))
    .split(/\s+/u)
    .map((word) => (syntax.test(word) ? `\\${word}` : word))
    .join(' ');
}

const prefixes = { tag: '#', place: '@', source: 'source:' };

export type Label = keyof typeof prefixes;

/** The term for a label, in quotes where its value would not be one word. */
export function labelTerm(label: Label, value: string): string {
  const bare = label === 'source' ? /^[^\s"][^\s]*$/u : /^\p{L}[\p{L}\p{M}\p{N}_/-]*$/u;
  return prefixes[label] + (bare.test(value) ? value : quoted(value));
}

/** The week that begins with this Monday. */
export function weekTerms(monday: string): string[] {
  const sunday = new Date(`${monday}T12:00:00Z`);
  sunday.setUTCDate(sunday.getUTCDate() + 6);
  return [`since:${monday}`, `until:${sunday.toISOString().slice(0, 10)}`];
}

export function withTerms(q: string, terms: string[]): string {
  return [q.trim(), ...terms].filter(Boolean).join(' ');
}

/** Without what stands there; the spaces around it become one. */
export function withoutTerm(q: string, { start, end }: { start: number; end: number }): string {
  return `${q.slice(0, start).trimEnd()} ${q.slice(end).trimStart()}`.trim();
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** A piece of a text, set off or not. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** Cuts a text at the given ranges, which do not overlap and are in order. */
export function pieces(text: string, ranges: { start: number; end: number }[]): Piece[] {
  const cut: Piece[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    if (start > from) cut.push({ text: text.slice(from, start), marked: false });
    cut.push({ text: text.slice(start, end), marked: true });
    from = end;
  }
  if (from < text.length) cut.push({ text: text.slice(from), marked: false });
  return cut;
}

/** Scripts that put no space between words: a piece may stand anywhere in them. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Marks the pieces that the search names as they are written in the text: whole words, or parts of an identifier. */
export function matchedPieces(text: string, matched: string[]): Piece[] {
  if (matched.length === 0) return pieces(text, []);
  const longestFirst = matched.toSorted((one, other) => other.length - one.length).map(whole);
  const found = text.matchAll(new RegExp(longestFirst.join('|'), 'giu'));
  return pieces(
    text,
    [...found].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
}

function whole(piece: string): string {
  const literal = piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return unspaced.test(piece) ? literal : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
}

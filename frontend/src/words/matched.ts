import { pieces, type Piece } from './marks';

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

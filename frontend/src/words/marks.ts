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

/** A word may be marked although the search knows only its stem: "build" marks "builds" and "building". */
const endingLengthMax = 3;
const stemLengthMin = 3;

export function matchedPieces(text: string, matched: string[]): Piece[] {
  const wanted = matched.map((word) => word.toLowerCase());
  const found = [...text.matchAll(/[\p{L}\p{N}_]+/gu)].filter(([word]) => {
    const lower = word.toLowerCase();
    return wanted.some(
      (stem) =>
        lower === stem ||
        (stem.length >= stemLengthMin &&
          lower.startsWith(stem) &&
          lower.length - stem.length <= endingLengthMax),
    );
  });
  return pieces(
    text,
    found.map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
}

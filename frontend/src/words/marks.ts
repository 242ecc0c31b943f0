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

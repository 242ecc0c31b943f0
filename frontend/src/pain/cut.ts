import type { Member } from '../pain-point';

/** Below this a fall in likeness is what falls from one gripe to the next anyway. */
const fallMin = 0.06;
const sideMin = 2;

/**
 * Where a list that is ordered by likeness falls off most: the index of the first that may be something else,
 * null when there is no such place.
 */
export function cutOf(members: Member[]): number | null {
  let cut: number | null = null;
  let most = fallMin;
  for (let index = sideMin; index <= members.length - sideMin; index++) {
    const fall = (members[index - 1]!.similarity ?? 0) - (members[index]!.similarity ?? 0);
    if (members[index]!.similarity !== null && fall > most) {
      most = fall;
      cut = index;
    }
  }
  return cut;
}

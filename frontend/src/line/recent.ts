import type { Gripe } from '../gripe';

const shownMax = 3;
/** A longer text is no chip. */
const charactersMax = 80;

/** What may well happen again: what was logged most often lately, then most lately; each text once. */
export function recentOnes(newestFirst: Gripe[]): Gripe[] {
  const known = new Map<string, { gripe: Gripe; count: number }>();
  for (const gripe of newestFirst) {
    const key = gripe.text.trim().toLowerCase();
    const before = known.get(key);
    if (before) before.count++;
    else if (key.length <= charactersMax) known.set(key, { gripe, count: 1 });
  }
  return [...known.values()]
    .sort((one, other) => other.count - one.count) // stable: the latest comes first among equals
    .slice(0, shownMax)
    .map(({ gripe }) => gripe);
}

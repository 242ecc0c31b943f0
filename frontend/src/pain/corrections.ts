import { correct, neverGroup, takeBack, type Corrections } from '../api/pain-points';
import { notice } from '../frame/notice.svelte';
import { places } from '../list/places.svelte';
import type { Decided } from '../pain-point';
import { painList } from './pain-list.svelte';
import { painPage } from './pain-page.svelte';

/** What is shown of pain points is asked for again. */
export async function refresh(): Promise<void> {
  places.again();
  await Promise.all([painList.refresh(), painPage.refresh()]);
}

/**
 * Carries out a correction and says so, with its undo. Throws when the server refuses, so that a form can say so
 * beside what was written.
 *
 * @param words what was done, as a sentence
 */
export async function decide<What extends keyof Corrections>(
  id: string,
  what: What,
  body: Corrections[What],
  words: string,
  about?: (decided: Decided) => { id: string; label: string } | null,
): Promise<Decided> {
  const decided = await notice.during(correct(id, what, body));
  await refresh();
  const link = about?.(decided);
  notice.say({
    tone: 'saved',
    words,
    undo: () => undo(decided.id),
    ...(link ? { about: link } : {}),
  });
  return decided;
}

/** Keeps a gripe alone, or several apart, and says so, with its undo. Throws when the server refuses. */
export async function keepApart(gripes: string[], words: string): Promise<void> {
  const decided = await notice.during(neverGroup(gripes));
  await refresh();
  notice.say({ tone: 'saved', words, undo: () => undo(decided.id) });
}

export async function undo(decision: string): Promise<void> {
  await notice.during(takeBack(decision));
  await refresh();
  notice.say({ tone: 'plain', words: 'Undone: it is as it was.' });
}

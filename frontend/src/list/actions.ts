import { change, remove, restore } from '../api/gripes';
import { messageOf, notice } from '../frame/notice.svelte';
import type { Change, Gripe } from '../gripe';
import { drop, gripeOf, keep, leaving } from './book';

/** Gone at once, with the way back; there again when the server does not agree. */
export async function removeGripe(gripe: Gripe): Promise<void> {
  drop(gripe.id);
  const gone = removed(gripe);
  leaving.set(gripe.id, gone);
  const undo = async () => {
    if (!(await gone)) return; // it is there again, and that is said
    keep(await restore(gripe.id));
    notice.say({ tone: 'plain', words: 'It is back.' });
  };
  // Before the answer: else what is undone meanwhile is what was done before.
  notice.say({ tone: 'plain', words: `Deleted “${gripe.text}”.`, undo });
  await gone;
  leaving.delete(gripe.id);
}

async function removed(gripe: Gripe): Promise<boolean> {
  try {
    await remove(gripe.id);
    return true;
  } catch (cause) {
    keep(gripe);
    notice.say({ tone: 'trouble', words: `Not deleted: ${messageOf(cause)}` });
    return false;
  }
}

/** Throws when the server refuses, so that the form can say so beside what was written. */
export async function changeGripe(gripe: Gripe, wanted: Change): Promise<void> {
  const now = gripeOf(gripe.id) ?? gripe;
  const names = Object.keys(wanted) as (keyof Change)[];
  const before = Object.fromEntries(names.map((name) => [name, now[name]])) as Change;
  keep(await notice.during(change(gripe.id, wanted)));
  const undo = async () => {
    keep(await change(gripe.id, before));
    notice.say({ tone: 'plain', words: 'It is as it was.' });
  };
  notice.say({ tone: 'saved', words: 'Changed.', undo });
}

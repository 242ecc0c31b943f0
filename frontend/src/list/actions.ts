import { change, remove, restore } from '../api/gripes';
import { messageOf, notice } from '../frame/notice.svelte';
import type { Change, Gripe } from '../gripe';
import { drop, keep } from './book';

/** Gone at once; back again when the server does not agree. */
export async function removeGripe(gripe: Gripe): Promise<void> {
  drop(gripe.id);
  try {
    await remove(gripe.id);
    const undo = async () => {
      keep(await restore(gripe.id));
      notice.say({ tone: 'plain', words: 'It is back.' });
    };
    notice.say({ tone: 'plain', words: `Deleted “${gripe.text}”.`, undo });
  } catch (cause) {
    keep(gripe);
    notice.say({ tone: 'trouble', words: `Not deleted: ${messageOf(cause)}` });
  }
}

/** Throws when the server refuses, so that the form can say so beside what was written. */
export async function changeGripe(gripe: Gripe, wanted: Change): Promise<void> {
  keep(await change(gripe.id, wanted));
  const names = Object.keys(wanted) as (keyof Change)[];
  const before = Object.fromEntries(names.map((name) => [name, gripe[name]])) as Change;
  const undo = async () => {
    keep(await change(gripe.id, before));
    notice.say({ tone: 'plain', words: 'It is as it was.' });
  };
  notice.say({ tone: 'saved', words: 'Changed.', undo });
}

import { editAll } from '../api/gripes';
import { messageOf, notice } from '../frame/notice.svelte';
import type { BulkEdit } from '../gripe';
import { counted } from '../words/counted';

export type ManyAction = { action: 'delete' } | { action: 'tag'; tag: string };

/**
 * Tags or deletes many gripes at once, says so and offers the way back, for those alone that were changed.
 *
 * @param done shows what became of them
 * @param undone shows that they are as they were
 */
export async function editMany(
  which: Pick<BulkEdit, 'ids' | 'q'>,
  edit: ManyAction,
  done: (changed: string[]) => void | Promise<void>,
  undone: (changed: string[]) => void | Promise<void>,
): Promise<boolean> {
  try {
    const { changed, left, trouble } = await notice.during(editAll({ ...which, ...edit }));
    await done(changed);
    if (!changed.length) {
      notice.say({ tone: 'plain', words: 'Nothing to change: they are that way already.' });
      return true;
    }
    const what = edit.action === 'tag' ? `tagged #${edit.tag}` : 'deleted';
    const opposite: Pick<BulkEdit, 'action' | 'tag'> =
      edit.action === 'tag' ? { action: 'untag', tag: edit.tag } : { action: 'restore' };
    const undo = async () => {
      await editAll({ ids: changed, ...opposite });
      await undone(changed);
      notice.say({ tone: 'plain', words: 'All is as it was.' });
    };
    const words = `${counted(changed.length, 'gripe')} ${what}.`;
    if (trouble) {
      notice.say({
        tone: 'trouble',
        words: `${words} ${counted(left, 'is', 'are')} left: ${trouble.detail}`,
        undo,
      });
      return false;
    }
    notice.say({ tone: 'saved', words, undo });
    return true;
  } catch (cause) {
    notice.say({ tone: 'trouble', words: `Not changed: ${messageOf(cause)}` });
    return false;
  }
}

/** As a tag is kept: without its sign, in small letters; empty when there is none. */
export function tagIn(form: HTMLFormElement): string {
  return String(new FormData(form).get('tag')).trim().replace(/^#/, '').toLowerCase();
}

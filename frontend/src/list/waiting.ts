import type { Waiting } from '../line/outbox.svelte';
import type { Entry } from './parts';

/** How a gripe that is not sent yet looks in the list. */
export function waitingEntry(waiting: Waiting): Entry {
  const { id, line, like, at, body } = waiting;
  const settled = body ?? {
    text: line,
    minutes: null,
    happenedAt: at,
    tags: [],
    place: null,
    source: 'page',
    ...like,
  };
  return { gripe: { ...settled, id, createdAt: at, updatedAt: at }, waiting };
}

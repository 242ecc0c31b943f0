/** Every key the page knows; key-sheet.ts lists them for people. */

export type Command =
  | 'search'
  | 'timer'
  | 'sheet'
  | 'open'
  | 'next'
  | 'previous'
  | 'leave'
  | 'edit'
  | 'delete'
  | 'undo'
  | 'new'
  | 'save'
  | 'pick'
  | 'pickNext'
  | 'pickPrevious'
  | 'write';

export interface Pressed {
  key: string;
  command: boolean;
  /** At its end there is nothing of the line below. */
  where: 'line' | 'lineEnd' | 'field' | 'row' | 'page';
  shift?: boolean;
}

/**
 * A few letters are commands wherever nobody writes; every other one is the beginning of a new gripe. Those that
 * only make sense on a row are commands only there.
 */
export function commandFor({ key, command, where, shift = false }: Pressed): Command | null {
  if (command) return withCommand[key.toLowerCase()] ?? null;
  if (where === 'field') return null;
  if (key === 'Escape') return 'leave';
  if (where === 'lineEnd') return key === 'ArrowDown' && !shift ? 'next' : null;
  if (where === 'line') return null;
  const wanted = (where === 'row' && rowCommands[key]) || pageCommands[key];
  if (wanted) return wanted;
  return [...key].length === 1 && key !== ' ' ? 'write' : null;
}

/** With ⌘ or Ctrl: these work while somebody writes, too. */
const withCommand: Record<string, Command> = { k: 'search', e: 'new', '.': 'timer', enter: 'save' };

const pageCommands: Record<string, Command> = {
  '/': 'search',
  '?': 'sheet',
  ArrowDown: 'next',
  ArrowUp: 'previous',
  j: 'next',
  k: 'previous',
  e: 'edit',
  x: 'delete',
  u: 'undo',
  n: 'new',
};

const rowCommands: Record<string, Command> = {
  o: 'open',
  Delete: 'delete',
  Backspace: 'delete',
  ' ': 'pick',
  J: 'pickNext',
  K: 'pickPrevious',
};

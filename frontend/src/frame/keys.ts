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
  | 'write';

export interface Pressed {
  key: string;
  command: boolean;
  where: 'line' | 'field' | 'row' | 'page';
}

/**
 * Letters are commands only on a gripe: everywhere else they are the beginning of a new one, and nobody
 * who just types may undo or delete by it.
 */
export function commandFor({ key, command, where }: Pressed): Command | null {
  if (command) return withCommand[key.toLowerCase()] ?? null;
  if (where === 'field') return null;
  if (key === 'Escape') return 'leave';
  if (where === 'line') return null;
  if (where === 'row') {
    const onRow = rowCommands[key];
    if (onRow) return onRow;
  }
  const anywhere = pageCommands[key];
  if (anywhere) return anywhere;
  return [...key].length === 1 && key !== ' ' ? 'write' : null;
}

/** With ⌘ or Ctrl: these work while somebody writes, too. */
const withCommand: Record<string, Command> = { k: 'search', e: 'new', '.': 'timer', enter: 'save' };

const pageCommands: Record<string, Command> = {
  '/': 'search',
  '?': 'sheet',
  ArrowDown: 'next',
  ArrowUp: 'previous',
};

const rowCommands: Record<string, Command> = {
  j: 'next',
  k: 'previous',
  e: 'edit',
  o: 'open',
  x: 'delete',
  Delete: 'delete',
  Backspace: 'delete',
  u: 'undo',
  n: 'new',
};

import { outbox } from '../line/outbox.svelte';
import { draft } from '../line/draft.svelte';
import { commandKey } from './command-key';
import { focusLine } from './focus';
import { notice } from './notice.svelte';
import { router } from './router.svelte';
import { searchAddress } from './routes';
import { sheet } from './sheet.svelte';
import { themes } from './theme.svelte';
import { update } from './update.svelte';

export interface PaletteCommand {
  name: string;
  keys?: string;
  run: () => void | Promise<void>;
}

/** Everything that can be done from anywhere; what cannot be done now is not there. */
function all(): (PaletteCommand | false | undefined)[] {
  return [
    { name: 'Write a gripe', keys: `${commandKey}E`, run: () => toLine() },
    { name: 'Search', keys: `/ or ${commandKey}K`, run: () => router.go('/search') },
    { name: 'Log', run: () => router.go('/') },
    { name: 'Phones and devices', run: () => router.go('/devices') },
    notice.said?.undo && { name: 'Undo', keys: 'u', run: () => notice.undo() },
    outbox.items.length > 0 && { name: 'Send what waits now', run: () => outbox.sendAll() },
    update.waiting !== null && { name: 'Reload to the new version', run: () => update.take() },
    { name: `Theme: ${themes.now}, change it`, run: () => themes.next() },
    { name: 'Keys', keys: '?', run: () => void (sheet.open = true) },
    { name: 'Export everything', run: () => location.assign('/api/v1/export') },
  ];
}

/** Those whose name has every word that was written, and what can be done with the words themselves. */
export function commandsFor(written: string): PaletteCommand[] {
  const words = written.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name }: PaletteCommand) => words.every((word) => name.toLowerCase().includes(word));
  const commands = all()
    .filter((command) => !!command)
    .filter(fits);
  if (!words.length) return commands;
  const text = written.trim();
  return [
    ...commands,
    { name: `Search for “${text}”`, run: () => router.go(searchAddress(text)) },
    { name: `Write “${text}”`, run: () => toLine(text) },
  ];
}

function toLine(text?: string): void {
  if (text) draft.putBack(text);
  if (router.route.page !== 'log') router.go('/');
  setTimeout(focusLine);
}

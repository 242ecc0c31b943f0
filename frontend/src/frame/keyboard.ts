import { tick } from 'svelte';
import { outbox } from '../line/outbox.svelte';
import { removeGripe } from '../list/actions';
import { gripeOf } from '../list/book';
import { editing } from '../list/editing.svelte';
import { picked } from '../list/picked.svelte';
import { commandFor, type Command, type Pressed } from './keys';
import { focusLine, hasLine, isInLine } from './focus';
import { notice } from './notice.svelte';
import { router } from './router.svelte';
import { firstRow, focusRow, indexOfRow, rowSelector, step } from './rows';
import { searchAddress } from './routes';
import { sheet } from './sheet.svelte';

export function onKey(event: KeyboardEvent): void {
  const busy = document.querySelector('dialog[open]');
  if (event.defaultPrevented || event.isComposing || event.altKey || busy) return;
  const target = event.target as Element;
  const row = target.closest<HTMLElement>(rowSelector);
  const command = event.metaKey || event.ctrlKey;
  const wanted = commandFor({ key: event.key, command, where: placeOf(target, row), shift: event.shiftKey });
  if (!wanted) return;
  // A letter that is meant for the line is not stopped: the line has the focus when it arrives.
  if (wanted !== 'write') event.preventDefault();
  carryOut(wanted, row);
}

function placeOf(target: Element, row: Element | null): Pressed['where'] {
  if (target instanceof HTMLTextAreaElement && target.matches('.line textarea')) {
    return target.selectionStart === target.value.length ? 'lineEnd' : 'line';
  }
  if (target.matches('input:not([type=checkbox]), textarea, select')) return 'field';
  return row ? 'row' : 'page';
}

function carryOut(command: Command, row: HTMLElement | null): void {
  switch (command) {
    case 'search':
      if (router.route.page !== 'search') router.go(searchAddress(''));
      else if (isInLine() || !hasLine()) {
        // Pressed again, be it before the page that the first one asked for is there.
        sheet.palette = true;
        break;
      }
      void tick().then(focusLine);
      break;
    case 'save':
      if (router.route.page === 'log') document.querySelector<HTMLFormElement>('form.line')?.requestSubmit();
      break;
    case 'timer':
      void import('../timer/timers.svelte').then(({ timers }) => timers.start());
      break;
    case 'sheet':
      sheet.open = true;
      break;
    case 'next':
      step(row, 1);
      break;
    case 'previous':
      step(row, -1);
      break;
    case 'new':
      if (router.route.page !== 'log') router.go('/');
      void tick().then(focusLine);
      break;
    case 'write':
      focusLine();
      break;
    case 'edit':
      (row ?? firstRow())?.click();
      break;
    case 'open':
      if (row instanceof HTMLAnchorElement) router.go(row.href);
      else row?.click();
      break;
    case 'delete':
      // Nothing is deleted that nobody stands on: then it is only gone to.
      if (row) void removeRow(row);
      else firstRow()?.focus();
      break;
    case 'undo':
      void notice.undo();
      break;
    case 'pick':
      pick(row);
      break;
    case 'pickNext':
    case 'pickPrevious':
      pick(row, true);
      step(row, command === 'pickNext' ? 1 : -1);
      pick(document.activeElement, true);
      break;
    case 'leave':
      leave();
      break;
  }
}

/** Ticks a row's box, or takes the tick away. */
function pick(row: Element | null, wanted?: boolean): void {
  const box = row?.closest('.row')?.querySelector<HTMLInputElement>('.pickit');
  if (box && box.checked !== wanted) box.click();
  // The row is a button, which the end of the space bar would press.
  document.addEventListener('keyup', (event) => event.preventDefault(), { once: true });
}

function leave(): void {
  if (picked.picking) {
    picked.clear();
    return;
  }
  const active = document.activeElement as HTMLElement | null;
  if (active?.matches(rowSelector) && !document.querySelector('.dock')) focusLine();
  else if (router.route.page === 'search') router.go('/');
  else active?.blur();
}

async function removeRow(row: HTMLElement): Promise<void> {
  const id = row.dataset['row'];
  if (!id) return;
  const index = indexOfRow(id);
  const gripe = gripeOf(id);
  const waiting = outbox.items.find((item) => item.id === id);
  if (gripe) void removeGripe(gripe);
  else if (waiting) void outbox.backToLine(waiting);
  editing.close();
  await focusRow('', index);
}

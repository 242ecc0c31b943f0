import { tick } from 'svelte';
import { focusLine } from './focus';

export const rowSelector = '[data-row]';

/** From anywhere else into the list, from its first row up to the line again. */
export function step(from: HTMLElement | null, by: 1 | -1): void {
  const rows = allRows();
  const to = from ? rows.indexOf(from) + by : rows.findIndex(isSeen);
  if (to < 0 && !document.querySelector('.dock')) focusLine();
  rows[to]?.focus();
}

/** After a change of the list: the row of that gripe, or the one now at its place, or the line. */
export async function focusRow(id: string, index: number): Promise<void> {
  await tick();
  const rows = allRows();
  const row = rows.find((each) => each.dataset['row'] === id) ?? rows[Math.min(index, rows.length - 1)];
  if (row) row.focus();
  else focusLine();
}

/** Of those that are seen: above them there may be others. */
export function firstRow(): HTMLElement | null {
  return allRows().find(isSeen) ?? null;
}

function isSeen(row: HTMLElement): boolean {
  return row.getBoundingClientRect().bottom > 0;
}

export function indexOfRow(id: string): number {
  return allRows().findIndex((row) => row.dataset['row'] === id);
}

function allRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(rowSelector)];
}

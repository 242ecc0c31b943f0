import { tick } from 'svelte';

export const rowSelector = '[data-row]';

export function focusLine(): void {
  lineField()?.focus();
}

/** What is typed next replaces that part of the line. */
export function selectInLine({ start, end }: { start: number; end: number }): void {
  focusLine();
  lineField()?.setSelectionRange(start, end);
}

function lineField(): HTMLTextAreaElement | null {
  return document.querySelector('.line textarea');
}

/** From anywhere else into the list, from its first row up to the line again. */
export function step(from: HTMLElement | null, by: 1 | -1): void {
  const rows = allRows();
  const to = from ? rows.indexOf(from) + by : 0;
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

export function firstRow(): HTMLElement | null {
  return document.querySelector(rowSelector);
}

export function indexOfRow(id: string): number {
  return allRows().findIndex((row) => row.dataset['row'] === id);
}

function allRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(rowSelector)];
}

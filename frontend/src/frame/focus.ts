export function focusLine(): void {
  lineField()?.focus();
}

/** What is typed next replaces that part of the line. */
export function selectInLine({ start, end }: { start: number; end: number }): void {
  focusLine();
  lineField()?.setSelectionRange(start, end);
}

export function isInLine(): boolean {
  return hasLine() && document.activeElement === lineField();
}

/** Not while a page is being fetched. */
export function hasLine(): boolean {
  return lineField() !== null;
}

function lineField(): HTMLTextAreaElement | null {
  return document.querySelector('.line textarea');
}

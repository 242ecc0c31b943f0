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

import { expect, test } from 'vitest';
import { commandFor } from './keys';

test('command letters act on a gripe and on the bare page', () => {
  const letters = { j: 'next', k: 'previous', e: 'edit', x: 'delete', u: 'undo', n: 'new', '?': 'sheet' };
  for (const [key, does] of Object.entries(letters)) {
    expect(commandFor({ key, command: false, where: 'row' })).toBe(does);
    expect(commandFor({ key, command: false, where: 'page' })).toBe(does);
  }
});

test('every other character goes to the line', () => {
  for (const key of ['a', 'J', 'N', 'o', '5', '#', 'ü', '中', '😡']) {
    expect(commandFor({ key, command: false, where: 'page' })).toBe('write');
  }
  const onRow = { o: 'open', ' ': 'pick', J: 'pickNext', K: 'pickPrevious' };
  for (const [key, does] of Object.entries(onRow)) {
    expect(commandFor({ key, command: false, where: 'row' })).toBe(does);
  }
  expect(commandFor({ key: 'Delete', command: false, where: 'page' })).toBeNull();
});

test('nothing is taken from somebody who writes', () => {
  for (const where of ['line', 'lineEnd', 'field'] as const) {
    for (const key of ['n', 'j', '/', '?', 'Delete', 'ArrowUp'])
      expect(commandFor({ key, command: false, where })).toBeNull();
  }
  expect(commandFor({ key: 'Escape', command: false, where: 'line' })).toBe('leave');
});

test('the arrow leads from the end of the line to the gripes', () => {
  const arrow = { key: 'ArrowDown', command: false };
  expect(commandFor({ ...arrow, where: 'lineEnd' })).toBe('next');
  expect(commandFor({ ...arrow, where: 'lineEnd', shift: true })).toBeNull();
  expect(commandFor({ ...arrow, where: 'line' })).toBeNull();
});

test('keys with ⌘ or Ctrl work everywhere, others stay the browser’s', () => {
  for (const where of ['line', 'field', 'row', 'page'] as const) {
    expect(commandFor({ key: 'k', command: true, where })).toBe('search');
    expect(commandFor({ key: 'E', command: true, where })).toBe('new');
    expect(commandFor({ key: 'Enter', command: true, where })).toBe('save');
    for (const key of ['c', 'v', 'x', 'z', 'a', 'j']) {
      expect(commandFor({ key, command: true, where })).toBeNull();
    }
  }
});

test('named keys do not write', () => {
  for (const key of ['Tab', 'Enter', 'Shift', ' ', 'F5']) {
    expect(commandFor({ key, command: false, where: 'page' })).toBeNull();
  }
  expect(commandFor({ key: 'ü', command: false, where: 'row' })).toBe('write');
});

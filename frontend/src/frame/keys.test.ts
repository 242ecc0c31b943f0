import { expect, test } from 'vitest';
import { commandFor } from './keys';

test('letters are commands on a gripe only', () => {
  for (const [key, does] of Object.entries({ j: 'next', u: 'undo', x: 'delete', n: 'new' })) {
    expect(commandFor({ key, command: false, where: 'row' })).toBe(does);
    expect(commandFor({ key, command: false, where: 'page' })).toBe('write');
  }
});

test('nothing is taken from somebody who writes', () => {
  for (const where of ['line', 'field'] as const) {
    for (const key of ['j', '/', '?', 'Delete'])
      expect(commandFor({ key, command: false, where })).toBeNull();
  }
  expect(commandFor({ key: 'Escape', command: false, where: 'line' })).toBe('leave');
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

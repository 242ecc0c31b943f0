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

test('the search key works everywhere', () => {
  for (const where of ['line', 'field', 'row', 'page'] as const) {
    expect(commandFor({ key: 'k', command: true, where })).toBe('search');
  }
});

test('named keys do not write', () => {
  for (const key of ['Tab', 'Enter', 'Shift', ' ', 'F5']) {
    expect(commandFor({ key, command: false, where: 'page' })).toBeNull();
  }
  expect(commandFor({ key: 'ü', command: false, where: 'row' })).toBe('write');
});

import { expect, test } from 'vitest';
import { earliest } from './earliest';

test('earliest compares numbers, not letters', () => {
  expect(earliest(['100-0', '99-10', '99-7', '99-8'])).toBe('99-7');
  expect(earliest(['9-999', '99-6'])).toBe('9-999');
  expect(earliest([])).toBeUndefined();
});

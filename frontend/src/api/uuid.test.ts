import { expect, test } from 'vitest';
import { uuid } from './uuid';

test('uuid has version 7, the variant, and begins with the time', () => {
  const made = uuid(0x0123_4567_89ab);
  expect(made).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('uuid sorts by time and does not repeat', () => {
  expect(uuid(1_000) < uuid(2_000)).toBe(true);
  expect(new Set(Array.from({ length: 100 }, () => uuid(1_000))).size).toBe(100);
});

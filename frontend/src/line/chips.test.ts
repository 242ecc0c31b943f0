import { expect, test } from 'vitest';
import type { Span } from '../gripe';
import { chipWords } from './chips';

const now = new Date(2026, 10, 12, 12, 0);
const words = (kind: Span['kind'], value: string) =>
  chipWords({ start: 0, end: 1, kind, value }, 'as written', now);

test('chipWords says what was understood', () => {
  expect(words('minutes', '90')).toBe('1 h 30');
  expect(words('tag', 'ci')).toBe('#ci');
  expect(words('place', 'office')).toBe('@office');
  expect(words('time', new Date(2026, 10, 11, 15).toISOString())).toBe('yesterday 15:00');
  expect(words('time', '2026-11-11')).toBe('yesterday');
  expect(words('time', '2026-11-02')).toBe('2 Nov');
  expect(words('time', 'someday')).toBe('as written');
});

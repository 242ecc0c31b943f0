import { expect, test } from 'vitest';
import type { Span } from '../gripe';
import { literally } from './cut';
import { carriedSpans } from './spans';

const minutes: Span = { start: 0, end: 3, kind: 'minutes', value: '25' };
const tag: Span = { start: 9, end: 12, kind: 'tag', value: 'ci' };

test('carriedSpans keeps what stands before the change', () => {
  expect(carriedSpans('25m slow', '25m slow c', [minutes])).toEqual([minutes]);
});

test('carriedSpans moves what stands behind it', () => {
  const moved = { ...tag, start: 11, end: 14 };
  expect(carriedSpans('25m slow #ci', '25m slower #ci', [minutes, tag])).toEqual([minutes, moved]);
});

test('carriedSpans drops what was changed itself', () => {
  expect(carriedSpans('25m slow', '2m slow', [minutes])).toEqual([]);
  expect(carriedSpans('25m slow', '', [minutes])).toEqual([]);
});

test('literally writes a backslash before the first word', () => {
  expect(literally('25m this #ci is red', tag)).toBe('25m this \\#ci is red');
  expect(literally('vpn, 25m', { start: 3, end: 8 })).toBe('vpn, \\25m');
  expect(literally('vpn (25m)', { start: 4, end: 9 })).toBe('vpn (\\25m)');
  expect(literally('vpn for 25m', { start: 4, end: 11 })).toBe('vpn \\for 25m');
});

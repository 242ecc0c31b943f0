import { expect, test } from 'vitest';
import { dayTitle, daysBetween, lastWhen, mondayOf, shortDate, timeInWords } from './days';
import { forField, withOffset } from './local-time';

const thursday = new Date(2026, 10, 12, 10, 31, 5);
const at = (day: number, hour = 9, minute = 5) => new Date(2026, 10, day, hour, minute);

test('dayTitle names the two nearest days', () => {
  expect([at(12), at(11), at(10)].map((day) => dayTitle(day, thursday))).toEqual([
    'Today',
    'Yesterday',
    'Tuesday, 10 Nov',
  ]);
});

test('lastWhen gets coarser the longer ago it is', () => {
  const times = [at(12), at(11, 23, 59), at(10), at(6), at(5), new Date(2025, 2, 4)];
  expect(times.map((time) => lastWhen(time, thursday))).toEqual([
    'today 09:05',
    'yesterday',
    'on Tuesday',
    'on Friday',
    'on 5 Nov',
    'on 4 Mar 2025',
  ]);
});

test('shortDate leaves out this year', () => {
  expect(shortDate(at(6), thursday)).toBe('6 Nov');
  expect(shortDate(new Date(2025, 10, 6), thursday)).toBe('6 Nov 2025');
});

test('mondayOf is midnight, on Sundays too', () => {
  expect(forField(mondayOf(thursday))).toBe('2026-11-09T00:00');
  expect(forField(mondayOf(at(15)))).toBe('2026-11-09T00:00');
  expect(forField(mondayOf(at(9, 0, 0)))).toBe('2026-11-09T00:00');
});

test('daysBetween counts calendar days, not 24 hours', () => {
  expect(daysBetween(at(11, 23, 59), at(12, 0, 1))).toBe(1);
  expect(daysBetween(new Date(2026, 2, 1), new Date(2026, 3, 1))).toBe(31);
});

test('timeInWords always has the clock', () => {
  expect(timeInWords(at(12), thursday)).toBe('today 09:05');
  expect(timeInWords(at(2), thursday)).toBe('2 Nov 09:05');
});

test('withOffset names the same moment', () => {
  expect(withOffset(thursday)).toMatch(/^2026-11-12T10:31:05[+-]\d\d:\d\d$/);
  expect(new Date(withOffset(thursday)).getTime()).toBe(thursday.getTime());
  const later = new Date(thursday.getTime() + 7);
  expect(withOffset(later)).toMatch(/^2026-11-12T10:31:05\.007[+-]\d\d:\d\d$/);
  expect(new Date(withOffset(later)).getTime()).toBe(later.getTime());
});

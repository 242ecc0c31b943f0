import { expect, test } from 'vitest';
import { nearness, ordinal, savedSentence, soFarInWords } from './sentences';

const now = new Date(2026, 10, 12, 10, 31);
const tuesday = new Date(2026, 10, 10, 16, 40).toISOString();

test('ordinal knows the teens', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal)).toEqual(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th'.split(' '),
  );
});

test('savedSentence says count, cost and last time', () => {
  expect(savedSentence({ count: 7, minutes: 200, lastAt: tuesday }, now)).toBe(
    'Saved. 7th time, 3 h 20 in all, last on Tuesday.',
  );
  expect(savedSentence({ count: 2, minutes: 0, lastAt: tuesday }, now)).toBe(
    'Saved. 2nd time, last on Tuesday.',
  );
});

test('savedSentence of a first time', () => {
  expect(savedSentence({ count: 1, minutes: 25, lastAt: null }, now)).toBe(
    'Saved. First time, 25 min. The next one like it will know.',
  );
  expect(savedSentence({ count: 1, minutes: 0, lastAt: null }, now)).toBe(
    'Saved. First time. The next one like it will know.',
  );
});

test('soFarInWords leaves out what is not known', () => {
  expect(soFarInWords({ count: 7, minutes: 200, lastAt: tuesday }, now)).toBe(
    '7 times · 3 h 20 · last on Tuesday',
  );
  expect(soFarInWords({ count: 1, minutes: 0, lastAt: null }, now)).toBe('1 time');
});

test('nearness speaks of closeness, then of words', () => {
  expect(nearness(0.9, ['ci'])).toBe('very close');
  expect(nearness(0.4, ['ci', 'queue'])).toBe('same words');
  expect(nearness(0.6, ['ci'])).toBe('same word');
  expect(nearness(0.6, [])).toBe('close');
  expect(nearness(0.3, [])).toBe('related');
});

test('savedSentence without figures says that it is saved', () => {
  expect(savedSentence(null, new Date())).toBe('Saved.');
});

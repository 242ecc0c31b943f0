import { expect, test } from 'vitest';
import { concentration, lately, shareInWords } from './overview';

test('shareInWords rounds, and does not say 0 %', () => {
  expect([24, 0.4, 100].map((minutes) => shareInWords(minutes, 100))).toEqual(['24 %', '< 1 %', '100 %']);
});

test('concentration is about as many as there are', () => {
  const some = [50, 20, 10, 5].map((minutes, index) => ({ label: 'ABCD'[index]!, minutes }));
  expect(concentration(some, 100)).toBe('A: 50 % of everything. The first three make 80 %.');
  expect(concentration(some.slice(0, 2), 100)).toBe('A: 50 % of everything.');
  expect(concentration([], 100)).toBeNull();
  expect(concentration(some, 0)).toBeNull();
});

test('lately leaves out the week that is not over', () => {
  const weeks = [
    ...Array<number>(27).fill(0),
    ...Array<number>(12).fill(10),
    ...Array<number>(12).fill(30),
    999,
  ];
  expect(lately(weeks)).toEqual({ now: 30, before: 10 });
});

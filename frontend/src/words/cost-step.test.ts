import { expect, test } from 'vitest';
import { dayStep, gripeStep, shareStep } from './cost-step';

test('a step begins at its limit', () => {
  expect([0, 9, 10, 34, 35, 60, 500].map(gripeStep)).toEqual([1, 1, 2, 3, 4, 5, 5]);
  expect([29, 30, 240].map(dayStep)).toEqual([1, 2, 5]);
});

test('shareStep has five equal parts', () => {
  expect([1, 20, 21, 100].map((value) => shareStep(value, 100))).toEqual([1, 1, 2, 5]);
});

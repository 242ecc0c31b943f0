import { expect, test } from 'vitest';
import type { Member } from '../pain-point';
import { cutOf } from './cut';

const members = (...similarities: number[]) => similarities.map((similarity) => ({ similarity }) as Member);

test('the cut is where likeness falls off', () => {
  expect(cutOf(members(0.9, 0.88, 0.86, 0.7, 0.69))).toBe(3);
});

test('one gripe alone is taken out, not split off', () => {
  expect(cutOf(members(0.9, 0.88, 0.86, 0.6))).toBeNull();
  expect(cutOf(members(0.9, 0.6))).toBeNull();
});

test('an even list has no cut', () => {
  expect(cutOf(members(0.9, 0.87, 0.84, 0.81, 0.78, 0.75))).toBeNull();
});

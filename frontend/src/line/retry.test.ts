import { expect, test } from 'vitest';
import { isFinal, pauseMillis, pausesMax } from './retry';

test('pauses double, stay bounded, and honour what the server wants', () => {
  expect([0, 1, 2].map((pauses) => pauseMillis(pauses, 0, 0))).toEqual([2_000, 4_000, 8_000]);
  expect(pauseMillis(pausesMax, 0, 0)).toBe(300_000);
  expect(pauseMillis(0, 0, 1)).toBe(1_000);
  expect(pauseMillis(0, 60_000)).toBe(60_000);
  expect(pauseMillis(0, 1e9)).toBe(300_000);
});

test('what the writer has to change is final, what time heals is not', () => {
  expect([400, 403, 404, 409, 413, 422].filter(isFinal)).toEqual([400, 403, 404, 409, 413, 422]);
  expect([200, 401, 408, 425, 429, 500, 503].filter(isFinal)).toEqual([]);
});

import { expect, test } from 'vitest';
import { matchedPieces, pieces } from './marks';

const shown = (cut: { text: string; marked: boolean }[]) =>
  cut.map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('|');

test('pieces cuts at the ranges and loses nothing', () => {
  expect(
    shown(
      pieces('25m flaky #ci', [
        { start: 0, end: 3 },
        { start: 10, end: 13 },
      ]),
    ),
  ).toBe('[25m]| flaky |[#ci]');
  expect(shown(pieces('plain', []))).toBe('plain');
});

test('matchedPieces marks words and their stems, whatever the case', () => {
  expect(shown(matchedPieces('Flaky builds, unflaky building site', ['flaky', 'build']))).toBe(
    '[Flaky]| |[builds]|, unflaky |[building]| site',
  );
  expect(shown(matchedPieces('a cart in the car', ['car']))).toBe('a |[cart]| in the |[car]');
});

test('matchedPieces keeps identifiers whole', () => {
  expect(shown(matchedPieces('login_test.py is slow', ['login_test', 'py']))).toBe(
    '[login_test]|.|[py]| is slow',
  );
});

import { expect, test } from 'vitest';
import { pieces } from './marks';
import { matchedPieces } from './matched';

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

test('matchedPieces marks the words that are named, whatever the case, and no others', () => {
  expect(shown(matchedPieces('Flaky builds, unflaky building site', ['flaky', 'builds']))).toBe(
    '[Flaky]| |[builds]|, unflaky building site',
  );
  expect(shown(matchedPieces('a cart in the car', ['car']))).toBe('a cart in the |[car]');
  expect(shown(matchedPieces('nothing', []))).toBe('nothing');
});

test('matchedPieces marks identifiers and their parts, the longer piece first', () => {
  expect(shown(matchedPieces('login_test.py is slow', ['login', 'test']))).toBe(
    '[login]|_|[test]|.py is slow',
  );
  expect(shown(matchedPieces('login_test.py is slow', ['login', 'login_test.py']))).toBe(
    '[login_test.py]| is slow',
  );
  expect(shown(matchedPieces('C++ (again) costs 5 $', ['C++', '5']))).toBe('[C++]| (again) costs |[5]| $');
});

test('matchedPieces marks in scripts without spaces', () => {
  expect(shown(matchedPieces('会議室が予約できない', ['会議', '議室']))).toBe('[会議]|室が予約できない');
});

test('a piece may look like anything', () => {
  const text = 'said -x and a+b/c [d] (e) ^$|.';
  for (const piece of ['-x', 'a+b/c', '[d]', '(e)', '^$|.']) {
    expect(matchedPieces(text, [piece]).filter(({ marked }) => marked)).toEqual([
      { text: piece, marked: true },
    ]);
  }
});

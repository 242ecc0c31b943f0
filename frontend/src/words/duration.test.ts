import { expect, test } from 'vitest';
import { durationInWords, isoDuration } from './duration';
import { minutesFrom } from './minutes';

test('durationInWords turns to hours at sixty minutes', () => {
  expect([0, 59, 59.6, 60, 200.2].map(durationInWords)).toEqual([
    '0 min',
    '59 min',
    '1 h 00',
    '1 h 00',
    '3 h 20',
  ]);
});

test('isoDuration names only the parts there are', () => {
  expect([0, 25, 60, 65].map(isoDuration)).toEqual(['PT0M', 'PT25M', 'PT1H', 'PT1H5M']);
});

test('minutesFrom reads what people write', () => {
  const written = [
    '25',
    ' 25m ',
    '25 min',
    '1h',
    '1h30',
    '1 h 05',
    '1:30',
    '1.5h',
    '1,5 h',
    '2 hours',
    '0.5',
  ];
  expect(written.map(minutesFrom)).toEqual([25, 25, 25, 60, 90, 65, 90, 90, 90, 120, 0.5]);
});

test('minutesFrom says NaN to everything else', () => {
  expect(['', 'soon', '-5', '1:75', '5 cats'].map(minutesFrom)).toEqual([NaN, NaN, NaN, NaN, NaN]);
});

import { expect, test } from 'vitest';
import { sameAgain } from './same';

const like = { text: 'plotter out of paper', minutes: 20, tags: ['office'], place: 'lobby' };

test('what is not said is as it was the last time', () => {
  expect(sameAgain(like, { minutes: null, tags: [], place: null })).toEqual(like);
});

test('what is said this time is kept', () => {
  expect(sameAgain(like, { minutes: 5, tags: ['urgent', 'office'], place: 'lab' })).toEqual({
    text: 'plotter out of paper',
    minutes: 5,
    tags: ['office', 'urgent'],
    place: 'lab',
  });
});

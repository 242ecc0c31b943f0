import { expect, test } from 'vitest';
import { asWords, labelTerm, weekTerms, withoutTerm, withTerms } from './terms';

test('a text becomes words, whatever they look like', () => {
  expect(asWords('flaky #ci -x "a" C# foo:bar >10m')).toBe('flaky \\#ci \\-x \\"a" C# \\foo:bar \\>10m');
});

test('a long text is cut between words', () => {
  expect(asWords('one two three', 9)).toBe('one two');
  expect(asWords('a'.repeat(20), 9)).toBe('a'.repeat(9));
});

test('a label that is no plain word is quoted', () => {
  expect(labelTerm('tag', 'ci')).toBe('#ci');
  expect(labelTerm('tag', '4821')).toBe('#"4821"');
  expect(labelTerm('place', 'room "3"')).toBe('@"room \\"3\\""');
  expect(labelTerm('source', 'my-script')).toBe('source:my-script');
});

test('a week ends on its Sunday', () => {
  expect(weekTerms('2026-11-23')).toEqual(['since:2026-11-23', 'until:2026-11-29']);
});

test('terms come and go', () => {
  expect(withTerms('vpn ', ['#ci'])).toBe('vpn #ci');
  expect(withTerms('', ['#ci'])).toBe('#ci');
  expect(withoutTerm('flaky #ci builds', { start: 6, end: 9 })).toBe('flaky builds');
  expect(withoutTerm('#ci', { start: 0, end: 3 })).toBe('');
});

import { expect, test } from 'vitest';
import type { Decision, PainPoint } from '../pain-point';
import {
  decisionInWords,
  estimateInWords,
  headline,
  hoursInWords,
  hoursSaid,
  lastShort,
  moneyInWords,
  oddsInWords,
  paidBackBy,
  reminderInWords,
  statusInWords,
} from './words';

const now = new Date(2026, 10, 12, 10, 31);

function decision(kind: string, rest: Partial<Decision> = {}): Decision {
  const none = {
    painPoint: 'p',
    painPointLabel: 'Printer jams',
    text: null,
    other: null,
    gripes: [],
    undoneAt: null,
    undoneBy: null,
  };
  return { id: 'd', at: now.toISOString(), by: 'owner', kind, ...none, ...rest };
}

test('lastShort is as short as its column', () => {
  const days = [12, 11, 10, 6, 5].map((day) => lastShort(new Date(2026, 10, day), now));
  expect(days).toEqual(['today', 'yesterday', 'Tue', 'Fri', '5 Nov']);
});

test('moneyInWords knows signs, and takes what is none', () => {
  expect(moneyInWords(2899.4, 'EUR')).toBe('€2,899');
  expect(moneyInWords(1500, 'points')).toBe('points 1,500');
});

test('statusInWords says until when', () => {
  const painPoint = { status: 'ignored', ignoredUntil: new Date(2027, 0, 5).toISOString() } as PainPoint;
  expect(statusInWords(painPoint, now)).toBe('ignored until 5 Jan 2027');
  expect(statusInWords({ ...painPoint, status: 'returned' }, now)).toBe('came back');
  expect(statusInWords({ ...painPoint, status: 'open' }, now)).toBeNull();
});

test('estimateInWords says how it was counted', () => {
  const painPoint = { count: 7, estimated: 2, estimate: 20 } as PainPoint;
  expect(estimateInWords(painPoint)).toContain('2 gripes say no minutes: each counts as 20 min');
  expect(estimateInWords({ ...painPoint, estimated: 7 })).toContain('No gripe says how long');
  expect(estimateInWords({ ...painPoint, estimated: 0 })).toBeNull();
});

test('headline is the first sentence of a note', () => {
  expect(headline('Runner pool doubled. Retry helps.')).toBe('Runner pool doubled');
  expect(headline(null)).toBe('Marked fixed');
  expect(headline(`${'very '.repeat(20)}long`)).toBe('Marked fixed');
});

test('hoursInWords rounds down', () => {
  expect([0.01, 0.4, 0.6, 1, 9.9, 1234].map(hoursInWords)).toEqual([
    '5 minutes',
    '20 minutes',
    'half an hour',
    '1 hour',
    '9 hours',
    '1,234 hours',
  ]);
});

test('paidBackBy is the day on which it has saved what it took', () => {
  expect(paidBackBy(6, 98, now)).toEqual(new Date(2026, 11, 8));
  expect(paidBackBy(0, 98, now)).toEqual(new Date(2026, 10, 12));
  expect(paidBackBy(6, 0, now)).toBeNull();
  expect(paidBackBy(Number.NaN, 98, now)).toBeNull();
});

test('oddsInWords says what chance would make of it', () => {
  expect(oddsInWords(6, 8, 1.2, 120)).toBe('6 of 8 times, within 2 hours; by chance 1');
  expect(oddsInWords(3, 11, 0.1, 90)).toBe('3 of 11 times, within 90 minutes; by chance less than 1');
});

test('decisionInWords is told from the page that it stands on', () => {
  const merged = decision('merge', { other: 'b', otherLabel: 'CI runners' });
  expect(decisionInWords(merged, 'a')).toBe('Merged into “CI runners”');
  expect(decisionInWords(merged, 'b')).toBe('Another one merged in');
  const out = decision('move', { other: '', gripes: ['g'], gripeText: 'mac image out of date' });
  expect(decisionInWords(out, 'a')).toBe('“mac image out of date” taken out');
  expect(decisionInWords(decision('split', { other: 'c', gripes: ['g', 'h'], gripeCount: 9 }), 'a')).toBe(
    '9 gripes split off',
  );
  expect(decisionInWords(decision('rename', { text: 'VPN' }), 'a')).toBe('Renamed to “VPN”');
});

test('hoursSaid takes numbers, and nothing for none', () => {
  expect(['4', ' 1,5 ', '.5', '2.'].map(hoursSaid)).toEqual([4, 1.5, 0.5, 2]);
  expect(['', ' ', ',', 'four', '1h', '-2'].map(hoursSaid)).toEqual(Array(6).fill(null));
});

test('reminderInWords says since when', () => {
  expect(reminderInWords(new Date(2026, 10, 5).toISOString(), now)).toBe(
    'to be thought of again since 5 Nov',
  );
});

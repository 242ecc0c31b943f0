import { expect, test } from 'vitest';
import type { Step } from '../api/timers';
import { after, running } from './steps';

const step = (does: Step['does'], at: string, line?: string): Step => ({
  id: 'a',
  does,
  at,
  zone: 'UTC',
  ...(line ? { line } : {}),
});
const started = after([], step('start', '2026-11-26T10:00:00Z'));

test('after a start it runs, once', () => {
  expect(started).toMatchObject([{ id: 'a', state: 'running', startedAt: '2026-11-26T10:00:00Z' }]);
  expect(after(started, step('start', '2026-11-26T11:00:00Z'))).toEqual(started);
});

test('after a stop it is logged, or waits for its words', () => {
  const stopped = after(started, step('stop', '2026-11-26T10:25:00Z'));
  expect(stopped).toMatchObject([{ state: 'stopped', minutes: 25 }]);
  expect(after(stopped, step('stop', '2026-11-26T11:00:00Z', 'vpn'))).toMatchObject([
    { state: 'logged', minutes: 25, line: 'vpn' },
  ]);
});

test('after back on it the recovery is known', () => {
  const logged = after(started, step('stop', '2026-11-26T10:25:00Z', 'vpn'));
  expect(after(logged, step('back', '2026-11-26T10:37:00Z'))).toMatchObject([
    { state: 'back', recoveryMinutes: 12, minutes: 25 },
  ]);
  expect(after(logged, step('discard', '2026-11-26T10:37:00Z'))).toEqual([]);
});

test('running shows hours only when there are some', () => {
  const at = (time: string) => running('2026-11-26T10:00:00Z', Date.parse(`2026-11-26T${time}Z`));
  expect([at('10:00:07'), at('10:12:31'), at('11:02:03'), at('09:00:00')]).toEqual([
    '0:07',
    '12:31',
    '1:02:03',
    '0:00',
  ]);
});

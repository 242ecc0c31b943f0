import type { Step, Timer } from '../api/timers';
import { twoDigits } from '../words/local-time';

const secondMillis = 1000;

/** The timers after a step, as the server will say it; shown before it does. */
export function after(timers: Timer[], step: Step): Timer[] {
  if (step.does === 'discard') return timers.filter(({ id }) => id !== step.id);
  if (step.does === 'start') {
    if (timers.some(({ id }) => id === step.id)) return timers;
    const { id, at, line } = step;
    const none = { stoppedAt: null, minutes: null, recoveryMinutes: null, gripe: null, soFar: null };
    return [{ id, state: 'running', line: line ?? null, startedAt: at, ...none }, ...timers];
  }
  return timers.map((timer) => (timer.id === step.id ? stepped(timer, step) : timer));
}

function stepped(timer: Timer, { does, line, at }: Step): Timer {
  if (does === 'back' && timer.state !== 'running') {
    const recoveryMinutes = minutesBetween(timer.stoppedAt ?? at, at);
    return { ...timer, state: timer.state === 'logged' ? 'back' : timer.state, recoveryMinutes };
  }
  const stoppedAt = timer.stoppedAt ?? at;
  const words = line ?? timer.line;
  const minutes = minutesBetween(timer.startedAt, stoppedAt);
  return { ...timer, line: words, stoppedAt, minutes, state: words ? 'logged' : 'stopped' };
}

function minutesBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / secondMillis / 60;
}

/** "0:07", "12:31", "1:02:03". */
export function running(from: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / secondMillis));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const tail = twoDigits(seconds % 60);
  return hours ? `${hours}:${twoDigits(minutes % 60)}:${tail}` : `${minutes}:${tail}`;
}

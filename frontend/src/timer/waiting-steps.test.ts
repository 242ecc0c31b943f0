import { beforeEach, expect, test, vi } from 'vitest';
import type { Step } from '../api/timers';
import { WaitingSteps } from './waiting-steps';

const step = (id: string): Step => ({ id, does: 'start', at: '2026-11-27T09:00:00Z', zone: 'UTC' });
const ids = (steps: WaitingSteps) => steps.all().map(({ step: { id } }) => id);

/** As the browser's: what is kept are its own properties. */
function storage(): Storage {
  const methods = {
    setItem(this: Record<string, string>, name: string, value: string) {
      this[name] = value;
    },
    getItem(this: Record<string, string>, name: string) {
      return this[name] ?? null;
    },
    removeItem(this: Record<string, string>, name: string) {
      delete this[name];
    },
  };
  return Object.create(methods) as Storage;
}

beforeEach(() => {
  vi.stubGlobal('localStorage', storage());
  vi.useFakeTimers();
});

test('what two tabs add at once waits once each, in the order of its coming', () => {
  const tabs = [new WaitingSteps(), new WaitingSteps()];
  ['a', 'b', 'c', 'd'].forEach((id, at) => tabs[at % 2]!.add(step(id)));
  expect(tabs.map(ids)).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'd'],
  ]);
  tabs[0]!.drop(tabs[0]!.all()[0]!.name);
  expect(ids(tabs[1]!)).toEqual(['b', 'c', 'd']);
});

test('a clock that was set back changes no order', () => {
  const steps = new WaitingSteps();
  steps.add(step('first'));
  vi.setSystemTime(Date.now() - 3_600_000);
  steps.add(step('second'));
  expect(ids(steps)).toEqual(['first', 'second']);
});

test('what an earlier version kept together is taken over', () => {
  localStorage.setItem('gripe.timers.steps', JSON.stringify([step('a'), step('b')]));
  expect(ids(new WaitingSteps())).toEqual(['a', 'b']);
  expect(ids(new WaitingSteps())).toEqual(['a', 'b']);
});

test('where nothing is kept, steps wait as long as the page does', () => {
  vi.stubGlobal('localStorage', undefined);
  const steps = new WaitingSteps();
  steps.add(step('a'));
  steps.add(step('b'));
  expect(ids(steps)).toEqual(['a', 'b']);
  steps.drop(steps.all()[0]!.name);
  expect(ids(steps)).toEqual(['b']);
});

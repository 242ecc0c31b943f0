import { beforeEach, expect, test, vi } from 'vitest';
import { Refusal, Unreachable } from '../api/call';
import { gripe as ask } from '../api/pain-points';
import { answered } from '../api/position';
import type { Gripe } from '../gripe';
import { addShelf, leaving } from '../list/book';

vi.mock('../api/pain-points');
vi.mock('../pain/corrections', () => ({ refresh: () => Promise.resolve() }));

/** As the browser's, as far as it is used. */
class Source {
  static CLOSED = 2;
  static all: Source[] = [];
  readyState = 1;
  onopen = () => {};
  onerror = () => {};
  #listeners = new Map<string, (event: object) => void>();

  constructor() {
    Source.all.push(this);
  }

  addEventListener(name: string, listener: (event: object) => void) {
    this.#listeners.set(name, listener);
  }

  close() {}

  tell(name: string, gripe: string) {
    this.#listeners.get(name)!({ lastEventId: '1-1', data: JSON.stringify({ gripe }) });
  }

  fail() {
    this.readyState = Source.CLOSED;
    this.onerror();
  }
}

const shown = new Map<string, Gripe>();
const window = new EventTarget();
const gripe = (text: string, updatedAt: string) => ({ id: 'one', text, updatedAt }) as Gripe;
const old = gripe('old', '2026-11-12T08:00:00Z');
const mine = gripe('mine', '2026-11-12T09:00:00Z');

vi.useFakeTimers();
vi.stubGlobal('EventSource', Source);
vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
addShelf({
  find: (id) => shown.get(id),
  keep: (each) => void shown.set(each.id, each),
  drop: (id) => void shown.delete(id),
});
answered.at('1-0');
const { live } = await import('./live');
live.follow();
const source = () => Source.all.at(-1)!;

beforeEach(async () => {
  await vi.advanceTimersByTimeAsync(10_000);
  vi.mocked(ask).mockReset();
  shown.clear();
  shown.set(old.id, old);
});

test('what was read before something was done here is not taken, but read again', async () => {
  for (const act of [() => shown.delete('one'), () => shown.set('one', mine)]) {
    shown.set(old.id, old);
    const answer = Promise.withResolvers<Gripe>();
    vi.mocked(ask).mockReturnValueOnce(answer.promise);
    source().tell('changed', 'one');
    await vi.advanceTimersByTimeAsync(2_000);
    act();
    const after = shown.get('one');
    answer.resolve(gripe('stale', '2026-11-12T08:30:00Z'));
    await vi.advanceTimersByTimeAsync(0);
    expect(shown.get('one')).toBe(after);
    vi.mocked(ask).mockResolvedValueOnce(gripe('fresh', '2026-11-12T10:00:00Z'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shown.get('one')?.text).toBe('fresh');
  }
});

test('what is being deleted here is not read before that is done', async () => {
  shown.delete('one');
  const left = Promise.withResolvers<void>();
  leaving.set('one', left.promise);
  source().tell('changed', 'one');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).not.toHaveBeenCalled();
  leaving.delete('one');
  left.resolve();
  vi.mocked(ask).mockRejectedValue(new Refusal('deleted', 'It is gone.', 404));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('what could not be read is read later, and what was refused is not', async () => {
  vi.stubGlobal('navigator', { onLine: true });
  vi.mocked(ask)
    .mockRejectedValueOnce(new Unreachable())
    .mockRejectedValueOnce(new Refusal('', 'Bad gateway', 502))
    .mockResolvedValueOnce(gripe('fresh', '2026-11-12T10:00:00Z'));
  source().tell('changed', 'one');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(shown.get('one')?.text).toBe('fresh');
  vi.mocked(ask)
    .mockReset()
    .mockRejectedValue(new Refusal('forbidden', 'No.', 403));
  source().tell('changed', 'one');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('events are asked for again however often they fail: at least once a minute, and with a network', async () => {
  for (let failures = 0; failures < 12; failures++) {
    const before = Source.all.length;
    source().fail();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(Source.all).toHaveLength(before + 1);
  }
  const before = Source.all.length;
  source().fail();
  window.dispatchEvent(new Event('online'));
  expect(Source.all).toHaveLength(before + 1);
});

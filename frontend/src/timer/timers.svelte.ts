import { Refusal } from '../api/call';
import { read } from '../api/gripes';
import { take, timersThereAre, type Step, type Timer } from '../api/timers';
import { uuid } from '../api/uuid';
import { messageOf, notice } from '../frame/notice.svelte';
import { alone } from '../line/alone';
import { draft } from '../line/draft.svelte';
import { isFinal, pauseMillis, pausesMax } from '../line/retry';
import { keep } from '../list/book';
import { keepItem, keptItem } from '../storage';
import { withOffset, zoneHere } from '../words/local-time';
import { savedSentence } from '../words/sentences';
import { after } from './steps';
import { WaitingSteps } from './waiting-steps';

const timersKey = 'gripe.timers';
const lockName = 'gripe.timers';

/**
 * Timers as this browser's pages know them. Steps are kept with their times and sent in order, however late, by one
 * page at a time. What could not be sent is tried again; what the server will never take is said.
 */
class Timers {
  items = $state.raw<Timer[]>(kept());
  /** Not all steps have been sent. */
  waiting = $state.raw(false);
  #steps = new WaitingSteps();
  #sending = false;
  /** Something happened while it was sending. */
  #again = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pauses = 0;

  constructor() {
    addEventListener('online', () => void this.refresh());
    document.addEventListener('visibilitychange', () => document.hidden || void this.refresh());
    // By another page.
    addEventListener('storage', ({ key }) => {
      if (key === timersKey) this.items = kept();
    });
  }

  get running(): boolean {
    return this.items.some(({ state }) => state === 'running');
  }

  /** Of what stands in the line, if anything does. */
  start(): void {
    const line = draft.text.trim();
    draft.write('');
    this.#step('start', uuid(), line);
  }

  stop(id: string, line = ''): void {
    this.#step('stop', id, line);
  }

  back(id: string): void {
    this.#step('back', id);
  }

  discard(id: string): void {
    this.#step('discard', id);
  }

  #step(does: Step['does'], id: string, line = ''): void {
    const step: Step = { id, does, at: withOffset(new Date()), zone: zoneHere(), ...(line ? { line } : {}) };
    this.#steps.add(step);
    // As another page may have left them.
    this.#show(after(keptItem(timersKey) === null ? this.items : kept(), step));
    void this.refresh();
  }

  /** Sends what is waiting, then shows what the server has: now, and no longer as if it had failed before. */
  async refresh(): Promise<void> {
    this.#pauses = 0;
    await this.#run();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#retry);
    this.#again = this.#sending;
    if (this.#sending) return;
    this.#sending = true;
    try {
      await alone(lockName, () => this.#sendAll());
      const items = await timersThereAre();
      if (!this.#steps.all().length) this.#show(items);
      this.waiting = false;
      this.#pauses = 0;
    } catch (cause) {
      this.waiting = this.#steps.all().length > 0;
      if (this.waiting) this.#later(cause);
    } finally {
      this.#sending = false;
    }
    if (this.#again) await this.#run();
  }

  #later(cause: unknown): void {
    if (this.#pauses >= pausesMax) return; // until something happens: a network, a look at the page, a step
    const wanted = cause instanceof Refusal ? cause.retryAfterMillis : 0;
    this.#retry = setTimeout(() => void this.#run(), pauseMillis(this.#pauses++, wanted));
  }

  async #sendAll(): Promise<void> {
    for (let [next] = this.#steps.all(); next; [next] = this.#steps.all()) {
      try {
        await this.#send(next.step);
      } catch (cause) {
        if (!(cause instanceof Refusal && isFinal(cause.status))) throw cause;
        notice.say({ tone: 'trouble', words: `The timer: ${messageOf(cause)}` });
      }
      this.#steps.drop(next.name);
    }
  }

  async #send(step: Step): Promise<void> {
    const timer = await take(step);
    if (!timer?.gripe) return;
    if (timer.soFar) notice.say({ tone: 'saved', words: savedSentence(timer.soFar, new Date()) });
    keep(await read(timer.gripe));
  }

  #show(items: Timer[]): void {
    this.items = items;
    keepItem(timersKey, JSON.stringify(items));
  }
}

function kept(): Timer[] {
  try {
    return JSON.parse(keptItem(timersKey) ?? '[]') as Timer[];
  } catch {
    return [];
  }
}

export const timers = new Timers();

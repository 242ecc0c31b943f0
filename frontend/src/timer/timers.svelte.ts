import { Refusal } from '../api/call';
import { read } from '../api/gripes';
import { take, timersThereAre, type Step, type Timer } from '../api/timers';
import { uuid } from '../api/uuid';
import { messageOf, notice } from '../frame/notice.svelte';
import { draft } from '../line/draft.svelte';
import { keep } from '../list/book';
import { keepItem, keptItem } from '../storage';
import { withOffset, zoneHere } from '../words/local-time';
import { savedSentence } from '../words/sentences';
import { after } from './steps';

const timersKey = 'gripe.timers';
const stepsKey = 'gripe.timers.steps';

/** Timers as this page knows them. Steps are kept with their times and sent in order, however late. */
class Timers {
  items = $state.raw<Timer[]>(kept<Timer>(timersKey));
  /** Not all steps have been sent. */
  waiting = $state.raw(false);
  #steps = kept<Step>(stepsKey);
  #sending = false;

  constructor() {
    addEventListener('online', () => void this.refresh());
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
    this.#steps = [...this.#steps, step];
    keepItem(stepsKey, JSON.stringify(this.#steps));
    this.#show(after(this.items, step));
    void this.refresh();
  }

  /** Sends what is waiting, then shows what the server has. */
  async refresh(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let step = this.#steps[0]; step; step = this.#steps[0]) {
        await this.#send(step);
        this.#steps = this.#steps.slice(1);
        keepItem(stepsKey, JSON.stringify(this.#steps));
      }
      const items = await timersThereAre();
      if (!this.#steps.length) this.#show(items);
      this.waiting = false;
    } catch {
      this.waiting = this.#steps.length > 0;
    } finally {
      this.#sending = false;
    }
    if (this.#steps.length && !this.waiting) void this.refresh();
  }

  async #send(step: Step): Promise<void> {
    try {
      const timer = await take(step);
      if (!timer?.gripe) return;
      if (timer.soFar) notice.say({ tone: 'saved', words: savedSentence(timer.soFar, new Date()) });
      keep(await read(timer.gripe));
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      notice.say({ tone: 'trouble', words: `The timer: ${messageOf(cause)}` });
    }
  }

  #show(items: Timer[]): void {
    this.items = items;
    keepItem(timersKey, JSON.stringify(items));
  }
}

function kept<T>(key: string): T[] {
  try {
    return JSON.parse(keptItem(key) ?? '[]') as T[];
  } catch {
    return [];
  }
}

export const timers = new Timers();

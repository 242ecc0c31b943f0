import { gripe as ask } from '../api/pain-points';
import { query, Refusal } from '../api/call';
import { answered } from '../api/position';
import type { Gripe } from '../gripe';
import { isFinal, pauseMillis } from '../line/retry';
import { again, drop, gripeOf, keep, leaving } from '../list/book';
import { refresh } from '../pain/corrections';
import { earliest } from './earliest';

/** More at once are an import, or hours with the tab in the background: lists are asked for anew, not gripe by gripe. */
const togetherMax = 20;
const settleMillis = 400;
/** An import tells of thousands: what is shown is not asked for more often than this. */
const restMillis = 2_000;
const againMillis = 1_000;
/** Events that a server does not offer, or not now, are not asked for more often than this. */
const againMillisMax = 60_000;
const firstAnswerMillisMax = 5_000;
const gone = new Set(['not_found', 'deleted']);

/** Hears what happens elsewhere: in another tab, by a script, by grouping anew. */
class Live {
  #gripes = new Set<string>();
  /** Those that could not be read, for which one waits longer. */
  #unread = new Set<string>();
  /** Those were too many, and the lists could not be read. */
  #unreadLists = false;
  #retries = 0;
  #settling = false;
  #lists = false;
  #painPoints = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #reopening: ReturnType<typeof setTimeout> | undefined;
  #source: EventSource | undefined;
  #failures = 0;
  #settledAt = 0;
  /** Up to where everything is known that this page has read. */
  #first: string | undefined;
  /** What was heard last. */
  #last: string | undefined;

  /** A hidden tab does not hold a connection: browsers have only six for a server, over all tabs. */
  follow(): void {
    document.addEventListener('visibilitychange', () => this.#look());
    addEventListener('online', () => this.#look());
    this.#first = earliest(answered.positions);
    answered.at = (position) => this.#answered(position);
    if (this.#first) this.#look();
    // A server that is making its index anew says no position.
    else setTimeout(() => this.#look(), firstAnswerMillisMax);
  }

  /** One that was complete up to less than those before was asked for before them, and comes late. */
  #answered(position: string): void {
    if (this.#first && earliest([this.#first, position]) === this.#first) return;
    this.#first = position;
    this.#last = undefined;
    this.#close();
    this.#look();
  }

  #look(): void {
    if (document.hidden) this.#close();
    else this.#open();
    this.#catchUp();
  }

  #catchUp(): void {
    if (document.hidden || !(this.#unreadLists || this.#unread.size)) return;
    for (const id of this.#unread) this.#gripes.add(id);
    this.#unread.clear();
    this.#lists = this.#unreadLists;
    this.#unreadLists = false;
    this.#soon();
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  /** From where it stopped, or from what was read first. */
  #open(): void {
    if (this.#source) return;
    const source = new EventSource(`/api/v1/events${query({ after: this.#last ?? this.#first })}`);
    this.#source = source;
    source.onopen = () => (this.#failures = 0);
    source.onerror = () => {
      // The browser comes back by itself, and says where it was; after a refusal it does not.
      if (source.readyState !== EventSource.CLOSED) return;
      this.#source = undefined;
      clearTimeout(this.#reopening);
      const pause = Math.min(againMillisMax, againMillis * 2 ** ++this.#failures);
      this.#reopening = setTimeout(() => this.#look(), pause);
    };
    const about = (take: (data: { gripe?: string; painPoint?: string }) => void) => (event: MessageEvent) => {
      this.#last = event.lastEventId;
      take(JSON.parse(event.data as string) as { gripe?: string; painPoint?: string });
      this.#soon();
    };
    const ofGripe = about(({ gripe }) => void (gripe && this.#gripes.add(gripe)));
    const ofPainPoint = about(() => (this.#painPoints = true));
    source.addEventListener('captured', ofGripe);
    source.addEventListener('changed', ofGripe);
    source.addEventListener('assigned', ofPainPoint);
    source.addEventListener('painPoint', ofPainPoint);
    source.addEventListener('reopened', ofPainPoint);
  }

  /** What comes together is asked for together. */
  #soon(): void {
    // One that overtakes another would put older answers over newer ones.
    if (this.#settling) return;
    const pause = this.#settledAt + restMillis - Date.now();
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#settledAt = Date.now();
        this.#settling = true;
        void this.#settle().finally(() => {
          this.#settling = false;
          if (this.#gripes.size || this.#painPoints) this.#soon();
        });
      },
      Math.max(settleMillis, pause),
    );
  }

  async #settle(): Promise<void> {
    const ids = [...this.#gripes];
    this.#gripes.clear();
    const painPoints = this.#painPoints;
    this.#painPoints = false;
    const lists = this.#lists || ids.length > togetherMax;
    this.#lists = false;
    const read = lists ? [await this.#takeLists()] : await Promise.all(ids.map((id) => this.#take(id)));
    if (painPoints || read.some(Boolean)) await refresh();
  }

  /** What is shown stays until the server answers. @returns whether it did */
  async #takeLists(): Promise<boolean> {
    try {
      await again();
      this.#retries = 0;
      return true;
    } catch (cause) {
      if (isRefused(cause)) return false;
      this.#unreadLists = true;
      this.#later();
      return false;
    }
  }

  /** @returns whether the server answered */
  async #take(id: string): Promise<boolean> {
    await leaving.get(id);
    const before = gripeOf(id)?.updatedAt;
    let fresh: Gripe | null = null;
    try {
      fresh = await ask(id);
    } catch (cause) {
      if (!isRefused(cause)) {
        this.#unread.add(id);
        this.#later();
        return false;
      }
      if (!gone.has(cause.code)) return false;
    }
    this.#retries = 0;
    // Something was done to it on this page, and this may have been read before that.
    if (leaving.has(id) || gripeOf(id)?.updatedAt !== before) this.#gripes.add(id);
    else if (!fresh) drop(id);
    else if (before !== fresh.updatedAt) keep(fresh);
    return true;
  }

  #later(): void {
    this.#retry ??= setTimeout(
      () => {
        this.#retry = undefined;
        this.#catchUp();
      },
      pauseMillis(this.#retries++, 0),
    );
  }
}

/** The server has answered, and would answer the same the next time. */
function isRefused(cause: unknown): cause is Refusal {
  return cause instanceof Refusal && isFinal(cause.status);
}

export const live = new Live();

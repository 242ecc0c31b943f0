import { parse } from '../api/capture';
import { Refusal } from '../api/call';
import { change, log, remove } from '../api/gripes';
import { session } from '../api/session.svelte';
import { messageOf, notice, type Said } from '../frame/notice.svelte';
import type { Gripe, NewGripe, SavedGripe } from '../gripe';
import { drop, keep } from '../list/book';
import { dropItem, keptItems } from '../storage';
import { zoneHere } from '../words/local-time';
import { counted } from '../words/counted';
import { savedSentence } from '../words/sentences';
import { alone } from './alone';
import { draft } from './draft.svelte';
import { outbox, type Waiting } from './outbox.svelte';
import { Queue } from './queue';
import { sameAgain } from './same';
import { isFinal, pauseMillis, pausesMax, serverFailuresMax } from './retry';

/** What one page tells the others: that the queue has changed, and what was sent. */
interface Heard {
  saved?: Gripe | SavedGripe;
}

/** The server has the gripe, in other words. */
const arrivedBefore = ['id_taken', 'idempotency_key_reused'];
const lockName = 'gripe.outbox';
/** Where gripes waited before there was a queue. */
const oldPrefix = 'gripe.outbox.';

/**
 * Sends what is waiting: in order, each once by its id, and by one page at a time however many are open. What
 * the server refuses stays where it is, with the reason; what could not be sent is tried again, and so is what
 * the server or a proxy before it failed on.
 */
class Courier {
  #queue = new Queue();
  #others = new BroadcastChannel(lockName);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pauses = 0;
  #serverFailures = 0;
  /** On which the server itself failed again and again: those behind them go first. */
  #passedOver = new Set<string>();
  #running = false;
  /** Something happened while it was running. */
  #again = false;
  #opened = false;
  /** What was said of something that waits: not true any more once it is sent, by whichever page. */
  #kept: Said | null = null;
  /** Captured by this page and not tried yet: what is said of them is said at the line. */
  #fresh = new Set<string>();
  /** Taken back while something is being sent, which it may be itself. */
  #unwanted = new Set<string>();

  async open(): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    await this.#takeOver();
    this.#others.onmessage = ({ data }: MessageEvent<Heard>) => {
      if (data.saved) this.#arrived(data.saved);
      void this.#show();
    };
    addEventListener('online', () => this.hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.hurry());
    await this.#show();
    this.hurry();
  }

  async keep(waiting: Waiting): Promise<void> {
    this.#fresh.add(waiting.id);
    await this.#queue.add(waiting);
    await this.#show();
    this.#tell({});
    this.hurry();
  }

  /** Now, and no longer as if it had failed before. */
  hurry(): void {
    this.#pauses = 0;
    void this.#run();
  }

  async sendAgain(id: string): Promise<void> {
    await this.#change(id, { refused: false, trouble: null });
    this.hurry();
  }

  /** The same gripe in other words. It keeps its id: where the server has the first ones, they are changed there. */
  async rewrite(before: Waiting, line: string): Promise<void> {
    await alone(lockName, async () => {
      // One that is not there any more has been sent.
      const now = (await this.#queue.find(before.id)) ?? { ...before, posted: true };
      await this.#queue.put({ ...now, line, like: null, body: null, refused: false, trouble: null });
    });
    await this.#show();
    this.hurry();
  }

  /** Where the server has it, it is deleted there. */
  async discard(item: Waiting): Promise<void> {
    this.#unwanted.add(item.id);
    this.#fresh.delete(item.id);
    drop(item.id);
    try {
      await alone(lockName, async () => {
        // One that is not there any more has been sent.
        const now = (await this.#queue.find(item.id)) ?? { ...item, posted: true };
        await this.#queue.put({ ...now, unwanted: true, refused: false, trouble: null });
      });
    } finally {
      this.#unwanted.delete(item.id);
    }
    await this.#show();
    this.hurry();
  }

  async #change(id: string, wanted: Partial<Waiting>): Promise<void> {
    await alone(lockName, async () => {
      const now = await this.#queue.find(id);
      if (now) await this.#queue.put({ ...now, ...wanted });
    });
    await this.#show();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    this.#again = false;
    let sent = 0;
    let trouble: unknown = null;
    try {
      sent = await alone(lockName, async () => {
        const tried = new Set<string>();
        for (let done = 0; ;) {
          const waiting = (await this.#queue.all()).filter(
            ({ id, refused }) => !refused && !tried.has(id) && !this.#unwanted.has(id),
          );
          const next = waiting.find(({ id }) => !this.#passedOver.has(id)) ?? waiting[0];
          if (!next) return done;
          try {
            if (await this.#send(next)) done++;
            this.#passedOver.delete(next.id);
            this.#pauses = this.#serverFailures = 0;
          } catch (cause) {
            const refused = await this.#failed(next, cause);
            if (!refused) trouble = cause;
            if (!refused && !this.#passedOver.has(next.id)) return done;
            tried.add(next.id);
          }
          await this.#show();
        }
      });
    } finally {
      this.#running = false;
    }
    await this.#show();
    if (sent) notice.say({ tone: 'saved', words: `Sent: ${counted(sent, 'gripe')} kept here before.` });
    if (trouble) this.#sayKept(trouble);
    if (this.#again) void this.#run();
    else if (trouble) this.#later(trouble);
  }

  /** Of what was written a moment ago, and of what is behind something older. */
  #sayKept(cause: unknown): void {
    if (!outbox.items.some(({ id, refused }) => !refused && this.#fresh.has(id))) return;
    this.#fresh.clear();
    this.#kept = { tone: 'plain', words: `Kept here, not sent yet. ${messageOf(cause)}` };
    notice.say(this.#kept);
    // From now on it matters that the browser does not clear it away.
    void navigator.storage?.persist?.();
  }

  /** True when it was one that had waited. */
  async #send(item: Waiting): Promise<boolean> {
    if (item.unwanted) {
      if (item.posted) await removed(item.id);
      await this.#queue.drop(item.id);
      drop(item.id); // somebody may have read it meanwhile
      return false;
    }
    const body = item.body ?? (await bodyOf(item));
    await this.#queue.put({ ...item, body, posted: true });
    const saved = await this.#logOrChange(item, body);
    await this.#queue.drop(item.id);
    this.#tell({ saved });
    return !this.#arrived(saved);
  }

  /** True when there is no more to say: it was written on this page a moment ago, whoever sent it, or is taken back. */
  #arrived(saved: Gripe | SavedGripe): boolean {
    const fresh = this.#fresh.delete(saved.id);
    if (this.#unwanted.has(saved.id)) return true;
    keep(saved);
    const line = outbox.items.find((item) => item.id === saved.id)?.line ?? saved.text;
    if (fresh && 'soFar' in saved) saySaved(line, saved);
    return fresh;
  }

  async #logOrChange(item: Waiting, body: NewGripe): Promise<Gripe | SavedGripe> {
    try {
      return await log(body);
    } catch (cause) {
      const before = item.posted && cause instanceof Refusal && arrivedBefore.includes(cause.code);
      if (!before) throw cause;
      const { text, minutes, happenedAt, tags, place } = body;
      return change(item.id, { text, minutes, happenedAt, tags, place });
    }
  }

  /** True when the server will never take it as it is. */
  async #failed(item: Waiting, cause: unknown): Promise<boolean> {
    const now = (await this.#queue.find(item.id)) ?? item;
    const refused = cause instanceof Refusal && isFinal(cause.status);
    // Gripe's own: a proxy's says nothing of this gripe.
    if (
      cause instanceof Refusal &&
      cause.code === 'internal' &&
      ++this.#serverFailures >= serverFailuresMax
    ) {
      this.#passedOver.add(item.id);
      this.#serverFailures = 0;
    }
    await this.#queue.put({ ...now, trouble: messageOf(cause), refused });
    if (refused && this.#fresh.delete(item.id)) {
      notice.say({ tone: 'trouble', words: `Not saved, but kept here: ${messageOf(cause)}` });
    }
    return refused;
  }

  #later(cause: unknown): void {
    if (cause instanceof Refusal && cause.status === 401) {
      void session.ask().then(() => this.hurry());
      return;
    }
    if (this.#pauses >= pausesMax) return; // until something happens: a network, a look at the page, a new gripe
    const wanted = cause instanceof Refusal ? cause.retryAfterMillis : 0;
    this.#timer = setTimeout(() => void this.#run(), pauseMillis(this.#pauses++, wanted));
  }

  async #show(): Promise<void> {
    await this.#list();
    if (this.#kept && this.#kept === notice.said && outbox.unsent === 0) {
      notice.say({ tone: 'saved', words: 'Sent: what was kept here.' });
    }
  }

  async #list(): Promise<void> {
    const kept = await this.#queue.all();
    const known = new Set(kept.map((item) => item.id));
    // What is being kept at this moment is shown already.
    const coming = outbox.items.filter((item) => item.order === undefined && this.#fresh.has(item.id));
    outbox.kept = this.#queue.kept;
    outbox.items = [...kept, ...coming.filter((item) => !known.has(item.id))].filter(
      (item) => !item.unwanted && !this.#unwanted.has(item.id),
    );
  }

  #tell(heard: Heard): void {
    this.#others.postMessage(heard);
  }

  async #takeOver(): Promise<void> {
    for (const [name, value] of keptItems(oldPrefix)) {
      try {
        const { id, line, at, body } = JSON.parse(value) as Waiting;
        const state = { trouble: null, refused: false, posted: true, unwanted: false };
        await this.#queue.add({ id, line, at, zone: zoneHere(), body, ...state });
      } catch {
        continue; // Not one of ours, or kept already.
      }
      dropItem(name);
    }
  }
}

async function bodyOf({ id, line, like, at, zone }: Waiting): Promise<NewGripe> {
  const said = await parse(line, at, zone, { ask: false });
  const { text, minutes, tags, place } = like ? sameAgain(like, said) : said;
  const { happenedAt } = said;
  return { id, source: 'page', text, minutes, tags, place, happenedAt: happenedAt ?? at };
}

async function removed(id: string): Promise<void> {
  try {
    await remove(id, { ask: false });
  } catch (cause) {
    if (!(cause instanceof Refusal && cause.status === 404)) throw cause;
  }
}

function saySaved(line: string, saved: SavedGripe): void {
  const undo = async () => {
    await remove(saved.id);
    drop(saved.id);
    draft.putBack(line);
    notice.say({ tone: 'plain', words: 'Taken back: it is in the line again.' });
  };
  const { painPoint } = saved;
  // What is of a known pain point happened as often as that, in whatever words.
  const words = savedSentence(painPoint ?? saved.soFar, new Date());
  notice.say({ tone: 'saved', words, ...(painPoint ? { about: painPoint } : {}), undo });
}

export const courier = new Courier();

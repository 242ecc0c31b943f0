import { uuid } from '../api/uuid';
import type { NewGripe } from '../gripe';
import { messageOf, notice } from '../frame/notice.svelte';
import { withOffset, zoneHere } from '../words/local-time';
import { draft, type Understood } from './draft.svelte';
import type { Like } from './same';

/** A gripe on its way. What is sent is settled once: a second try has the same id and the same body. */
export interface Waiting {
  /** Its place in the queue, given when it is kept. */
  order?: number;
  id: string;
  line: string;
  /** When it was captured, with the writer's offset and zone: what the line says of time is relative to it. */
  at: string;
  zone: string;
  /** The same as this again, but for what the line says. */
  like?: Like | null;
  body: NewGripe | null;
  trouble: string | null;
  /** The server said no: it waits for its writer. */
  refused: boolean;
  /** The server may have it, though no answer came. */
  posted: boolean;
  /** Taken back by its writer, but the server may have it. */
  unwanted: boolean;
}

/** Whose gripes are waiting to be sent; the courier keeps and sends them, and is fetched after the line is there. */
class Outbox {
  items = $state.raw<Waiting[]>([]);
  /** False when this browser keeps nothing: what is waiting then ends with the page. */
  kept = $state.raw(true);
  #adding = '';
  #courier = () => import('./courier').then(({ courier }) => courier);

  /** Not sent at the first try, or behind one that was not. */
  get unsent(): number {
    const waiting = this.items.filter((item) => !item.refused);
    return waiting.some((item) => item.trouble) ? waiting.length : 0;
  }

  get refused(): number {
    return this.items.filter((item) => item.refused).length;
  }

  /** What earlier visits left behind is shown and sent. */
  open(): void {
    void this.#courier().then((courier) => courier.open());
  }

  /** The line is cleared when the gripe is kept, and not before. */
  async add(line: string, understood: Understood | null, like: Like | null = null): Promise<void> {
    if (line === this.#adding) return;
    this.#adding = line;
    if (await this.put(line.trim(), understood, like)) draft.taken(line);
    this.#adding = '';
  }

  /** True when it is kept; what went wrong is said. */
  async put(line: string, understood: Understood | null, like: Like | null = null): Promise<boolean> {
    const id = uuid();
    const at = withOffset(new Date());
    const body = understood && { ...understood, id, source: 'page', happenedAt: understood.happenedAt ?? at };
    const state = { trouble: null, refused: false, posted: false, unwanted: false };
    const waiting: Waiting = { id, line, like, at, zone: zoneHere(), body, ...state };
    this.items = [...this.items, waiting];
    try {
      await (await this.#courier()).keep(waiting);
      return true;
    } catch (cause) {
      this.items = this.items.filter((item) => item !== waiting);
      notice.say({ tone: 'trouble', words: `Not saved: ${messageOf(cause)}` });
      return false;
    }
  }

  async sendAll(): Promise<void> {
    (await this.#courier()).hurry();
  }

  async sendAgain(id: string): Promise<void> {
    await (await this.#courier()).sendAgain(id);
  }

  async rewrite(waiting: Waiting, line: string): Promise<void> {
    await (await this.#courier()).rewrite(waiting, line);
  }

  /** Also one that was sent meanwhile. */
  async backToLine(item: Waiting): Promise<void> {
    notice.clear(); // it may offer the same
    this.items = this.items.filter(({ id }) => id !== item.id);
    draft.putBack(item.line);
    await (await this.#courier()).discard(item);
  }
}

export const outbox = new Outbox();

import { log, parse, remove } from '../api/capture';
import { uuid } from '../api/uuid';
import { messageOf, notice } from '../frame/notice.svelte';
import type { NewGripe } from '../gripe';
import { drop, keep } from '../list/book';
import { dropItem, keepItem, keptItems } from '../storage';
import { withOffset } from '../words/days';
import { savedSentence } from '../words/sentences';
import { draft, type Understood } from './draft.svelte';

/** One storage entry each, so that two open pages do not overwrite each other's. */
const prefix = 'gripe.outbox.';

/** A gripe on its way. What is sent is settled once: a second try has the same id and the same body. */
export interface Waiting {
  id: string;
  line: string;
  at: string;
  body: NewGripe | null;
  trouble: string | null;
}

/** Keeps what is saved here until the server has it. */
class Outbox {
  items = $state.raw<Waiting[]>([]);
  kept = $state.raw(true);
  #sending = new Set<string>();

  constructor() {
    this.items = keptItems(prefix).flatMap(([name, value]) => {
      try {
        return [{ ...(JSON.parse(value) as Waiting), trouble: 'The page was closed before it was sent.' }];
      } catch {
        dropItem(name);
        return [];
      }
    });
    addEventListener('online', () => this.sendAll());
  }

  get stuck(): number {
    return this.items.filter((item) => item.trouble !== null).length;
  }

  add(line: string, understood: Understood | null): void {
    const id = uuid();
    const at = withOffset(new Date());
    const body = understood && { ...understood, id, source: 'page', happenedAt: understood.happenedAt ?? at };
    this.items = [...this.items, { id, line, at, body, trouble: null }];
    void this.send(id);
  }

  sendAll(): void {
    for (const item of this.items) void this.send(item.id);
  }

  async send(id: string): Promise<void> {
    const waiting = this.items.find((item) => item.id === id);
    if (!waiting || this.#sending.has(id)) return;
    this.#sending.add(id);
    this.#set({ ...waiting, trouble: null });
    try {
      const body = waiting.body ?? (await this.#bodyOf(waiting));
      this.#set({ ...waiting, body, trouble: null });
      const saved = await log(body);
      this.discard(id);
      keep(saved);
      const undo = async () => {
        await remove(id);
        drop(id);
        draft.putBack(waiting.line);
        notice.say({ tone: 'plain', words: 'Taken back: it is in the line again.' });
      };
      notice.say({ tone: 'saved', words: savedSentence(saved.soFar, new Date()), undo });
    } catch (cause) {
      this.#set({ id, trouble: messageOf(cause) });
    } finally {
      this.#sending.delete(id);
    }
  }

  discard(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
    dropItem(prefix + id);
  }

  backToLine(id: string): void {
    const item = this.items.find((each) => each.id === id);
    if (!item) return;
    this.discard(id);
    draft.putBack(item.line);
  }

  async #bodyOf(item: Waiting): Promise<NewGripe> {
    const { text, minutes, tags, place, happenedAt } = await parse(item.line, item.at);
    return { id: item.id, source: 'page', text, minutes, tags, place, happenedAt: happenedAt ?? item.at };
  }

  #set(change: Partial<Waiting> & { id: string }): void {
    this.items = this.items.map((item) => (item.id === change.id ? { ...item, ...change } : item));
    const changed = this.items.find((item) => item.id === change.id);
    if (changed) this.kept = keepItem(prefix + change.id, JSON.stringify(changed));
  }
}

export const outbox = new Outbox();

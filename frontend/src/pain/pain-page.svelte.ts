import { members, painPoint, type MemberSort } from '../api/pain-points';
import { Refusal } from '../api/call';
import { messageOf } from '../frame/notice.svelte';
import type { Gripe } from '../gripe';
import { addShelf, type Shelf } from '../list/book';
import type { Member, PainPointDetail } from '../pain-point';

const pageSize = 50;
const wholePageSize = 200;

/** One pain point and its gripes. */
class PainPage implements Shelf {
  detail = $state.raw<PainPointDetail | null>(null);
  trouble = $state.raw<string | null>(null);
  missing = $state.raw(false);
  members = $state.raw<Member[]>([]);
  total = $state.raw(0);
  next = $state.raw<string | null>(null);
  order = $state.raw<MemberSort>('alike');
  #id: string | null = null;
  #turn = 0;

  find(id: string): Gripe | undefined {
    return this.members.find(({ gripe }) => gripe.id === id)?.gripe;
  }

  take(id: string): void {
    if (id !== this.#id) {
      this.detail = null;
      this.members = [];
      this.next = null;
      this.missing = false;
      this.trouble = null;
      this.order = 'alike';
    }
    this.#id = id;
    void this.#load();
  }

  leave(): void {
    this.#id = null;
    this.#turn++;
  }

  async refresh(): Promise<void> {
    if (this.#id !== null) await this.#load();
  }

  sortBy(order: MemberSort): void {
    this.order = order;
    void this.refresh();
  }

  async #load(): Promise<void> {
    const id = this.#id!;
    const turn = ++this.#turn;
    try {
      const limit = Math.min(wholePageSize, Math.max(pageSize, this.members.length));
      const [detail, page] = await Promise.all([painPoint(id), members(id, { sort: this.order, limit })]);
      if (turn !== this.#turn) return;
      this.detail = detail;
      this.members = page.items;
      this.total = page.total;
      this.next = page.next;
      this.trouble = null;
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.missing = cause instanceof Refusal && cause.code === 'not_found';
      this.trouble = messageOf(cause);
    }
  }

  async more(limit = pageSize): Promise<void> {
    const { next } = this;
    const turn = this.#turn;
    if (!next || this.#id === null) return;
    const page = await members(this.#id, { sort: this.order, limit, cursor: next });
    if (turn !== this.#turn || this.next !== next) return;
    const known = new Set(this.members.map((member) => member.gripe.id));
    this.members = [...this.members, ...page.items.filter((item) => !known.has(item.gripe.id))];
    this.next = page.next;
  }

  /** The ids of all its gripes, which may not be shown yet. */
  async all(): Promise<string[]> {
    const id = this.#id;
    while (this.next) {
      await this.more(wholePageSize);
      if (id === null || id !== this.#id) throw new Error('Its page was left before it was read.');
    }
    return this.members.map((member) => member.gripe.id);
  }

  /** The ids from that gripe on to the end of the list. */
  async from(id: string): Promise<string[]> {
    const { order } = this;
    const ids = await this.all();
    const at = ids.indexOf(id);
    if (at < 0 || order !== this.order) throw new Error('The list is another one by now: choose again.');
    return ids.slice(at);
  }

  keep(gripe: Gripe): void {
    const known = this.members.find((member) => member.gripe.id === gripe.id);
    if (!known) return;
    const said = gripe.minutes !== null;
    const changed = {
      ...known,
      gripe,
      estimated: !said,
      minutes: gripe.minutes ?? this.detail?.painPoint.estimate ?? 0,
    };
    this.members = this.members.map((member) => (member === known ? changed : member));
    void this.refresh();
  }

  drop(id: string): void {
    const before = this.members.length;
    this.members = this.members.filter((member) => member.gripe.id !== id);
    if (this.members.length < before) void this.refresh();
  }
}

export const painPage = new PainPage();
addShelf(painPage);

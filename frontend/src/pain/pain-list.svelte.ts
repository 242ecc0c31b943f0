import { painPoints, themes } from '../api/pain-points';
import { messageOf } from '../frame/notice.svelte';
import type { PainPoint, PainPointPage, Theme } from '../pain-point';
import { beginOf, type Asked } from './address';

const pageSize = 100;
const pageSizeMax = 200;

/** The list of pain points as it was asked for. */
class PainList {
  asked = $state.raw<Asked>({ sort: 'cost', period: 'year', view: 'list', theme: null });
  page = $state.raw<PainPointPage | null>(null);
  /** Those of several pain points. */
  themes = $state.raw<Theme[]>([]);
  trouble = $state.raw<string | null>(null);
  /** Which one is open in its place. */
  open = $state.raw<string | null>(null);
  #asking = new AbortController();
  #wants = false;

  take(asked: Asked): void {
    const { sort, period, theme } = this.asked;
    if (asked.sort !== sort || asked.period !== period || asked.theme !== theme) this.open = null;
    this.asked = asked;
    void this.load();
  }

  async load(): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.#wants = true;
    try {
      const [page, all] = await Promise.all([
        painPoints(this.#wanted(null), signal),
        themes(beginOf(this.asked.period, new Date()), signal),
      ]);
      if (signal.aborted) return;
      this.page = page;
      this.themes = all.items.filter((theme) => theme.painPoints > 1 || theme.id === this.asked.theme);
      this.trouble = null;
    } catch (cause) {
      if (!signal.aborted) this.trouble = messageOf(cause);
    }
  }

  async more(): Promise<void> {
    const before = this.page;
    if (!before?.next) return;
    const page = await painPoints(this.#wanted(before.next));
    if (this.page !== before) return;
    const known = new Set(before.items.map((item) => item.id));
    this.page = { ...page, items: [...before.items, ...page.items.filter((item) => !known.has(item.id))] };
  }

  /** Something was decided, or came in: what is shown, or was asked for before that, is asked for again. */
  async refresh(): Promise<void> {
    if (this.#wants) await this.load();
  }

  #wanted(cursor: string | null) {
    const { sort, period, theme } = this.asked;
    const from = beginOf(period, new Date());
    // Read anew it stays as long as it was, as far as one answer goes.
    const limit = cursor ? pageSize : Math.min(pageSizeMax, Math.max(pageSize, this.page?.items.length ?? 0));
    return { sort, limit, cursor, ...(theme ? { theme } : {}), ...(from ? { from } : {}) };
  }
}

export const painList = new PainList();

/** Those that still cost, those that are left alone for a while, and those whose fix holds. */
export function parted(items: PainPoint[]): { open: PainPoint[]; ignored: PainPoint[]; fixed: PainPoint[] } {
  return {
    open: items.filter(({ status }) => status === 'open' || status === 'returned'),
    ignored: items.filter(({ status }) => status === 'ignored'),
    fixed: items.filter(({ status }) => status === 'fixed'),
  };
}

import { createHash } from 'node:crypto';
import { expect, test as base, type Locator, type Page } from '@playwright/test';

interface Watched {
  violations: string[];
  shifts: { value: number; what: string }[];
}

declare global {
  interface Window {
    watched: Watched;
  }
}

/** The page as somebody uses it; what a test logged is deleted after it. */
export class GripePage {
  readonly page: Page;
  readonly line: Locator;
  readonly rows: Locator;
  readonly says: Locator;

  constructor(page: Page) {
    this.page = page;
    this.line = page.locator('.line textarea');
    this.rows = page.locator('main .row');
    this.says = page.getByRole('region', { name: 'What Gripe says' });
  }

  async open(address = '/'): Promise<void> {
    await this.page.goto(address);
    await expect(this.line).toBeFocused();
  }

  /** As typed: key by key, so that what happens while typing happens. */
  async write(text: string): Promise<void> {
    await this.line.pressSequentially(text, { delay: 5 });
  }

  async save(line: string): Promise<void> {
    await this.write(line);
    await this.page.keyboard.press('Enter');
    await expect(this.says).toContainText('Saved.');
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  async openRow(text: string): Promise<Locator> {
    await this.page.getByRole('button', { name: text, exact: true }).click();
    return this.page.getByRole('form', { name: 'Change this gripe' });
  }
}

/** What was logged on a server that was there before may still be on it. */
const run = process.env.GRIPE_PAGE_URL ? Date.now() : 0;
const drawn = new Map<string, number>();

/**
 * A number that looks like chance and is the same in each run of a test: made-up words are near each other and near
 * real ones by chance, and a test must not fail once in a hundred runs for that.
 */
export function chance(): bigint {
  const { testId, repeatEachIndex, retry } = base.info();
  const who = [run, testId, repeatEachIndex, retry].join();
  const turn = drawn.get(who) ?? 0;
  drawn.set(who, turn + 1);
  return createHash('sha256').update(`${who},${turn}`).digest().readBigUInt64BE();
}

/** A word that no other gripe has. */
export function rareWord(): string {
  return `q${chance().toString(36).slice(-8)}`;
}

/** As a field for a day and a time holds it: local, to the minute. */
export function forField(when: Date): string {
  return new Date(when.getTime() - when.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const test = base.extend<{ gripe: GripePage }>({
  gripe: async ({ page, request }, use) => {
    const logged: string[] = [];
    const errors: string[] = [];
    page.on('response', (response) => {
      if (response.request().method() !== 'POST' || !response.url().endsWith('/api/v1/gripes')) return;
      if (response.status() === 201) logged.push((response.request().postDataJSON() as { id: string }).id);
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(watch);
    try {
      await use(new GripePage(page));
    } finally {
      for (const id of logged) await request.delete(`/api/v1/gripes/${id}`);
    }
    expect(errors).toEqual([]);
    // A test that opened no page has nothing to be watched.
    expect(await page.evaluate(() => window.watched?.violations ?? [])).toEqual([]);
  },
});

function watch(): void {
  window.watched = { violations: [], shifts: [] };
  document.addEventListener('securitypolicyviolation', (event) => {
    window.watched.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  const nameOf = (node: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    return element ? `${element.localName}.${element.getAttribute('class') ?? ''}` : '?';
  };
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) {
      const { value, sources } = entry as PerformanceEntry & {
        value: number;
        sources: { node: Node | null }[];
      };
      const what = sources.map(({ node }) => nameOf(node)).join(' ');
      window.watched.shifts.push({ value, what });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

export { expect };

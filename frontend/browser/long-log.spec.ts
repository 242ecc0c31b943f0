import type { Page } from '@playwright/test';
import { expect, test, type GripePage } from './gripe-page';

const minuteMillis = 60_000;
const dayMillis = 24 * 60 * minuteMillis;
/** Far less than is loaded: a few screens around what is seen. */
const rowsMax = 500;

interface Mocked {
  count: number;
  minutesBetween: number;
  pageSize: number;
}

/** A log as long as is wanted, newest first; every seventh gripe has words for several lines. */
class LongLog {
  /** What was asked for of it. */
  readonly asked: URLSearchParams[] = [];
  readonly #now = Date.now();
  readonly #log: Mocked;

  constructor(log: Mocked) {
    this.#log = log;
  }

  async routeTo(page: Page): Promise<void> {
    await page.route(/\/api\/v1\/places\?/, (route) => route.fulfill({ json: { items: [] } }));
    await page.route(/\/api\/v1\/days\?/, (route) => route.fulfill({ json: { items: [] } }));
    await page.route(/\/api\/v1\/gripes\?/, (route) => {
      const { searchParams } = new URL(route.request().url());
      this.asked.push(searchParams);
      return route.fulfill({ json: this.#page(searchParams) });
    });
  }

  /** The first gripe that happened before that. */
  indexBefore(time: number): number {
    return Math.max(0, Math.floor((this.#now - time) / (this.#log.minutesBetween * minuteMillis)) + 1);
  }

  #page(asked: URLSearchParams) {
    const begin = asked.get('to') ? this.indexBefore(Date.parse(asked.get('to')!)) : 0;
    const end = asked.get('from') ? this.indexBefore(Date.parse(asked.get('from')!)) : this.#log.count;
    const from = Number(asked.get('cursor') ?? begin);
    const limit = asked.get('cursor') ? this.#log.pageSize : Number(asked.get('limit'));
    const to = Math.min(this.#log.count, end, from + limit);
    const items = Array.from({ length: Math.max(0, to - from) }, (_, at) => this.#gripe(from + at));
    return { items, next: to < Math.min(this.#log.count, end) ? String(to) : null };
  }

  #gripe(index: number) {
    const happenedAt = new Date(this.#now - index * this.#log.minutesBetween * minuteMillis).toISOString();
    const more =
      index % 7 ? '' : ' and it has been going on for so long by now that it takes many words to say';
    const rest = { minutes: 5, tags: [], place: null, source: null };
    return {
      id: `id-${index}`,
      text: `number ${index}.${more}`,
      happenedAt,
      createdAt: happenedAt,
      updatedAt: happenedAt,
      ...rest,
    };
  }
}

/** Which gripe stands at a third of the screen's height, or below the day that does. */
function seenOn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('main .row')];
    const row = rows.find((each) => each.getBoundingClientRect().bottom > innerHeight / 3);
    return Number(/number (\d+)\./.exec(row?.textContent ?? '')?.[1]);
  });
}

/** Once what was scrolled to is drawn. */
async function scroll(page: Page, pixels: number): Promise<void> {
  await page.evaluate(async (by) => {
    scrollBy(0, by);
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  }, pixels);
}

/** Scrolls to the end of what there is, and answers how many rows were drawn at most. */
async function toTheEnd(gripe: GripePage): Promise<number> {
  const more = gripe.page.getByRole('button', { name: 'More' });
  let drawn = 0;
  while (await more.isVisible()) {
    await scroll(gripe.page, 100_000_000);
    drawn = Math.max(drawn, await gripe.rows.count());
  }
  await scroll(gripe.page, 100_000_000);
  return drawn;
}

test('the list goes on as somebody scrolls, and only what is near is drawn', async ({ gripe, page }) => {
  test.slow();
  const count = 3_000;
  await new LongLog({ count, minutesBetween: 10, pageSize: 200 }).routeTo(page);
  await gripe.open();
  await expect(gripe.row('number 3.')).toBeVisible();
  expect(await toTheEnd(gripe)).toBeLessThan(rowsMax);
  await expect(gripe.row(`number ${count - 1}.`)).toBeVisible();

  expect(await page.evaluate(() => document.body.scrollHeight)).toBeGreaterThan(count * 30);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
  await expect.poll(() => seenOn(page)).toBeGreaterThan(count / 3);
  expect(await seenOn(page)).toBeLessThan((count * 2) / 3);
  await page.evaluate(() => scrollTo(0, 0));
  await expect(gripe.row('number 0.')).toBeVisible();
  expect(await gripe.rows.count()).toBeLessThan(rowsMax);
});

test('100,000 gripes: the page holds a few hundred rows, and nothing moves', async ({
  gripe,
  page,
  isMobile,
}) => {
  test.setTimeout(240_000); // of a machine that has other things to do
  const count = 100_000;
  // Larger pages than the server's, so that the test is not mostly requests.
  await new LongLog({ count, minutesBetween: 26, pageSize: 5_000 }).routeTo(page);
  await gripe.open();
  await expect(gripe.row('number 3.')).toBeVisible();
  expect(await toTheEnd(gripe)).toBeLessThan(rowsMax);
  await expect(gripe.row(`number ${count - 1}.`)).toBeVisible();
  expect(await page.locator('main *').count()).toBeLessThan(rowsMax * 12);

  // Up, through what was never drawn before, and down again.
  await page.evaluate(() => (window.watched.shifts.length = 0));
  const end = await seenOn(page);
  for (let step = 0; step < 30; step++) await scroll(page, -700);
  const up = await seenOn(page);
  expect(up).toBeLessThan(end - 100);
  for (let step = 0; step < 15; step++) await scroll(page, 700);
  expect(await seenOn(page)).toBeGreaterThan(up + 50);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
  await expect.poll(() => seenOn(page)).toBeGreaterThan(count / 3);
  for (let step = 0; step < 30; step++) await scroll(page, step < 20 ? 700 : -700);
  expect(await page.evaluate(() => window.watched.shifts)).toEqual([]);
  expect(await gripe.rows.count()).toBeLessThan(rowsMax);

  if (!isMobile) {
    // Somebody stands on a gripe, walks on, picks, and finds it again however far they look around.
    const begin = await seenOn(page);
    const named = (index: number) => page.getByRole('button', { name: new RegExp(`^number ${index}\\.`) });
    await named(begin).focus();
    for (let step = 0; step < 80; step++) await page.keyboard.press('j');
    await expect(named(begin + 80)).toBeFocused();
    await page.keyboard.press('Space');
    const picks = page.getByRole('group', { name: 'Picked gripes' });
    await expect(picks).toContainText('1 gripe');
    for (let step = 0; step < 5; step++) await scroll(page, 50_000);
    expect(await gripe.rows.count()).toBeLessThan(rowsMax);
    await expect(named(begin + 80)).toBeFocused();
    await page.keyboard.press('j');
    await expect(named(begin + 81)).toBeFocused();
    await expect(named(begin + 81)).toBeInViewport();
    await expect(page.getByLabel(new RegExp(`^Pick number ${begin + 80}\\.`))).toBeChecked();
    await page.keyboard.press('Escape');
    for (let step = 0; step < 20; step++) await page.keyboard.press('k');
    await expect(named(begin + 61)).toBeFocused();
  }

  const figures = await page.evaluate(async () => {
    const tasks: number[] = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
    const frames: number[] = [];
    let before = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < 240; frame++) {
      scrollBy(0, frame < 120 ? 300 : -300);
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - before);
      before = now;
    }
    frames.sort((one, other) => one - other);
    const at = (share: number) => frames[Math.floor(share * frames.length)]!.toFixed(1);
    const { usedJSHeapSize } = (performance as unknown as { memory: { usedJSHeapSize: number } }).memory;
    return `frames p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; ${tasks.length} tasks over 50 ms, the longest ${Math.max(0, ...tasks)} ms; heap ${Math.round(usedJSHeapSize / 1e6)} MB`;
  });
  console.log(`100,000 gripes, 300 pixels a frame: ${figures}`);
});

test('a day long ago is opened without what lies between', async ({ gripe, page }) => {
  const log = new LongLog({ count: 100_000, minutesBetween: 26, pageSize: 200 });
  await log.routeTo(page);
  await gripe.open();
  await expect(gripe.row('number 3.')).toBeVisible();
  await expect(page.getByLabel('Go to')).toBeVisible();
  const before = log.asked.length;
  const day = new Date(Date.now() - 1_000 * dayMillis);
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  await page.getByLabel('Go to').fill(date.join('-'));
  const end = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
  await expect(gripe.rows.first()).toContainText(`number ${log.indexBefore(end)}.`);
  const pages = log.asked.slice(before);
  expect(pages.every((asked) => asked.get('to') !== null)).toBe(true);
  expect(pages.length).toBeLessThan(5);
  await expect(gripe.row('number 3.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(gripe.rows.first()).toContainText('number 0.');
});

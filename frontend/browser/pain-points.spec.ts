import AxeBuilder from '@axe-core/playwright';
import { expect } from './gripe-page';
import { heading, jams, lateTrains, printerName, town, test } from './recurring';

test('before anything recurs the list says what will happen', async ({ log, page }) => {
  expect(log.ids).toEqual([]);
  test.skip(!!process.env.GRIPE_PAGE_URL, 'only on a Gripe without gripes');
  await page.goto('/pain-points');
  await expect(page.getByText('From three gripes on')).toBeVisible();
  await page.getByRole('link', { name: 'To the log' }).click();
  await expect(page).toHaveURL('/');
});

test('the list is walked, opened in place, and left for a page by keys', async ({ log, page }) => {
  const { id } = await log.recur(jams(printerName()));
  const other = await log.recur(lateTrains(town()));
  await page.goto('/pain-points');
  const row = page.locator(`[data-row="${id}"]`);
  await expect(row).toBeVisible();
  const line = page.locator('tr', { has: row }).first();
  await expect(line).toContainText(/1\s*h\s*40/); // three that say their minutes, and their middle for the fourth
  await expect(line).toContainText('today');
  await row.focus();
  const places = await page
    .locator('.pains [data-row]')
    .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-row')));
  const below = places.indexOf(other.id) > places.indexOf(id);
  await page.keyboard.press(below ? 'j' : 'k');
  await expect(page.locator(':focus')).not.toHaveAttribute('data-row', id);
  await page.keyboard.press(below ? 'k' : 'j');
  await expect(page.locator(':focus')).toHaveAttribute('data-row', id);
  await page.keyboard.press('Enter');
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('.inside .row')).toHaveCount(3);
  await expect(page.locator('.inside')).toContainText('1 gripe says no minutes: each counts as 25 min');
  await page.keyboard.press('Escape');
  await expect(page.locator('.inside')).toBeHidden();
  await page.keyboard.press('o');
  await expect(page).toHaveURL(`/pain-points/${id}`);
  await page.goBack();
  await expect(page).toHaveURL('/pain-points');
});

test('order and time stand in the address', async ({ log, page }) => {
  const { id } = await log.recur(lateTrains(town()));
  await page.goto('/pain-points?sort=recent&period=week');
  const line = page.locator('tr', { has: page.locator(`[data-row="${id}"]`) });
  await expect(line).toContainText(/1\s*h\s*00/); // the first of them is eight days old
  await page.getByLabel('Period').selectOption('All time');
  await expect(line).toContainText(/1\s*h\s*15/);
  await expect(page).toHaveURL('/pain-points?sort=recent&period=all');
  await page.getByLabel('Order').selectOption('Came back');
  await expect(page.getByText('Nothing that was fixed has come back.')).toBeVisible();
  await expect(line).toBeHidden();
});

test('what rises stands first when that is asked for, whatever it costs', async ({ log, page }) => {
  const monthsAgo = jams(printerName()).map(({ daysAgo = 0, ...rest }) => ({
    ...rest,
    daysAgo: daysAgo + 60,
  }));
  const { id: costliest } = await log.recur(monthsAgo);
  const { id: rising } = await log.recur(lateTrains(town()));
  await page.goto('/pain-points');
  const rows = page.locator('.pains [data-row]');
  const line = (id: string) => page.locator('tr', { has: page.locator(`[data-row="${id}"]`) });
  await expect(rows.first()).toHaveAttribute('data-row', costliest);
  await page.getByLabel('Order').selectOption('Rising');
  await expect(page).toHaveURL('/pain-points?sort=rising');
  await expect(rows.first()).toHaveAttribute('data-row', rising);
  await expect(page.getByRole('table', { name: 'Pain points by how fast they rise' })).toBeVisible();
  await expect(line(rising).locator('.rate')).toContainText('rising');
  await expect(line(costliest).locator('.rate')).not.toContainText('rising');
  await page.reload();
  await expect(page.getByLabel('Order')).toHaveValue('rising');
  await expect(rows.first()).toHaveAttribute('data-row', rising);
  await page.getByLabel('Order').selectOption('Costs most');
  await expect(page).toHaveURL('/pain-points');
  await expect(rows.first()).toHaveAttribute('data-row', costliest);
});

test('the name comes into the list by itself, and moves nothing', async ({ log, gripe, page }) => {
  const word = printerName();
  const [first, second, third, fourth] = jams(word);
  await log.write(first!);
  await log.write({ ...second!, daysAgo: 0 });
  const timers = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/timers'));
  await gripe.open();
  await timers;
  const row = gripe.row(`printer ${word} jams again`);
  await expect(row).toBeVisible();
  await expect(row.locator('.at a')).toHaveCount(0);
  const box = () => row.boundingBox();
  const before = await box();
  await log.write({ ...third!, daysAgo: 20 });
  await log.write({ ...fourth!, daysAgo: 21 });
  // The grouping in the background has the last word on those that were there before.
  await expect(row.locator('.at a')).toBeVisible({ timeout: 15_000 });
  expect(await box()).toEqual(before);
  await row.locator('.at a').click();
  await expect(page.locator('.member')).toHaveCount(4);
});

test('any letter goes to the line, which comes up at the foot', async ({ log, gripe, page }) => {
  const { id } = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${id}`);
  await expect(heading(page)).toBeVisible();
  await page.keyboard.type('forgot the badge');
  await expect(gripe.line).toHaveValue('forgot the badge');
  await expect(gripe.line).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(gripe.says.getByText('Saved.')).toBeVisible();
});

test('an hour has a price, and money stands beside time', async ({ log, gripe, page }) => {
  await log.recur(lateTrains(town()));
  await page.goto('/overview');
  await page.getByRole('button', { name: /an hour costs?/ }).click();
  const form = page.getByRole('form', { name: 'What an hour costs' });
  await form.getByLabel('An hour costs').fill('60');
  await form.getByLabel('Currency').fill('EUR');
  await form.getByRole('button', { name: 'Save' }).click();
  // Of all gripes, others' too.
  const money = async () =>
    ((await (await page.request.get('/api/v1/overview')).json()) as { money: number | null }).money ?? 0;
  await expect.poll(money).toBeGreaterThan(0);
  await expect(page.locator('.q .answer').first()).toContainText(`€${Math.round(await money())}`);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.q .answer').first()).not.toContainText('€');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nobody is shut out, and nothing is cut off, ${scheme}`, async ({ log, page, isMobile }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const { id } = await log.recur([
      ...jams(printerName()),
      { text: `${'averyveryverylongword'.repeat(5)} printer jams`, minutes: 95 },
    ]);
    const flaws = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id: rule, nodes }) => [
        rule,
        nodes[0]?.html,
      ]);
    const wider = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.goto('/pain-points');
    await page.locator(`[data-row="${id}"]`).click();
    await expect(page.locator('.inside .row')).toHaveCount(3);
    expect(await flaws()).toEqual([]);
    expect(await wider()).toBeLessThanOrEqual(0);
    await page.getByRole('link', { name: 'Open', exact: true }).click();
    await expect(page.locator('.member').first()).toBeVisible();
    expect(await flaws()).toEqual([]);
    expect(await wider()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Mark fixed' }).click();
    expect(await flaws()).toEqual([]);
    await page.goto('/overview');
    await expect(page.getByRole('heading', { name: 'What costs most?' })).toBeVisible();
    expect(await flaws()).toEqual([]);
    expect(await wider()).toBeLessThanOrEqual(0);
    if (!isMobile) return;
    for (const button of await page.locator('button:visible, nav a:visible').all()) {
      const box = (await button.boundingBox())!;
      if ((await button.getAttribute('class')) === 'link') continue; // inside a sentence
      expect(Math.min(box.height, 44), (await button.textContent()) ?? '').toBe(44);
    }
  });
}

test('the list is narrowed to a theme', async ({ log, page, request }) => {
  const word = printerName();
  const { id } = await log.recur(jams(word));
  let theme: string | null = null;
  // It belongs to one as soon as all are grouped anew.
  await expect(async () => {
    const answer = await request.get(`/api/v1/pain-points/${id}`);
    ({ theme } = ((await answer.json()) as { painPoint: { theme: string | null } }).painPoint);
    expect(theme).not.toBeNull();
  }).toPass({ timeout: 15_000 });
  await page.goto(`/pain-points?theme=${theme}`);
  await expect(page.locator(`[data-row="${id}"]`)).toBeVisible();
  await page.getByLabel('Kind').selectOption('All kinds');
  await expect(page).toHaveURL('/pain-points');
  await expect(page.locator(`[data-row="${id}"]`)).toBeVisible();
  await page.goto('/pain-points?theme=unknown');
  await page.getByRole('button', { name: 'Look at all kinds' }).click();
  await expect(page.locator(`[data-row="${id}"]`)).toBeVisible();
});

import AxeBuilder from '@axe-core/playwright';
import { expect, rareWord, test } from './gripe-page';

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing stands in anybody's way, ${scheme}`, async ({ gripe, page }) => {
    const word = rareWord();
    await page.emulateMedia({ colorScheme: scheme });
    const flaws = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    await gripe.open();
    await gripe.save(`1h10 dentist ${word} called twice #private @home`);
    expect(await flaws()).toEqual([]);
    await gripe.write(`10m dentist ${word} called twice #private`);
    await expect(gripe.says).toContainText('Same as');
    expect(await flaws()).toEqual([]);
    await gripe.openRow(`dentist ${word} called twice`);
    expect(await flaws()).toEqual([]);
    await gripe.open(`/search?q=dentist+${word}`);
    await expect(gripe.row(word)).toBeVisible();
    expect(await flaws()).toEqual([]);
  });
}

for (const scheme of ['light', 'dark'] as const) {
  test(`nor do timers, sheets and the way in, ${scheme}`, async ({ gripe, page }) => {
    const word = rareWord();
    await page.emulateMedia({ colorScheme: scheme });
    const flaws = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    await gripe.open();
    await gripe.write(`queue ${word} #ci`);
    await page.keyboard.press('ControlOrMeta+.');
    const timer = page.locator('.timer', { hasText: word });
    await expect(timer).toBeVisible();
    expect(await flaws()).toEqual([]);
    await timer.getByRole('button', { name: /^Never mind/ }).click();
    await expect(timer).toBeHidden();

    await gripe.line.blur();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await flaws()).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();

    await page.route('**/api/v1/**', (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 401, code: 'token_required', detail: 'Sign in first.' }),
      }),
    );
    await page.goto('/');
    await expect(page.getByLabel('Owner token')).toBeFocused();
    expect(await flaws()).toEqual([]);
    await page.unroute('**/api/v1/**');
  });
}

test('the theme is switched, kept, and there before anything is drawn', async ({ gripe, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await gripe.open();
  const light = await paper();
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.route('**/assets/index-*.js', (route) => route.abort());
  await page.reload();
  expect(await paper()).toBe(dark);
});

test('nothing moves when something arrives', async ({ gripe, page, isMobile }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`25m forklift ${word} blocks the door #warehouse`);
  await page.reload();
  await expect(gripe.row(word)).toBeVisible();
  // Slower than the half second after a key that browsers forgive.
  for (const call of ['parse', 'similar']) {
    await page.route(`**/api/v1/${call}*`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
  }
  const top = async () => (await gripe.row(word).boundingBox())?.y;
  const before = await top();
  await gripe.line.fill(`25m forklift ${word} blocks the door #warehouse`);
  await expect(page.getByRole('button', { name: 'Not 25 min' })).toBeVisible();
  await expect(gripe.says).toContainText('forklift');
  expect(await top()).toBe(before);
  // The ghost's letters are not seen, and on a phone the line is meant to grow upward over the list.
  const meant = isMobile ? /^(form\.line|div\.ghost)/ : /^div\.ghost/;
  const shifts = await page.evaluate(() => window.watched.shifts);
  const moved = shifts.filter(({ what }) => !meant.test(what));
  expect(moved).toEqual([]);
});

test('nothing is cut off sideways, and a thumb finds what it presses', async ({ gripe, page, isMobile }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`25m ${'averyveryveryverylongword'.repeat(6)} ${word} #ci @office`);
  await gripe.write('10m something else #it');
  await expect(page.getByRole('button', { name: 'Not 10 min' })).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  if (!isMobile) return;
  for (const button of await page.locator('button:visible, nav a:visible').all()) {
    const box = (await button.boundingBox())!;
    expect(Math.min(box.height, 44), (await button.textContent()) ?? '').toBe(44);
  }
});

import AxeBuilder from '@axe-core/playwright';
import { expect } from './gripe-page';
import { jams, lateTrains, printerName, town, test } from './recurring';

test('the map is walked by arrow keys, and the list beside it has the same', async ({
  log,
  page,
  isMobile,
}) => {
  const first = await log.recur(jams(printerName()));
  const second = await log.recur(lateTrains(town()));
  await page.goto('/pain-points');
  await page.getByRole('link', { name: 'Map', exact: true }).click();
  await expect(page).toHaveURL('/pain-points?view=map');
  const map = page.getByRole('group', { name: /^Map of/ });
  const places = map.getByRole('link');
  const place = map.locator(`a[href="/pain-points/${first.id}"]`);
  // By which name is for other tests: one of an earlier test's that is just being deleted may have drawn these.
  await expect(place).toHaveAttribute('aria-label', /^.+, 1 h 40, 4 gripes$/);
  const name = (await place.getAttribute('aria-label'))!.replace(/, 1 h 40, 4 gripes$/, '');
  const list = page.getByRole('region', { name: 'The same as a list' });
  await expect(list.locator(`[data-row="${first.id}"]`)).toHaveText(name);
  expect(await list.locator('[data-row]').count()).toBe(await places.count());
  const flaws = (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [
    id,
    nodes[0]?.html,
  ]);
  expect(flaws).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider).toBeLessThanOrEqual(0);

  // One of them by Tab, the others by arrows: until the wanted one is reached.
  await expect(map.locator('a[tabindex="0"]')).toHaveCount(1);
  await map.locator('a[tabindex="0"]').focus();
  const seen = new Set<string>();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
    await page.keyboard.press(key);
    seen.add((await page.locator(':focus').getAttribute('href'))!);
  }
  expect(seen.size).toBeGreaterThan(1);
  await map.locator(`a[href="/pain-points/${second.id}"]`).focus();
  const box = () => map.getAttribute('viewBox');
  const whole = await box();
  await page.keyboard.press('+');
  await expect.poll(box).not.toBe(whole);
  await page.keyboard.press('0');
  await expect.poll(box).toBe(whole);
  await page.getByRole('button', { name: 'Closer' }).click();
  await expect.poll(box).not.toBe(whole);
  await page.getByRole('button', { name: 'All of it' }).click();
  await page.keyboard.press('Tab');
  await map.locator(`a[href="/pain-points/${second.id}"]`).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/pain-points/${second.id}`);
  await page.goBack();
  await expect(map).toBeVisible();
  if (isMobile) return;
  await map.locator(`a[href="/pain-points/${first.id}"] .hull`).click();
  await expect(page).toHaveURL(`/pain-points/${first.id}`);
});

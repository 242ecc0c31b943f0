import { expect, rareWord, test } from './gripe-page';
import type { Timer } from '../src/api/timers';

test.beforeEach(async ({ request }) => {
  const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
  for (const { id } of items) await request.delete(`/api/v1/timers/${id}`);
});

test('a timer of what is in the line runs on across a reload, and becomes a gripe', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.write(`build queue ${word} #ci`);
  await page.keyboard.press('ControlOrMeta+.');
  await expect(gripe.line).toHaveValue('');
  const timer = page.locator('.timer', { hasText: word });
  await expect(timer.getByRole('timer')).toHaveText(/^0:0\d$/);
  await page.reload();
  await expect(timer.getByRole('timer')).toHaveText(/^0:\d\d$/);
  await expect(timer.getByRole('timer')).not.toHaveText('0:00');

  await timer.getByRole('button', { name: /^Stop/ }).click();
  await expect(gripe.says).toContainText('Saved.');
  await expect(gripe.row(word)).toContainText('#ci');
  await timer.getByRole('button', { name: /^Back on it/ }).click();
  await expect(timer).toBeHidden();
  const items = (
    (await (await request.get(`/api/v1/search?q=${word}`)).json()) as { items: { gripe: { id: string } }[] }
  ).items;
  for (const { gripe: found } of items) await request.delete(`/api/v1/gripes/${found.id}`);
});

test('what it was is said afterwards; never mind forgets; several run at once', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  const start = page.getByRole('button', { name: 'Start a timer' });
  await start.click();
  await start.click();
  await expect(page.getByRole('timer')).toHaveCount(2);
  await page.getByRole('button', { name: 'Never mind something' }).first().click();
  await expect(page.getByRole('timer')).toHaveCount(1);
  await page.getByRole('button', { name: 'Stop something' }).click();
  const words = page.getByRole('textbox', { name: 'What was it?' });
  await expect(words).toBeFocused();
  await page.keyboard.type(`phone call ${word} 10m`);
  await page.keyboard.press('Enter');
  await expect(gripe.row(word)).toContainText(/10\s*min/);
  const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
  expect(items.map(({ state }) => state)).toEqual(['logged']);
  await request.delete(`/api/v1/gripes/${items[0]!.id}`);
});

test('without a network a timer starts and stops all the same', async ({ gripe, page, context, request }) => {
  const word = rareWord();
  await gripe.open();
  await expect(page.getByRole('heading', { name: 'Timers' })).toBeVisible();
  await context.setOffline(true);
  await gripe.write(`tunnel ${word}`);
  await page.keyboard.press('ControlOrMeta+.');
  const timer = page.locator('.timer', { hasText: word });
  await expect(page.getByText('Kept here, not sent yet.')).toBeVisible();
  await timer.getByRole('button', { name: /^Stop/ }).click();
  await context.setOffline(false);
  await expect(page.getByText('Kept here, not sent yet.')).toBeHidden();
  await expect(gripe.row(word)).toBeVisible();
  const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
  expect(items.map(({ state, line }) => [state, line])).toEqual([['logged', `tunnel ${word}`]]);
  await request.delete(`/api/v1/gripes/${items[0]!.id}`);
});

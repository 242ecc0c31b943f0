import type { APIRequestContext } from '@playwright/test';
import { expect, rareWord, test } from './gripe-page';
import type { Timer } from '../src/api/timers';

async function forget({ request }: { request: APIRequestContext }): Promise<void> {
  const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
  for (const { id } of items) await request.delete(`/api/v1/timers/${id}`);
}

test.beforeEach(forget);
// Timers that run stand above every other test's list.
test.afterEach(forget);

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

test('a step that the server cannot take now is sent again', async ({ gripe, page, request }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m before the restart ${rareWord()}`); // an empty log says nothing of timers
  await expect(page.getByRole('heading', { name: 'Timers' })).toBeVisible();
  const answers = [503, 502, 500];
  await page.route('**/api/v1/timers', (route) => {
    const status = route.request().method() === 'POST' ? answers.shift() : undefined;
    return status ? route.fulfill({ status, body: 'not now' }) : route.continue();
  });
  await gripe.write(`restart ${word}`);
  await page.keyboard.press('ControlOrMeta+.');
  // It tries again by itself, too.
  for (const left of [2, 1, 0]) {
    await expect.poll(() => answers.length).toBeLessThanOrEqual(left);
    if (answers.length) await expect(page.getByText('Kept here, not sent yet.')).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event('online')));
  }
  await expect(page.getByText('Kept here, not sent yet.')).toBeHidden();
  const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
  expect(items.map(({ line }) => line)).toEqual([`restart ${word}`]);
  await request.delete(`/api/v1/timers/${items[0]!.id}`);
});

test('a step that can never succeed is dropped and said, and holds up none', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.write(`${word} ${'a'.repeat(20)}`);
  await page.evaluate((step) => localStorage.setItem('gripe.timers.step.1.x', JSON.stringify(step)), {
    id: 'no such timer',
    does: 'stop',
    at: new Date().toISOString(),
    zone: 'UTC',
  });
  await page.keyboard.press('ControlOrMeta+.');
  await expect(gripe.says).toContainText('The timer: ');
  await expect
    .poll(async () => {
      const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
      return items.map(({ line }) => line);
    })
    .toEqual([`${word} ${'a'.repeat(20)}`]);
});

test('what two tabs do with timers while offline is all kept', async ({ gripe, page, context, request }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m before two tabs ${rareWord()}`); // an empty log says nothing of timers
  const other = await context.newPage();
  for (const tab of [page, other]) {
    if (tab === other) await tab.goto('/');
    await expect(tab.getByRole('heading', { name: 'Timers' })).toBeVisible();
  }
  await context.setOffline(true);
  for (const [index, tab] of [page, other, page].entries()) {
    await tab.bringToFront();
    await tab.locator('.line textarea').pressSequentially(`${index} ${word}`);
    await tab.keyboard.press('ControlOrMeta+.');
    await expect(tab.locator('.timer', { hasText: `${index} ${word}` })).toBeVisible();
  }
  // Each tab shows what was started in the other.
  await expect(other.locator('.timer', { hasText: word })).toHaveCount(3);
  await context.setOffline(false);
  await expect
    .poll(async () => {
      const { items } = (await (await request.get('/api/v1/timers')).json()) as { items: Timer[] };
      return items.map(({ line }) => line).sort();
    })
    .toEqual([0, 1, 2].map((index) => `${index} ${word}`));
  await other.close();
});

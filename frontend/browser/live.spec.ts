import { expect, rareWord, test } from './gripe-page';

test('what happens after the first reading and before the first listening is shown', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  let listen = () => {};
  const captured = new Promise<void>((resolve) => (listen = resolve));
  await page.route('**/api/v1/events*', async (route) => {
    await captured;
    await route.continue();
  });
  const listening = page.waitForRequest('**/api/v1/events*');
  await gripe.open();
  await listening;
  const answer = await request.post('/api/v1/gripes', {
    data: { text: `elevator ${word} stuck`, minutes: 5 },
  });
  const { id } = (await answer.json()) as { id: string };
  listen();
  await expect(gripe.row(word)).toBeVisible();
  await request.delete(`/api/v1/gripes/${id}`);
  await expect(gripe.row(word)).toBeHidden();
});

test('what happens while nobody looks is shown when somebody does, however much', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m escalator ${word} slow`);
  const look = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await look(true);
  const ids: string[] = [];
  for (let count = 0; count < 25; count++) {
    const answer = await request.post('/api/v1/gripes', { data: { text: `escalator ${word} stops` } });
    ids.push(((await answer.json()) as { id: string }).id);
  }
  await look(false);
  // In the texts: their pain point may be named after one of them, too.
  await expect(page.locator('.row .text', { hasText: word })).toHaveCount(26);
  for (const id of ids) await request.delete(`/api/v1/gripes/${id}`);
});

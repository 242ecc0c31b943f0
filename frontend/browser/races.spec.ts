import type { Page, Request } from '@playwright/test';
import { expect, rareWord } from './gripe-page';
import { jams, test } from './recurring';

const gripePath = /\/api\/v1\/gripes\/[^/?]+$/;

/** Requests of that kind are held until they are let go, however many. */
async function hold(page: Page, path: string | RegExp, method: string) {
  const held = Promise.withResolvers<void>();
  const come = Promise.withResolvers<Request>();
  await page.route(path, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    come.resolve(route.request());
    await held.promise;
    return route.continue();
  });
  return { come: come.promise, release: () => held.resolve() };
}

const idOf = (request: Request) => request.url().split('/').at(-1)!;

test('what was read before it was deleted here does not come back', async ({ gripe, page, request }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m kettle ${word} leaks`);
  await expect(gripe.row(word)).toBeVisible();
  const read = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  await page.route(
    gripePath,
    async (route) => {
      const response = await route.fetch();
      reading.resolve();
      await read.promise;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  const id = await page.getByRole('button', { name: `kettle ${word} leaks` }).getAttribute('data-row');
  await request.patch(`/api/v1/gripes/${id}`, { data: { minutes: 6 } });
  await reading.promise;
  const form = await gripe.openRow(`kettle ${word} leaks`);
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await form.getByRole('button', { name: 'Delete' }).click();
  await deleted;
  const again = page.waitForRequest((each) => each.method() === 'GET' && each.url().endsWith(id!));
  read.resolve();
  await again;
  expect(await gripe.row(word).count()).toBe(0);
});

test('undo while something is being deleted or changed is about that, and not about what was before', async ({
  gripe,
  page,
}) => {
  const [first, second] = [rareWord(), rareWord()];
  const undo = gripe.says.getByRole('button', { name: 'Undo' });
  await gripe.open();
  await gripe.save(`5m monitor ${first} flickers`);
  await gripe.save(`5m desk ${second} wobbles`);
  const changed = await gripe.openRow(`monitor ${first} flickers`);
  await changed.getByLabel('Minutes').fill('8');
  await changed.getByLabel('Minutes').press('Enter');
  await expect(gripe.says).toContainText('Changed.');

  const removal = await hold(page, gripePath, 'DELETE');
  const form = await gripe.openRow(`desk ${second} wobbles`);
  await form.getByRole('button', { name: 'Delete' }).click();
  await removal.come;
  await expect(gripe.says).toContainText(`Deleted “desk ${second} wobbles”.`);
  await undo.click();
  removal.release();
  await expect(gripe.row(second)).toBeVisible();
  await expect(gripe.says).toContainText('It is back.');
  await expect(gripe.row(first)).toContainText(/8\s*min/);

  const change = await hold(page, gripePath, 'PATCH');
  const again = await gripe.openRow(`desk ${second} wobbles`);
  await again.getByLabel('Minutes').fill('9');
  await again.getByLabel('Minutes').press('Enter');
  await change.come;
  await expect(page.locator('p.said', { hasText: 'It is back.' })).toHaveCount(0);
  change.release();
  await expect(gripe.says).toContainText('Changed.');
});

test('what the server does not delete is there again, also for who undid it already', async ({
  gripe,
  page,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m fan ${word} hums`);
  const refused = Promise.withResolvers<void>();
  await page.route(
    gripePath,
    async (route) => {
      await refused.promise;
      await route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 500, code: 'internal', detail: 'Something broke.' }),
      });
    },
    { times: 1 },
  );
  const form = await gripe.openRow(`fan ${word} hums`);
  await form.getByRole('button', { name: 'Delete' }).click();
  await expect(gripe.row(word)).toBeHidden();
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  refused.resolve();
  await expect(gripe.says).toContainText('Not deleted: Something broke.');
  await expect(gripe.row(word)).toBeVisible();
});

test('what somebody else changes while a form is open stays theirs', async ({ gripe, page, request }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m scanner ${word} jams`);
  const form = await gripe.openRow(`scanner ${word} jams`);
  await form.getByLabel('Minutes').fill('7');
  const { items } = (await (await request.get('/api/v1/gripes?limit=20')).json()) as {
    items: { id: string; text: string }[];
  };
  const { id } = items.find(({ text }) => text.includes(word))!;
  const read = page.waitForResponse((response) => response.url().endsWith(id) && response.ok());
  await request.patch(`/api/v1/gripes/${id}`, { data: { place: 'lobby' } });
  await (await read).finished();
  await form.getByLabel('Minutes').press('Enter');
  await expect(gripe.row(word)).toContainText(/@lobby.*7\s*min/);
});

test('a slow answer closes no other form, takes nobody out of the line, and is told', async ({
  gripe,
  page,
  isMobile,
}) => {
  const [first, second] = [rareWord(), rareWord()];
  await gripe.open();
  await gripe.save(`5m tram ${first} late`);
  await gripe.save(`5m bus ${second} full`);
  const change = await hold(page, gripePath, 'PATCH');
  const one = await gripe.openRow(`tram ${first} late`);
  await one.getByLabel('Minutes').fill('6');
  await one.getByLabel('Minutes').press('Enter');
  await change.come;
  await page.keyboard.press('Escape');
  const other = await gripe.openRow(`bus ${second} full`);
  await other.getByLabel('Place').fill('sto');
  change.release();
  await expect(gripe.row(first)).toContainText(/6\s*min/);
  await other.getByLabel('Place').pressSequentially('p');
  await expect(other.getByLabel('Place')).toHaveValue('stop');
  await expect(other.getByLabel('Place')).toBeFocused();

  await page.unrouteAll({ behavior: 'wait' });
  const slow = await hold(page, gripePath, 'PATCH');
  await other.getByLabel('Place').press('Enter');
  await slow.come;
  // On a phone the line makes room for a form.
  if (!isMobile) {
    await gripe.line.click();
    await gripe.write('half a ');
  }
  slow.release();
  await expect(gripe.row(second)).toContainText('@stop');
  if (!isMobile) {
    await gripe.write('thought');
    await expect(gripe.line).toHaveValue('half a thought');
    await gripe.line.fill('');
  }

  await page.unrouteAll({ behavior: 'wait' });
  const refused = Promise.withResolvers<void>();
  await page.route(gripePath, async (route) => {
    if (route.request().method() !== 'PATCH') return route.fallback();
    await refused.promise;
    return route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 500, code: 'internal', detail: 'Something broke.' }),
    });
  });
  const last = await gripe.openRow(`bus ${second} full`);
  await last.getByLabel('Minutes').fill('9');
  await last.getByLabel('Minutes').press('Enter');
  await page.keyboard.press('Escape');
  refused.resolve();
  await expect(gripe.says).toContainText('Not changed: Something broke.');
});

test('what goes back into the line while it is being sent is in the line alone', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  const sending = await hold(page, '**/api/v1/gripes', 'POST');
  await gripe.write(`5m lamp ${word} buzzes`);
  await page.keyboard.press('Enter');
  const id = ((await sending.come).postDataJSON() as { id: string }).id;
  await page.getByRole('button', { name: new RegExp(word) }).click();
  await page.getByRole('button', { name: 'Back into the line' }).click();
  await expect(gripe.line).toHaveValue(`5m lamp ${word} buzzes`);
  await expect(gripe.row(word)).toBeHidden();
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
  sending.release();
  expect(idOf((await deleted).request())).toBe(id);
  await expect(gripe.row(word)).toBeHidden();
  expect((await request.get(`/api/v1/gripes/${id}`)).status()).toBe(404);
  await expect(gripe.line).toHaveValue(`5m lamp ${word} buzzes`);
  await expect(gripe.says).not.toContainText('Sent');
  await gripe.line.fill('');
});

test('also one that was sent while its form was open goes back into the line', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  const sending = await hold(page, '**/api/v1/gripes', 'POST');
  await gripe.write(`5m lamp ${word} buzzes`);
  await page.keyboard.press('Enter');
  const id = ((await sending.come).postDataJSON() as { id: string }).id;
  await page.getByRole('button', { name: new RegExp(word) }).click();
  await expect(page.getByRole('form', { name: 'Change this line' })).toBeVisible();
  sending.release();
  await expect(page.locator('p.said')).toContainText('Saved.'); // which a phone hides behind a form
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Back into the line' }).click();
  await deleted;
  await expect(gripe.line).toHaveValue(`5m lamp ${word} buzzes`);
  await expect(gripe.row(word)).toBeHidden();
  await expect(gripe.says).not.toContainText('Saved.');
  expect((await request.get(`/api/v1/gripes/${id}`)).status()).toBe(404);
  await gripe.line.fill('');
});

test('who types elsewhere when a slow decision is there types on', async ({ log, gripe, page }) => {
  const { id } = await log.recur(jams(rareWord()));
  await page.goto(`/pain-points/${id}`);
  const members = page.locator('.member');
  await expect(members).toHaveCount(4);
  const move = await hold(page, '**/api/v1/pain-points/*/move', 'POST');
  await members.first().locator('[data-row]').focus();
  await page.keyboard.press('x');
  await move.come;
  await gripe.line.focus();
  await gripe.write('next ');
  move.release();
  await expect(members).toHaveCount(3);
  await expect(gripe.says).toContainText('is taken out, for good.');
  await gripe.write('mixes');
  await expect(gripe.line).toHaveValue('next mixes');
  await gripe.line.fill('');
});

test('the map is of the period that was chosen last, whichever answer comes last', async ({ log, page }) => {
  const { id } = await log.recur(jams(rareWord()));
  await page.goto('/pain-points?view=map');
  const disc = page.getByRole('group', { name: /^Map of/ }).locator(`a[href="/pain-points/${id}"]`);
  await expect(disc).toHaveAttribute('aria-label', /4 gripes$/);
  const held = Promise.withResolvers<void>();
  const come = Promise.withResolvers<void>();
  const weeks: Promise<void>[] = [];
  await page.route(
    '**/api/v1/map?*',
    (route) => {
      const answer = async () => {
        const response = await route.fetch();
        come.resolve();
        await held.promise;
        await route.fulfill({ response });
      };
      weeks.push(answer());
      return weeks.at(-1)!;
    },
    { times: 1 },
  );
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Last week');
  await come.promise;
  await page.getByRole('combobox', { name: 'Period' }).selectOption('All time');
  await expect(page).toHaveURL(/period=all/);
  await page.waitForResponse(/\/api\/v1\/map\?$/);
  held.resolve();
  await Promise.all(weeks);
  await expect(disc).toHaveAttribute('aria-label', /4 gripes$/);
});

test('a name that changes while another one is being written overwrites nothing', async ({
  log,
  page,
  request,
}) => {
  const { id } = await log.recur(jams(rareWord()));
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Rename' }).click();
  const name = page.getByRole('form', { name: 'Rename' }).getByRole('textbox');
  await name.fill('Paper j');
  await request.post(`/api/v1/pain-points/${id}/rename`, { data: { label: 'Printer trouble' } });
  await expect(page).toHaveTitle('Printer trouble · gripe');
  await name.pressSequentially('am');
  await expect(name).toHaveValue('Paper jam');
});

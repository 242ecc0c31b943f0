import { expect, rareWord, test } from './gripe-page';

test('a line is understood, saved, shown, and found at once by other words', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.write(`25m waiting for a free build runner #${word} @office`);
  const chips = page.getByRole('list', { name: 'Understood as' }).getByRole('listitem');
  await expect(chips).toHaveText(['25 min', `#${word}`, '@office']);
  await expect(page.locator('.ghost mark')).toHaveText(['25m', `#${word}`, '@office']);
  await page.getByRole('form', { name: 'New gripe' }).getByRole('button', { name: 'Save' }).click();

  await expect(gripe.says).toContainText('Saved.');
  await expect(gripe.line).toHaveValue('');
  await expect(gripe.line).toBeFocused();
  await expect(gripe.row(word)).toContainText(
    /^\d\d:\d\d\s+waiting for a free build runner.*@office.*25\s*min/,
  );

  await page.goto('/search?q=no+build+machine+available');
  await expect(
    page.locator('.group', { hasText: 'Matches' }).locator('.row', { hasText: word }),
  ).toBeVisible();
});

test('a chip that is pressed is taken literally', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.write(`the ${word} channel #random is noisy 5m`);
  await page.getByRole('button', { name: 'Not #random' }).click();
  await expect(page.getByRole('button', { name: 'Not #random' })).toBeHidden();
  await expect(gripe.line).toHaveValue(`the ${word} channel \\#random is noisy 5m`);
  await expect(gripe.line).toBeFocused();
  await gripe.line.press('Enter');
  await expect(gripe.row(`the ${word} channel #random is noisy`)).toContainText(/5\s*min/);
});

test('a chip that is pressed is changed in the line', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.write(`vpn ${word} dropped yesterday 3pm, 25m #it`);
  const chips = page.getByRole('list', { name: 'Understood as' }).getByRole('listitem');
  await expect(chips).toHaveText(['yesterday 15:00', '25 min', '#it']);
  await page.getByRole('button', { name: 'Change yesterday 15:00' }).click();
  await page.keyboard.type('yesterday 9am');
  await expect(chips).toHaveText(['yesterday 09:00', '25 min', '#it']);
  await gripe.line.press('Enter');
  await expect(gripe.says).toContainText('Saved.');
  await expect(gripe.row(word)).toContainText(/^09:00\s+vpn .* dropped.*25\s*min/);
});

test('chips come and go without moving anything', async ({ gripe, page, isMobile }) => {
  // Short enough to stay in one row: that the line grows with what is written is no surprise.
  const [letter, rest] = isMobile
    ? ['9', 'm #it #vpn @hq']
    : ['2', '5m vpn dropped #it #vpn #network @office'];
  await gripe.open();
  await gripe.write(letter); // with which a phone makes room for them
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  await page.evaluate(() => (window.watched.shifts.length = 0));
  await gripe.write(rest);
  const chips = page.getByRole('list', { name: 'Understood as' }).getByRole('listitem');
  const count = isMobile ? 4 : 5;
  await expect(chips).toHaveCount(count);
  for (let left = count - 1; left >= 0; left--) {
    await page.getByRole('button', { name: /^Not / }).first().click();
    await expect(chips).toHaveCount(left);
  }
  expect(
    await page.evaluate(() => window.watched.shifts.filter(({ what }) => !what.includes('.ghost'))),
  ).toEqual([]);
});

test('Shift and Enter write on, Enter saves', async ({ gripe, page }) => {
  await gripe.open();
  await gripe.write('first');
  await page.keyboard.press('Shift+Enter');
  await gripe.write('second');
  await expect(gripe.line).toHaveValue('first\nsecond');
});

test('what it resembles is shown while typing, and counted when saved', async ({ gripe }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`20m printer ${word} jams on every second page`);
  await gripe.write(`10m printer ${word} jams on every second page`);
  await expect(gripe.says).toContainText(/jams on every second page.*\d+ times? · 20 min · last today/);
  await gripe.line.press('Enter');
  await expect(gripe.says).toContainText(/Saved\. 2nd time, 30 min in all, last today/);
});

test('one key logs the same again, with its own minutes', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`20m plotter ${word} out of paper #office`);
  await gripe.write(`plotter ${word} out of paper 5m`);
  await expect(page.getByRole('button', { name: 'Same again, 5 min' })).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(gripe.says).toContainText(/Saved\. 2nd time, 25 min in all/);
  await expect(gripe.line).toHaveValue('');
  await expect(gripe.row(word).first()).toContainText(/#office.*5\s*min/);
});

test('the same again keeps what was typed, also before the server has understood it', async ({
  gripe,
  page,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`20m plotter ${word} out of paper #office`);
  await gripe.write(`plotter ${word} out of paper`);
  await expect(page.getByRole('button', { name: 'Same again, 20 min' })).toBeVisible();
  let parsed: (() => void) | null = null;
  const held = new Promise<void>((resolve) => (parsed = resolve));
  await page.route('**/api/v1/parse', async (route) => {
    await held;
    await route.continue();
  });
  await gripe.write(' 5m #urgent @lab yesterday 3pm');
  await page.keyboard.press('Alt+1');
  parsed!();
  await expect(gripe.says).toContainText(/Saved\. 2nd time, 25 min in all/);
  const row = gripe.row(word).filter({ hasText: '#urgent' });
  await expect(row).toContainText('#office');
  await expect(row).toContainText('@lab');
  await expect(row).toContainText(/5\s*min/);
  await expect(row).toContainText('15:00');
});

test('Enter saves also where the browser has closed its database', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    };
  });
  for (const line of [`5m first ${word}`, `6m second ${word}`]) {
    await gripe.save(line);
    await expect(gripe.line).toHaveValue('');
  }
  await expect(gripe.row(word)).toHaveCount(2);
});

test('saving is undone, and the line is back', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m keyboard ${word} lost a key`);
  await expect(gripe.row(word)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).toBeHidden();
  await expect(gripe.line).toHaveValue(`5m keyboard ${word} lost a key`);
});

test('the line survives a reload', async ({ gripe, page }) => {
  await gripe.open();
  await gripe.write('15m half a thought #it');
  await page.reload();
  await expect(gripe.line).toHaveValue('15m half a thought #it');
  await expect(page.getByRole('button', { name: 'Not 15 min' })).toBeVisible();
});

test('a link fills the line', async ({ gripe, page }) => {
  await gripe.open('/new?text=10m%20vpn%20%23it');
  await expect(gripe.line).toHaveValue('10m vpn #it');
  await expect(page).toHaveURL('/');
});

test('what cannot be sent is kept across a reload, and sent once it can', async ({ gripe, page }) => {
  const word = rareWord();
  const posts: { key: string | undefined; body: string | null }[] = [];
  await page.route('**/api/v1/gripes', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    posts.push({ key: route.request().headers()['idempotency-key'], body: route.request().postData() });
    return route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, code: 'store_away', detail: 'The store is away.' }),
    });
  });
  await gripe.open();
  await gripe.write(`30m airport wifi ${word} #travel`);
  await expect(page.getByRole('button', { name: 'Not 30 min' })).toBeVisible();
  await gripe.line.press('Enter');
  await expect(gripe.row(word)).toContainText('Not sent. Kept here. The store is away.');
  await expect(page.getByText('1 gripe not sent')).toBeVisible();
  await page.reload(); // which tries again
  await expect(gripe.row(word)).toContainText('Not sent. Kept here.');
  await expect.poll(() => posts.length).toBeGreaterThan(1);
  const before = posts.length;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => posts.length).toBeGreaterThan(before);
  expect(new Set(posts.map((post) => JSON.stringify(post))).size).toBe(1);
  expect(posts[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  await expect(gripe.row(word)).toContainText('Not sent.');

  await page.unroute('**/api/v1/gripes');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(gripe.row(word)).not.toContainText('Not sent');
  await expect(page.getByText('not sent, kept here')).toBeHidden();
  await page.reload();
  await expect(gripe.row(word)).toHaveCount(1);
});

test('what the server refuses goes back into the line', async ({ gripe, page }) => {
  await page.route('**/api/v1/gripes', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 422, code: 'text_long', detail: 'The text is too long.' }),
        })
      : route.continue(),
  );
  await gripe.open();
  await gripe.write('something much too long');
  await gripe.line.press('Enter');
  await expect(gripe.row('something much too long')).toContainText('The text is too long.');
  await page.getByRole('button', { name: 'Change it' }).click();
  await page.getByRole('button', { name: 'Back into the line' }).click();
  await expect(gripe.line).toHaveValue('something much too long');
  await expect(gripe.row('something much too long')).toBeHidden();
});

test('the first minute: an example is pressed, saved, and a script is shown', async ({ gripe, page }) => {
  await page.route(/\/api\/v1\/gripes\?/, (route) => route.fulfill({ json: { items: [], next: null } }));
  await gripe.open();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Write what wasted your time');
  await page.getByRole('button', { name: /25m waiting for CI/ }).click();
  await expect(gripe.line).toHaveValue('25m waiting for CI #ci');
  await expect(gripe.line).toBeFocused();
  await gripe.line.press('Enter');
  await expect(gripe.says).toContainText('Saved.');
  await expect(gripe.rows).toHaveCount(1);
  await expect(page.getByText(`curl ${new URL(page.url()).origin}/api/v1/gripes`)).toBeVisible();
});

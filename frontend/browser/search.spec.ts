import { expect, forField, rareWord, test } from './gripe-page';

test('results come while typing, with their sum and the words that matched', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`1h20 staging database ${word} was wiped #staging`);
  await page.getByRole('link', { name: 'Search' }).click();
  await expect(gripe.line).toBeFocused();
  await gripe.write(`database ${word}`);
  const row = gripe.row(word);
  await expect(row).toContainText('staging database');
  await expect(row.locator('mark')).toHaveText(['database', word]);
  await expect(page.locator('.found')).toContainText(/\d.*in \d+ gripe/);
  await expect(page).toHaveURL(new RegExp(`/search\\?q=database\\+${word}$`));

  const form = await gripe.openRow(`staging database ${word} was wiped`);
  await form.getByLabel('Minutes').fill('90');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText(/1\s*h\s*30/);
});

test('nonsense has no good match, and can be logged', async ({ gripe, page }) => {
  // No made-up word: others' made-up words are near it.
  const nonsense = 'zeppelin marmalade quartet';
  await gripe.open('/search');
  await gripe.write(nonsense);
  await expect(page.getByText('No good match.')).toBeVisible();
  await page.getByRole('button', { name: 'Log it' }).click();
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toHaveValue(nonsense);
});

test('a space says that the word is finished', async ({ gripe, page }) => {
  // Real words, and far apart: a made-up one is near a longer one by what it looks like.
  await gripe.open();
  await gripe.save('penalty clause missing in the contract');
  await gripe.open('/search');
  await gripe.line.fill('pen');
  await expect(gripe.row('penalty clause')).toBeVisible();
  await gripe.line.press('Space');
  await expect(page).toHaveURL('/search?q=pen+');
  await expect(page.locator('main')).toContainText('No good match.');
  await page.reload();
  await expect(gripe.line).toHaveValue('pen ');
  await expect(page.locator('main')).toContainText('No good match.');
});

test('whoever went on to further pages keeps their place when more comes', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  const lines = Array.from({ length: 70 }, (_, index) => ({
    text: `${word} the queue is stuck, case ${index}`,
    tags: [word],
    happenedAt: new Date(Date.now() - (index + 1) * 60_000).toISOString(),
  }));
  const data = lines.map((line) => JSON.stringify(line)).join('\n');
  await request.post('/api/v1/import', { data, headers: { 'Content-Type': 'application/x-ndjson' } });
  await expect(async () => {
    const found = await request.get(`/api/v1/search?q=%23${word}&limit=1`);
    expect((await found.json()) as { total: number }).toMatchObject({ total: lines.length });
  }).toPass();
  await gripe.open(`/search?q=%23${word}&sort=time`);
  await expect(gripe.row(word).first()).toBeVisible();
  await page.getByRole('button', { name: 'More', exact: true }).scrollIntoViewIfNeeded();
  await expect(gripe.row(word)).toHaveCount(70);
  const answer = await request.post('/api/v1/gripes', { data: { text: `${word} once more`, tags: [word] } });
  expect(answer.status()).toBe(201);
  const news = page.getByRole('button', { name: '1 new' });
  await expect(news).toBeAttached();
  await expect(gripe.row(word)).toHaveCount(70);
  await news.click();
  await expect(gripe.row(`${word} once more`)).toBeVisible();
  await expect(news).toBeHidden();
  await request.post('/api/v1/gripes/bulk', { data: { q: `#${word}`, action: 'delete' } });
});

test('a bulk edit that stops on the way says so, and what was done is undone', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`one ${word} #${word}`);
  await gripe.open(`/search?q=%23${word}`);
  const changed = [await gripe.row(word).locator('[data-row]').getAttribute('data-row')];
  const asked: { action: string; ids?: string[] }[] = [];
  await page.route('**/api/v1/gripes/bulk', (route) => {
    asked.push(route.request().postDataJSON() as { action: string });
    const trouble = { code: 'store_unavailable', detail: 'The store is away.' };
    const stopped = { changed, unchanged: 0, left: 2, trouble };
    const json = asked.length > 1 ? { changed, unchanged: 0, left: 0, trouble: null } : stopped;
    return route.fulfill({ json });
  });
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(gripe.says).toContainText('1 gripe deleted. 2 are left: The store is away.');
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.says).toContainText('All is as it was.');
  expect(asked[1]).toEqual({ action: 'restore', ids: changed });
});

test('back and forward walk the searches', async ({ gripe, page }) => {
  await gripe.open();
  await page.getByRole('link', { name: 'Search' }).click();
  await expect(page).toHaveURL('/search');
  await gripe.write('printer');
  await expect(page).toHaveURL('/search?q=printer');
  await page.keyboard.press('Enter');
  await gripe.line.fill('vpn');
  await expect(page).toHaveURL('/search?q=vpn');
  await page.goBack();
  await expect(gripe.line).toHaveValue('printer');
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toHaveAttribute('placeholder', 'What wasted your time?');
  await page.goForward();
  await expect(gripe.line).toHaveValue('printer');
});

test('an overtaken question does not answer', async ({ gripe, page }) => {
  await page.route(/\/api\/v1\/search\?/, async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q');
    if (q === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_000));
    const at = new Date().toISOString();
    const found = { id: 'x', text: `answer to ${q}`, minutes: 5, happenedAt: at, tags: [], place: null };
    const items = [{ gripe: found, similarity: 0.9, matched: [] }];
    await route
      .fulfill({
        json: {
          items,
          weak: [],
          total: 1,
          minutes: 5,
          facets: { tags: [], places: [], sources: [], weeks: [] },
          understood: { text: q, filters: [] },
          next: null,
        },
      })
      .catch(() => null);
  });
  await gripe.open('/search');
  await gripe.line.fill('slow');
  await page.waitForTimeout(250);
  await gripe.line.fill('fast');
  await expect(gripe.row('answer to fast')).toBeVisible();
  await page.waitForTimeout(1_200);
  await expect(gripe.row('answer to fast')).toBeVisible();
});

test('filters are typed, shown as chips, and taken away', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`30m ${word} build queue #slow${word}`);
  await gripe.save(`5m ${word} build queue again #quick${word}`);
  await page.getByRole('link', { name: 'Search' }).click();
  await gripe.write(`${word} queue >10m since:today #slow${word} -again`);
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('button');
  await expect(chips).toHaveCount(4);
  await expect(chips.nth(0)).toContainText('over 10 min');
  await expect(chips.nth(2)).toContainText(`#slow${word}`);
  await expect(page.locator('.ghost mark')).toHaveCount(4);
  await expect(gripe.rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Without not “again”' }).click();
  await page.getByRole('button', { name: `Without #slow${word}` }).click();
  await page.getByRole('button', { name: 'Without over 10 min' }).click();
  await expect(gripe.line).toHaveValue(`${word} queue since:today`);
  await expect(gripe.line).toBeFocused();
  await expect(gripe.row(`${word} build queue`)).toHaveCount(2);
});

test('what they have in common can be clicked to narrow', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`30m ${word} meeting without agenda #a${word} @room${word}`);
  await gripe.save(`5m ${word} meeting ran over #b${word}`);
  await gripe.open(`/search?q=${word}`);
  const common = page.getByRole('complementary', { name: 'What they have in common' });
  await expect(common.getByRole('row', { name: `#b${word}` })).toContainText(/1 time\s*5\s*min/);
  await expect(common.getByRole('row', { name: `#a${word}` })).toContainText(/1 time\s*30\s*min/);
  await common.getByRole('button', { name: `#a${word}` }).click();
  await expect(gripe.line).toHaveValue(`${word} #a${word}`);
  await expect(gripe.row(`${word} meeting`)).toHaveCount(1);
  await common.getByRole('button', { name: `@room${word}` }).click();
  await expect(page).toHaveURL(new RegExp(`%40room${word}$`));
  await expect(page.locator('.found')).toContainText('in 1 gripe');
  await page.goBack();
  await expect(gripe.line).toHaveValue(`${word} #a${word}`);
});

test('a source or a week narrows, and is left again', async ({ gripe, page, request }) => {
  const word = rareWord();
  const weeksAgo = new Date(Date.now() - 21 * 86_400_000);
  const answer = await request.post('/api/v1/gripes', {
    data: {
      id: word,
      text: `${word} deploy script hangs`,
      minutes: 40,
      source: 'nightly',
      happenedAt: weeksAgo.toISOString(),
    },
  });
  expect(answer.status()).toBe(201);
  await gripe.open();
  await gripe.save(`5m ${word} deploy button hangs`);
  await gripe.open(`/search?q=${word}`);
  const rows = gripe.row(`${word} deploy`);
  await expect(rows).toHaveCount(2);
  const common = page.getByRole('complementary', { name: 'What they have in common' });
  const bySource = common.getByRole('region', { name: 'By source' });
  await expect(bySource.getByRole('row', { name: 'nightly' })).toContainText(/1 time\s*40\s*min/);
  await expect(bySource.getByRole('row', { name: 'page' })).toContainText(/1 time\s*5\s*min/);
  await bySource.getByRole('button', { name: 'nightly' }).click();
  await expect(gripe.line).toHaveValue(`${word} source:nightly`);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('script');
  const chips = page.getByRole('list', { name: 'Filters' }).getByRole('button');
  await expect(chips).toHaveCount(1);
  await expect(chips).toContainText('nightly');
  await chips.click();
  await expect(gripe.line).toHaveValue(word);
  await expect(rows).toHaveCount(2);

  const monday = new Date(weeksAgo);
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7));
  const sunday = new Date(monday);
  sunday.setDate(sunday.getDate() + 6);
  const [since, until] = [monday, sunday].map((day) => forField(day).slice(0, 10));
  const byWeek = common.getByRole('region', { name: 'By week' });
  await expect(byWeek.getByRole('row')).toHaveText([/1 time\s*5\s*min/, /1 time\s*40\s*min/]); // the latest first
  await byWeek.getByRole('button').nth(1).click();
  await expect(gripe.line).toHaveValue(`${word} since:${since} until:${until}`);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('script');
  await expect(chips).toHaveCount(2);
  await page.goBack();
  await expect(gripe.line).toHaveValue(word);
  await expect(rows).toHaveCount(2);
  await expect(chips).toHaveCount(0);
  await page.goForward();
  await expect(rows).toHaveCount(1);
  for (const left of [1, 0]) {
    await chips.first().click();
    await expect(chips).toHaveCount(left);
  }
  await expect(gripe.line).toHaveValue(word);
  await expect(rows).toHaveCount(2);
  await request.delete(`/api/v1/gripes/${word}`);
});

test('the newest or the costliest stand first, with words and without', async ({ gripe, page, request }) => {
  const word = rareWord();
  const lines = [
    { text: `${word} build waits`, minutes: 20, daysAgo: 3 },
    { text: `${word} build waits for hours`, minutes: 95, daysAgo: 2 },
    { text: `${word} build waits again`, daysAgo: 1 },
    { text: `${word} build waits once more`, minutes: 5, daysAgo: 0 },
  ].map(({ daysAgo, ...rest }) => ({
    ...rest,
    tags: [word],
    happenedAt: new Date(Date.now() - daysAgo * 86_400_000 - 60_000).toISOString(),
  }));
  const data = lines.map((line) => JSON.stringify(line)).join('\n');
  await request.post('/api/v1/import', { data, headers: { 'Content-Type': 'application/x-ndjson' } });
  const texts = gripe.row(word).locator('.text');
  const newest = ['waits once more', 'waits again', 'waits for hours', 'waits'];
  const costliest = ['waits for hours', 'waits', 'waits once more', 'waits again'];
  const written = (ends: string[]) => ends.map((end) => `${word} build ${end}`);
  for (const q of [word, `%23${word}`]) {
    await gripe.open(`/search?q=${q}`);
    await expect(texts).toHaveCount(lines.length);
    await page.getByLabel('Order').selectOption('Newest first');
    await expect(page).toHaveURL(`/search?q=${q}&sort=time`);
    await expect(texts).toHaveText(written(newest));
    await page.getByLabel('Order').selectOption('Costs most first');
    await expect(page).toHaveURL(`/search?q=${q}&sort=cost`);
    await expect(texts).toHaveText(written(costliest));
    await page.reload();
    await expect(page.getByLabel('Order')).toHaveValue('cost');
    await expect(texts).toHaveText(written(costliest));
    await page.getByLabel('Order').selectOption('Nearest first');
    await expect(page).toHaveURL(`/search?q=${q}`);
    await expect(texts).toHaveCount(lines.length);
  }
  await request.post('/api/v1/gripes/bulk', { data: { q: `#${word}`, action: 'delete' } });
});

test('the order changes, and a search is kept with its address', async ({ gripe, page, browser }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m ${word} printer jam`);
  await gripe.save(`50m ${word} printer jam and more jam`);
  await gripe.open(`/search?q=${word}`);
  await page.getByLabel('Order').selectOption('cost');
  await expect(page).toHaveURL(`/search?q=${word}&sort=cost`);
  await expect(gripe.row(word).first()).toContainText('more jam');
  await page.getByRole('button', { name: 'Keep this search' }).click();
  await expect(page.getByRole('button', { name: 'Kept' })).toHaveAttribute('aria-pressed', 'true');
  await gripe.open('/search');
  await page.getByRole('link', { name: word }).click();
  await expect(page).toHaveURL(`/search?q=${word}&sort=cost`);
  await expect(page.getByLabel('Order')).toHaveValue('cost');

  const elsewhere = await browser.newPage(); // it is the server that keeps them
  await elsewhere.goto('/search');
  await expect(elsewhere.getByRole('link', { name: word })).toHaveAttribute(
    'href',
    `/search?q=${word}&sort=cost`,
  );
  await elsewhere.close();
  await gripe.open('/search');
  const drop = page.getByRole('button', { name: `Keep no longer: ${word}` });
  await drop.click();
  await expect(page.getByRole('link', { name: word })).toHaveCount(0);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await drop.click();
  await expect(page.getByRole('link', { name: word })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Ways to ask' })).toBeVisible();
  await expect(page.getByRole('link', { name: word })).toHaveCount(0);
});

test('everything that matches is tagged, deleted and brought back', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m ${word} one #set${word}`);
  await gripe.save(`6m ${word} two #set${word}`);
  await gripe.open(`/search?q=%23set${word}`);
  await page.getByRole('button', { name: 'Tag all 2' }).click();
  await page.getByLabel('Tag', { exact: true }).fill(`#T${word}`);
  await page.keyboard.press('Enter');
  await expect(gripe.says).toContainText(`2 gripes tagged #t${word}.`);
  await expect(gripe.row(`#t${word}`)).toHaveCount(2);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.says).toContainText('All is as it was.');
  await expect(gripe.row(`#t${word}`)).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete all 2' }).click();
  await expect(gripe.says).toContainText('2 gripes deleted.');
  await expect(gripe.row(word)).toHaveCount(0);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).toHaveCount(2);
});

test('tagging everything is thought better of', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m ${word} one #set${word}`);
  await gripe.save(`6m ${word} two #set${word}`);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/gripes/bulk')) asked.push(request.url());
  });
  await gripe.open(`/search?q=%23set${word}`);
  const opener = page.getByRole('button', { name: 'Tag all 2' });
  const field = page.getByLabel('Tag', { exact: true });
  await opener.click();
  await expect(field).toBeFocused();
  await field.fill(`t${word}`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(field).toBeHidden();
  await expect(page.getByRole('button', { name: 'Delete all 2' })).toBeVisible();
  await expect(opener).toBeFocused();
  await opener.click();
  await expect(field).toHaveValue('');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  await expect(gripe.row(word)).toHaveCount(2);
  await expect(gripe.row(`#t${word}`)).toHaveCount(0);
  expect(asked).toEqual([]);
});

test('what matches is exported', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m =${word} formula #set${word}`);
  await gripe.open(`/search?q=%23set${word}`);
  await expect(gripe.row(word)).toHaveCount(1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('gripes.csv');
  const lines = (await (await download.createReadStream()).toArray()).join('').trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`,"'=${word} formula","#set${word}",`);
});

test('what matches is exported as it can be read back, in the order that is shown', async ({
  gripe,
  page,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`1h15 ${word} "quoted" ünicode #set${word} @room${word}`);
  await gripe.save(`${word} without minutes #set${word}`);
  await gripe.save(`5m ${word} short #set${word}`);
  await gripe.save(`6m ${word} another one`);
  await gripe.open(`/search?q=%23set${word}&sort=cost`);
  await expect(gripe.row(word)).toHaveCount(3);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'NDJSON', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('gripes.ndjson');
  const lines = (await (await download.createReadStream()).toArray()).join('').trim().split('\n');
  const tags = [`set${word}`];
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      type: 'gripe',
      text: `${word} "quoted" ünicode`,
      minutes: 75,
      tags,
      place: `room${word}`,
      source: 'page',
    },
    { type: 'gripe', text: `${word} short`, minutes: 5, tags },
    { type: 'gripe', text: `${word} without minutes`, tags },
  ]);
});

test('several of one pain point stand under it, others for themselves', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  const ids: string[] = [];
  page.on('response', async (response) => {
    if (response.request().method() === 'POST' && response.url().endsWith('/api/v1/gripes'))
      ids.push(((await response.json()) as { id: string }).id);
  });
  for (const what of ['5m runner', '20m queue', '7m cache']) await gripe.save(`${what} ${word} slow`);
  await page.route(/\/api\/v1\/places/, (route) =>
    route.fulfill({
      json: { items: [0, 2].map((at) => ({ gripe: ids[at], id: 'ci', label: 'CI is slow' })) },
    }),
  );
  const under = page.getByRole('list', { name: 'CI is slow' });
  // Results do not wait long for the pain points that they belong to.
  await expect(async () => {
    await page.goto(`/search?q=${word}`);
    await expect(under.locator('.row')).toHaveCount(2, { timeout: 2_000 });
  }).toPass();
  await expect(under.locator('.row').filter({ hasText: 'queue' })).toHaveCount(0);
  const head = page.locator('.under .head');
  await expect(head).toContainText(/CI is slow\s*2 gripes\s*12\s*min/);
  await expect(head.getByRole('link')).toHaveAttribute('href', '/pain-points/ci');
  await expect(gripe.row(word)).toHaveCount(3);
  await page.getByLabel('Order').selectOption('time');
  await expect(page.locator('.under')).toHaveCount(0);
  await expect(gripe.row(word)).toHaveCount(3);
});

test('more like this, whatever the gripe looks like', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m the ${word} proxy said -x > again`);
  const form = await gripe.openRow(`the ${word} proxy said -x > again`);
  await form.getByRole('link', { name: 'More like this' }).click();
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(gripe.line).toHaveValue(`the ${word} proxy said \\-x \\> again`);
  await expect(gripe.row(word)).toHaveCount(1);
  await expect(page.getByRole('list', { name: 'Filters' }).getByRole('button')).toHaveCount(0);
});

test('filters that let nothing through say so, and can be left', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m ${word} vending machine`);
  await gripe.open(`/search?q=${word}+before:2001`);
  await expect(page.getByText('No good match.')).toBeVisible();
  await page.getByRole('button', { name: 'Search without the filters' }).click();
  await expect(gripe.row(word)).toHaveCount(1);
  await gripe.open('/search?q=before:1980');
  await expect(page.getByText('Nothing passes these filters.')).toBeVisible();
});

test('ways to ask are offered where nothing is asked', async ({ gripe, page }) => {
  await gripe.open('/search');
  await page.getByRole('button', { name: '>1h since:monday' }).click();
  await expect(gripe.line).toHaveValue('>1h since:monday');
  await expect(page.getByRole('button', { name: /Without since/ })).toBeVisible();
});

test('the log opens at a day, and comes back', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`5m ${word} nearby`);
  await page.request.post('/api/v1/gripes', {
    data: { id: word, text: `${word} long ago`, minutes: 7, happenedAt: '2020-02-03T10:00:00Z' },
  });
  await page.getByLabel('Go to').fill('2020-02-03');
  await expect(gripe.rows.first()).toContainText(`${word} long ago`);
  await expect(gripe.row(`${word} nearby`)).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to today' }).click();
  await expect(gripe.row(`${word} nearby`)).toHaveCount(1);
  await page.request.delete(`/api/v1/gripes/${word}`);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`search looks as meant, ${colorScheme}`, async ({ gripe, page }, info) => {
    const word = rareWord();
    await page.emulateMedia({ colorScheme });
    await gripe.open();
    for (const line of [
      '40m build queue again #ci @office',
      '15m build red, login test #ci',
      '1h10 build cache gone #ci',
    ]) {
      await gripe.save(`${line} ${word}`);
    }
    await gripe.open(`/search?q=build+${word}+>5m+since:monday`);
    await expect(gripe.row(word)).toHaveCount(3);
    await page.screenshot({ path: info.outputPath('search.png'), fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await gripe.open('/search');
    await page.screenshot({ path: info.outputPath('empty.png'), fullPage: true });
  });
}

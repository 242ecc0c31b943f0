import { expect, rareWord, test } from './gripe-page';

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
  const word = rareWord();
  await gripe.open('/search');
  await gripe.write(`zeppelin marmalade ${word}`);
  await expect(page.getByText('No good match.')).toBeVisible();
  await page.getByRole('button', { name: 'Log it' }).click();
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toHaveValue(`zeppelin marmalade ${word}`);
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
  await page.route(/\/api\/v1\/search/, async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q');
    if (q === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_000));
    const at = new Date().toISOString();
    const found = { id: 'x', text: `answer to ${q}`, minutes: 5, happenedAt: at, tags: [], place: null };
    const items = [{ gripe: found, similarity: 0.9, matched: [] }];
    await route
      .fulfill({ json: { items, weak: [], total: 1, minutes: 5, facets: { tags: [] }, next: null } })
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

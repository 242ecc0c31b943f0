import { expect, rareWord } from './gripe-page';
import { heading, jams, lateTrains, printerName, town, test } from './recurring';

test('a gripe is moved to another pain point, by thumb and by keys, and back by undo', async ({
  log,
  gripe,
  page,
}) => {
  const word = printerName();
  const from = await log.recur(jams(word));
  const to = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${from.id}`);
  const text = `printer ${word} jams again`;
  const member = page
    .locator('.member')
    .filter({ has: page.getByRole('button', { name: text, exact: true }) });
  await member.hover();
  await member.getByRole('button', { name: /^Move to another/ }).click();
  const form = page.getByRole('form', { name: 'Move to another pain point' });
  const field = form.getByRole('combobox');
  await expect(field).toBeFocused();
  await expect(form.getByRole('option', { name: to.label })).toBeVisible(); // offered before anything is written
  await expect(form.getByRole('option', { name: from.label })).toBeHidden();
  await field.fill('no such words');
  await expect(form).toContainText('None is called so.');
  await field.fill(to.label.slice(0, 5));
  await form.getByRole('option', { name: to.label }).click();
  await expect(member).toBeHidden();
  await expect(page.locator('.member')).toHaveCount(3);
  await expect(gripe.says.getByRole('link', { name: to.label })).toHaveAttribute(
    'href',
    `/pain-points/${to.id}`,
  );
  expect((await log.placeOf(log.ids[1]!)).id).toBe(to.id);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.member')).toHaveCount(4);

  await member.locator('[data-row]').focus();
  await page.keyboard.press('m');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await expect(member.locator('[data-row]')).toBeFocused();
  await page.keyboard.press('m');
  await field.fill(to.label);
  await expect(form.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('.member')).toHaveCount(3);
  await expect(page.locator('.member [data-row]:focus')).toHaveCount(1);
});

test('on a gripe that others take away, one stands on the next', async ({ log, page }) => {
  const { id } = await log.recur(jams(printerName()));
  await page.goto(`/pain-points/${id}`);
  const rows = page.locator('.member [data-row]');
  await expect(rows).toHaveCount(4);
  const next = await rows.nth(2).getAttribute('data-row');
  await rows.nth(1).focus();
  const gripe = await rows.nth(1).getAttribute('data-row');
  await page.request.post(`/api/v1/pain-points/${id}/move`, { data: { gripes: [gripe], to: null } });
  await expect(rows).toHaveCount(3);
  await expect(page.locator(`.member [data-row="${next}"]`)).toBeFocused();
});

test('forms give the focus back to what opened them', async ({ log, page }) => {
  const { id } = await log.recur(jams(printerName()));
  await page.goto(`/pain-points/${id}`);
  for (const name of ['Rename', 'Merge with…', 'Never group…', 'Ignore…', 'Mark fixed', 'Write it']) {
    const opener = page.getByRole('button', { name }).first();
    for (const leave of ['Escape', 'Cancel']) {
      await opener.click();
      await expect(page.locator('.decide :focus, .rename :focus')).toHaveCount(1);
      if (leave === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(opener).toBeFocused();
    }
  }
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.keyboard.type('By another name');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('By another name');
  await expect(page.getByRole('button', { name: 'Rename', exact: true })).toBeFocused();
});

test('every week is a figure in a table, too', async ({ log, page }) => {
  const { id } = await log.recur(jams(printerName()));
  await page.goto(`/pain-points/${id}`);
  await page.getByText('Every week as a table').click();
  const rows = page.locator('.story-side details').first().getByRole('row');
  await expect(rows.first()).toContainText('Week of');
  expect(await rows.count()).toBeGreaterThan(1);
});

test('as long as nobody says how long a fix takes, payback says nothing', async ({ log, page }) => {
  const { id } = await log.recur(jams(printerName()));
  await page.goto(`/pain-points/${id}`);
  const hours = page.getByLabel('Hours a fix would take');
  await hours.fill('');
  await expect(page.locator('.pay')).not.toContainText('pay for itself');
  await hours.fill('0,5');
  await expect(page.locator('.pay')).toContainText('has paid for itself by');
});

test('what was ignored for a while is told of when that is over', async ({ log, page, request }) => {
  const { id, label } = await log.recur(jams(printerName()));
  await request.post(`/api/v1/pain-points/${id}/ignore`, { data: { until: '2026-01-05T00:00:00Z' } });
  await page.goto(`/pain-points/${id}`);
  await expect(page.locator('.crumb')).toContainText('to be thought of again since 5 Jan');
  await page.goto('/pain-points');
  const again = page.getByRole('region', { name: 'To be thought of again' });
  await expect(again.getByRole('link', { name: label })).toHaveAttribute('href', `/pain-points/${id}`);
  await again.getByRole('button', { name: /^Seen/ }).click();
  await expect(again).toBeHidden();
});

test('what was decided is listed with who did, and undone', async ({ log, page, request }) => {
  const { id, label } = await log.recur(jams(printerName()));
  const data = { label: 'Paper jams', by: 'the night shift' };
  await request.post(`/api/v1/pain-points/${id}/rename`, { data });
  await page.goto('/overview');
  const decided = page.getByRole('region', { name: 'What was decided?' });
  const first = decided.getByRole('listitem').first();
  await expect(first).toContainText('Renamed to “Paper jams”');
  await expect(first).toContainText('the night shift');
  await first.getByRole('button', { name: /^Undo: Renamed/ }).click();
  await expect(first).toContainText('; undone');
  await expect(first.getByRole('link', { name: label })).toBeVisible();
});

test('a known pain point is named with its note though no gripe of it is the same', async ({
  gripe,
  page,
}) => {
  const painPoint = {
    id: 'p1',
    label: 'Printer jams',
    count: 4,
    minutes: 75,
    lastAt: new Date().toISOString(),
    fix: 'Turn the paper over.',
  };
  await page.route('**/api/v1/similar?*', (route) =>
    route.fulfill({ json: { items: [], weak: [], soFar: null, painPoint } }),
  );
  await page.route('**/api/v1/gripes', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    const response = await route.fetch();
    const saved = (await response.json()) as object;
    const soFar = { count: 1, minutes: 0, lastAt: null };
    await route.fulfill({ response, json: { ...saved, soFar, painPoint: { ...painPoint, count: 5 } } });
  });
  await gripe.open();
  await gripe.write(`the paper of ${rareWord()} folds itself`);
  await expect(gripe.says.getByRole('link', { name: 'Printer jams' })).toHaveAttribute(
    'href',
    '/pain-points/p1',
  );
  await expect(gripe.says).toContainText('4 times · 1 h 15');
  await expect(gripe.says).toContainText('Last time this helped: Turn the paper over.');
  await expect(gripe.says.getByRole('button', { name: /^Same again/ })).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(gripe.says).toContainText('Saved. 5th time, 1 h 15 in all, last today');
  await expect(gripe.says).toContainText('Last time this helped: Turn the paper over.');
});

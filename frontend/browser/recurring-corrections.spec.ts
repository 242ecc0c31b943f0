import { expect, forField } from './gripe-page';
import { heading, jams, lateTrains, printerName, town, test } from './recurring';

test('a name is given in its place, and taken back', async ({ log, gripe, page }) => {
  const { id, label } = await log.recur(jams(printerName()));
  await page.goto(`/pain-points/${id}`);
  await expect(heading(page)).toHaveText(label);
  await page.getByRole('button', { name: 'Rename' }).click();
  const name = page.getByRole('form', { name: 'Rename' }).getByRole('textbox');
  await expect(name).toBeFocused();
  await name.fill('The printer eats paper');
  await name.press('Enter');
  await expect(heading(page)).toHaveText('The printer eats paper');
  await expect(page).toHaveTitle('The printer eats paper · gripe');
  await expect(gripe.says.getByText('is “The printer eats paper” now.')).toBeVisible();
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(heading(page)).toHaveText(label);
  await expect(page.locator('.undone')).toContainText('Renamed');
  await page.getByRole('button', { name: 'Rename' }).click();
  await name.fill('never mind');
  await name.press('Escape');
  await expect(heading(page)).toHaveText(label);
});

test('what helps is written down, and answers the next gripe like it', async ({ log, gripe, page }) => {
  const word = printerName();
  const { id, label } = await log.recur(jams(word));
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Write it' }).click();
  const form = page.getByRole('form', { name: 'What helps' });
  await form.getByRole('textbox').fill('Turn the paper over.');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.helps')).toHaveText('Turn the paper over.');
  await gripe.open();
  await gripe.write(`printer ${word} jams on every second page`);
  await expect(gripe.says).toContainText('Last time this helped: Turn the paper over.');
  await expect(gripe.says.getByRole('link', { name: label })).toHaveAttribute('href', `/pain-points/${id}`);
  await gripe.line.fill('');
});

test('a pinned one stands first, until it is not pinned', async ({ log, gripe, page }) => {
  const { id: costliest } = await log.recur(jams(printerName()));
  const { id } = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
  await page.goto('/pain-points');
  await expect(page.locator('.pains [data-row]').first()).toHaveAttribute('data-row', id);
  await page.goto('/overview'); // where what costs most is asked for, it is not
  const most = page.locator('.q', { hasText: 'What costs most?' }).locator('a[href^="/pain-points/"]');
  await expect(most.first()).toHaveAttribute('href', `/pain-points/${costliest}`);
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Unpin' }).click();
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
});

test('fixed, it is measured; a gripe like it opens it again with the evidence', async ({
  log,
  gripe,
  page,
}) => {
  const word = printerName();
  const { id } = await log.recur(jams(word));
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Mark fixed' }).click();
  const form = page.getByRole('form', { name: 'Mark as fixed' });
  await form.getByLabel('What fixed it?').fill('New rollers. Clean them each month.');
  await form.getByRole('button', { name: 'Mark fixed' }).click();
  await expect(page.locator('.crumb')).toContainText('fixed');
  await expect(page.locator('.story')).toContainText('New rollers');
  await page.goto('/pain-points');
  await expect(page.getByRole('region', { name: 'Fixed, and stayed fixed' })).toContainText('New rollers');

  await gripe.open();
  await gripe.save(`15m printer ${word} jams again`);
  await page.goto('/pain-points?sort=returned');
  const row = page.locator(`[data-row="${id}"]`);
  await expect(page.locator('tr', { has: row }).first()).toContainText('came back');
  await page.goto(`/pain-points/${id}`);
  await expect(page.locator('.crumb')).toContainText('came back');
  await expect(page.locator('.story')).toContainText('and opened again by itself');
  await page.getByText('that showed it').click();
  await expect(page.locator('.story details li')).toContainText(`printer ${word} jams again`);
});

test('fixed since an earlier day, what it saved since then is there at once', async ({ log, page }) => {
  const monthAgo = jams(printerName()).map(({ daysAgo = 0, ...rest }) => ({
    ...rest,
    daysAgo: daysAgo + 30,
  }));
  const { id } = await log.recur(monthAgo);
  const since = new Date();
  since.setDate(since.getDate() - 20);
  since.setHours(12, 0, 0, 0);
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Mark fixed' }).click();
  const form = page.getByRole('form', { name: 'Mark as fixed' });
  await form.getByLabel('What fixed it?').fill('New rollers.');
  await form.getByLabel('Since').fill(forField(since));
  await form.getByRole('button', { name: 'Mark fixed' }).click();
  const day = await page.evaluate(
    (at) => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }),
    since.getTime(),
  );
  await expect(page.locator('.crumb')).toContainText(`fixed ${day}`);
  const story = page.locator('.story');
  await expect(story).toContainText(`New rollers, ${day}`);
  await expect(story).toContainText(/From \d+ min to\s+0 min a week:\s+1 h \d\d saved\s+in 2 weeks\./);
  await page.goto('/pain-points');
  const stayed = page.getByRole('region', { name: 'Fixed, and stayed fixed' });
  await expect(stayed.locator('tr', { has: page.locator(`[data-row="${id}"]`) })).toContainText(day);
  await expect(stayed).toContainText(/1\s*h\s*40.*1\s*h\s*\d\d/s); // what it had cost, and what is saved
  await expect(page.locator('.tally')).toContainText('saved by 1 fix');
});

test('a fix is taken back by what the page says, and its note with it', async ({ log, gripe, page }) => {
  const { id } = await log.recur(jams(printerName()));
  await page.goto(`/pain-points/${id}`);
  const opener = page.getByRole('button', { name: 'Mark fixed' });
  await opener.click();
  const form = page.getByRole('form', { name: 'Mark as fixed' });
  await form.getByLabel('What fixed it?').fill('New rollers.');
  await form.getByRole('button', { name: 'Mark fixed' }).click();
  await expect(gripe.says).toContainText('is marked as fixed. It opens again if it returns.');
  await expect(page.locator('.crumb')).toContainText('fixed');
  await expect(page.locator('.helps')).toHaveText('New rollers.');
  await expect(opener).toBeHidden();
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.says).toContainText('Undone: it is as it was.');
  await expect(page.locator('.crumb')).not.toContainText('fixed');
  await expect(page.locator('.story')).toHaveCount(0);
  await expect(page.locator('.helps')).toHaveCount(0);
  await expect(page.locator('.undone')).toContainText('Fixed: New rollers.');
  await expect(opener).toBeVisible();
  await page.goto('/pain-points');
  await expect(page.locator(`.pains [data-row="${id}"]`)).toBeVisible();
});

test('what is fixed is opened again by hand, and fixed again by undo', async ({
  log,
  gripe,
  page,
  request,
}) => {
  const { id, label } = await log.recur(jams(printerName()));
  await request.post(`/api/v1/pain-points/${id}/fix`, { data: { note: 'New rollers.' } });
  await page.goto(`/pain-points/${id}`);
  await expect(page.locator('.crumb')).toContainText('fixed');
  const again = page.getByRole('button', { name: 'Open again' });
  await again.click();
  await expect(gripe.says).toContainText(`“${label}” is open again.`);
  await expect(page.locator('.crumb')).not.toContainText('fixed');
  await expect(page.locator('.story')).toContainText('New rollers');
  await expect(page.locator('.story')).toContainText('Opened again');
  await expect(again).toBeHidden();
  await expect(page.getByRole('button', { name: 'Mark fixed' })).toBeVisible();
  await expect(page.locator('.helps')).toHaveText('New rollers.'); // it may help still
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.crumb')).toContainText('fixed');
  await expect(page.locator('.story')).not.toContainText('Opened again');
  await expect(page.locator('.undone')).toContainText('Opened again');

  await again.click();
  await expect(page.locator('.crumb')).not.toContainText('fixed');
  await page.goto('/pain-points');
  await expect(page.locator(`.pains [data-row="${id}"]`)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Fixed, and stayed fixed' })).toBeHidden();
});

test('it is ignored for a while, and no longer', async ({ log, gripe, page }) => {
  const { id } = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Ignore…' }).click();
  const form = page.getByRole('form', { name: 'Ignore' });
  await form.getByRole('combobox').selectOption('30 days');
  await form.getByRole('button', { name: 'Ignore' }).click();
  await expect(page.locator('.crumb')).toContainText('ignored until');
  await page.goto('/pain-points');
  await expect(page.locator(`.group [data-row="${id}"]`)).toBeVisible();
  await expect(page.locator(`.pains [data-row="${id}"]`)).toBeHidden();
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: 'Stop ignoring' }).click();
  await expect(page.locator('.crumb')).not.toContainText('ignored');
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.crumb')).toContainText('ignored until');
});

test('it is ignored for good, until somebody opens it', async ({ log, gripe, page }) => {
  const { id, label } = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${id}`);
  const ignore = async () => {
    await page.getByRole('button', { name: 'Ignore…' }).click();
    const form = page.getByRole('form', { name: 'Ignore' });
    await form.getByRole('combobox').selectOption('until I open it');
    await form.getByRole('button', { name: 'Ignore' }).click();
    await expect(gripe.says).toContainText(`“${label}” is ignored until you open it.`);
    await expect(page.locator('.crumb')).toContainText('ignored');
  };
  await ignore();
  await expect(page.locator('.crumb')).not.toContainText('until');
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.crumb')).not.toContainText('ignored');

  await ignore();
  await page.goto('/pain-points');
  const ignored = page.getByRole('region', { name: 'Ignored for now' });
  const row = ignored.locator('tr', { has: page.locator(`[data-row="${id}"]`) });
  await expect(row).toContainText('it is opened');
  await expect(page.locator(`.pains [data-row="${id}"]`)).toBeHidden();
  await ignored.getByRole('link', { name: label }).click();
  await page.getByRole('button', { name: 'Stop ignoring' }).click();
  await expect(page.locator('.crumb')).not.toContainText('ignored');
  await page.goto('/pain-points');
  await expect(page.locator(`.pains [data-row="${id}"]`)).toBeVisible();
  await expect(ignored).toBeHidden();
});

test('a merge is undone by what the page says', async ({ log, gripe, page }) => {
  const one = await log.recur(jams(printerName()));
  const other = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${one.id}`);
  await page.getByRole('button', { name: 'Merge with…' }).click();
  const form = page.getByRole('form', { name: 'Merge' });
  await form.getByRole('combobox').fill(other.label);
  await form.getByRole('option', { name: other.label }).click();
  await form.getByRole('button', { name: 'Merge' }).click();
  await expect(page).toHaveURL(`/pain-points/${other.id}`);
  await expect(page.locator('.member')).toHaveCount(7);
  await expect(gripe.says).toContainText(`“${one.label}” is part of “${other.label}” now.`);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.says).toContainText('Undone: it is as it was.');
  await expect(page.locator('.member')).toHaveCount(3);
  await expect(page.locator('.undone')).toContainText('Another one merged in');
  await page.goto(`/pain-points/${one.id}`);
  await expect(page.locator('.member')).toHaveCount(4);
  await expect(page).toHaveURL(`/pain-points/${one.id}`);
});

test('merged, the old address leads to the other; undone, both are there', async ({ log, gripe, page }) => {
  const one = await log.recur(jams(printerName()));
  const other = await log.recur(lateTrains(town()));
  await page.goto(`/pain-points/${one.id}`);
  await page.getByRole('button', { name: 'Merge with…' }).click();
  const form = page.getByRole('form', { name: 'Merge' });
  await form.getByRole('combobox').fill(other.label);
  await form.getByRole('option', { name: other.label }).click();
  await expect(form.getByRole('button', { name: 'Merge' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/pain-points/${other.id}`);
  await expect(page.locator('.member')).toHaveCount(7);
  await page.goto(`/pain-points/${one.id}`);
  await expect(page).toHaveURL(`/pain-points/${other.id}`);
  await expect(gripe.says).toContainText('is part of');
  await page.getByRole('button', { name: /^Undo: Another one merged in/ }).click();
  await expect(page.locator('.member')).toHaveCount(3);
  await page.goto(`/pain-points/${one.id}`);
  await expect(page).toHaveURL(`/pain-points/${one.id}`);
  await expect(page.locator('.member')).toHaveCount(4);
});

test('not this one: taken out for good, by key too, and back by undo', async ({ log, gripe, page }) => {
  const word = printerName();
  const { id } = await log.recur(jams(word));
  await page.goto(`/pain-points/${id}`);
  const member = page.locator('.member', { hasText: `printer ${word} jams again` });
  await member.hover();
  await member.getByRole('button', { name: /^Not this one/ }).click();
  await expect(member).toBeHidden();
  await expect(page.locator('.member')).toHaveCount(3);
  await expect(page.locator('.around')).toContainText('taken out');
  await page.reload();
  await expect(page.locator('.member')).toHaveCount(3);
  await page.getByRole('button', { name: /^Undo: .*taken out/ }).click();
  await expect(page.locator('.member')).toHaveCount(4);

  await member.locator('[data-row]').focus();
  await page.keyboard.press('Backspace');
  await expect(member).toBeHidden();
  await expect(gripe.says.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.locator('.member [data-row]').first().focus();
  await page.keyboard.press('u');
  await expect(member).toBeVisible();
  await expect(gripe.says).toContainText('Undone');
});

test('split here: two pain points, and one again by undo', async ({ log, gripe, page }) => {
  const gripes = jams(printerName());
  const { id } = await log.recur(gripes);
  await page.goto(`/pain-points/${id}`);
  await page.getByLabel('Order').selectOption('Newest first');
  const texts = page.locator('.member .text');
  await expect(texts).toHaveText(gripes.map(({ text }) => text).toReversed());
  const third = page.locator('.member').nth(2);
  await third.hover();
  await third.getByRole('button', { name: /^Split here/ }).click();
  await expect(texts).toHaveCount(2);
  await gripe.says.getByRole('link', { name: 'See them' }).click();
  await expect(page).not.toHaveURL(`/pain-points/${id}`);
  await expect(texts).toHaveCount(2);
  await expect(page.locator('.around')).toContainText('Split off with 2 gripes');
  await page.goto(`/pain-points/${id}`);
  await page.getByRole('button', { name: /^Undo: 2 gripes split off/ }).click();
  await expect(texts).toHaveCount(4);
});

test('a split is undone by what the page says', async ({ log, gripe, page }) => {
  const word = printerName();
  const { id } = await log.recur(jams(word));
  await page.goto(`/pain-points/${id}`);
  await page.getByLabel('Order').selectOption('Newest first');
  const members = page.locator('.member');
  const third = members.nth(2);
  await expect(third).toContainText(`printer ${word} jams again`);
  await third.hover();
  await third.getByRole('button', { name: /^Split here/ }).click();
  await expect(gripe.says).toContainText('2 gripes split off, for good.');
  await expect(members).toHaveCount(2);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.says).toContainText('Undone: it is as it was.');
  await expect(members).toHaveCount(4);
  await expect(page.locator('.undone')).toContainText('2 gripes split off');
});

test('gripes of a pain point are never grouped again, one of them or all, and both are taken back', async ({
  gripe,
  log,
  page,
}) => {
  const word = printerName();
  const { id } = await log.recur(jams(word));
  await page.goto(`/pain-points/${id}`);
  const rows = page.locator('.member');
  await expect(rows).toHaveCount(4);
  const one = `printer ${word} jams again`;
  const row = rows.filter({ hasText: one });
  await row.hover();
  await row.getByRole('button', { name: `Never group: ${one}`, exact: true }).click();
  await expect(gripe.says).toContainText(`“${one}” stays alone, for good.`);
  await expect(rows).toHaveCount(3);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(4);

  await page.getByRole('button', { name: 'Never group…' }).click();
  const form = page.getByRole('form', { name: 'Never group' });
  await expect(form).toContainText('no two of them are ever put together again');
  await form.getByRole('button', { name: 'Never group these' }).click();
  await expect(gripe.says).toContainText('These 4 gripes are never grouped with each other again.');
  await expect(rows).not.toHaveCount(4); // one of them may stay, until all are grouped anew
  await page.getByRole('button', { name: /^Undo: 4 gripes never grouped/ }).click();
  await expect(rows).toHaveCount(4, { timeout: 15_000 });
});

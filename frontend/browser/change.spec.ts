import { expect, rareWord, test } from './gripe-page';

test('a gripe is changed in its place, and changed back', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`10m badge ${word} refused #office`);
  const form = await gripe.openRow(`badge ${word} refused`);
  await form.getByLabel('What').fill(`badge ${word} refused twice`);
  await form.getByLabel('Minutes').fill('1h15');
  await form.getByLabel('Tags').fill('#office #door');
  await form.getByLabel('Place').fill('lobby');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(gripe.row(word)).toContainText(/refused twice.*#office #door @lobby.*1\s*h\s*15/);
  await expect(gripe.says).toContainText('Changed.');
  await page.reload();
  await expect(gripe.row(word)).toContainText('refused twice');

  const again = await gripe.openRow(`badge ${word} refused twice`);
  await again.getByLabel('Minutes').fill('');
  await again.getByLabel('Place').fill('');
  await again.getByLabel('Minutes').press('Enter');
  await expect(gripe.row(word)).not.toContainText('lobby');
  await expect(gripe.row(word).locator('.cost')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).toContainText(/@lobby.*1\s*h\s*15/);
});

test('what is written anew is understood as in the line, what stood there stays text', async ({
  gripe,
  page,
}) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`badge ${word} refused`);
  const form = await gripe.openRow(`badge ${word} refused`);
  await form.getByLabel('What').press('End');
  await form.getByLabel('What').pressSequentially(' at the door 20m #office #door');
  const chips = form.getByRole('list', { name: 'Understood as' }).getByRole('button');
  await expect(chips).toHaveText(['20 min', '#office', '#door']);
  await form.getByRole('button', { name: 'Not #door' }).click();
  await form.getByLabel('What').press('Enter');
  await expect(gripe.row(word)).toContainText(/refused at the door #door.*#office.*20\s*min/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).not.toContainText('office');
});

test('another day moves it there', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`10m lift ${word} stuck`);
  const form = await gripe.openRow(`lift ${word} stuck`);
  const when = await form.getByLabel('When').inputValue();
  const yesterday = new Date(new Date(when).getTime() - 86_400_000);
  yesterday.setMinutes(yesterday.getMinutes() - yesterday.getTimezoneOffset());
  await form.getByLabel('When').fill(yesterday.toISOString().slice(0, 16));
  await form.getByRole('button', { name: 'Save' }).click();
  const group = page.locator('.group', { has: page.getByRole('heading', { name: 'Yesterday' }) });
  await expect(group.locator('.row').filter({ hasText: word })).toBeVisible();
});

test('wrong minutes are said in the form, and nothing is lost', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`10m phone ${word} rang`);
  const form = await gripe.openRow(`phone ${word} rang`);
  await form.getByLabel('Minutes').fill('ages');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('25m or 1h30');
  await page.keyboard.press('Escape');
  await expect(gripe.row(word)).toContainText(/10\s*min/);
});

test('deleted, and back again', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  await gripe.save(`10m alarm ${word} test`);
  const form = await gripe.openRow(`alarm ${word} test`);
  await form.getByRole('button', { name: 'Delete' }).click();
  await expect(gripe.row(word)).toBeHidden();
  await expect(gripe.says).toContainText(`Deleted “alarm ${word} test”.`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).toBeVisible();
  await page.reload();
  await expect(gripe.row(word)).toBeVisible();
});

test('several are picked with one thumb, tagged, exported, deleted and brought back', async ({
  gripe,
  page,
}) => {
  const word = rareWord();
  await gripe.open();
  for (const what of ['5m one', '6m two', '7m three']) await gripe.save(`${what} ${word}`);
  const picks = page.getByRole('group', { name: 'Picked gripes' });
  const pick = async () => {
    await page.getByRole('button', { name: 'Pick several' }).click();
    for (const what of ['one', 'two']) await page.getByLabel(`Pick ${what} ${word}`).check();
    await expect(picks).toContainText(/2 gripes\s*11\s*min/);
  };

  await pick();
  const box = (await picks.boundingBox())!;
  expect(box.y + box.height).toBeGreaterThan(page.viewportSize()!.height - 120); // where a thumb is
  await picks.getByRole('button', { name: 'Tag' }).click();
  await picks.getByLabel('Tag').fill(`#T${word}`);
  await page.keyboard.press('Enter');
  await expect(gripe.says).toContainText(`2 gripes tagged #t${word}.`);
  await expect(gripe.row(`#t${word}`)).toHaveCount(2);
  await expect(picks).toBeHidden();
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.says).toContainText('All is as it was.');
  await expect(gripe.row(`#t${word}`)).toHaveCount(0);

  await pick();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    picks.getByRole('link', { name: 'NDJSON' }).click(),
  ]);
  const lines = (await (await download.createReadStream()).toArray()).join('').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { text: string }).text).sort()).toEqual([
    `one ${word}`,
    `two ${word}`,
  ]);
  await picks.getByRole('button', { name: 'Delete' }).click();
  await expect(gripe.says).toContainText('2 gripes deleted.');
  await expect(gripe.row(word)).toHaveCount(1);
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).toHaveCount(3);
  await page.reload();
  await expect(gripe.row(word)).toHaveCount(3);
  await expect(gripe.row(`#t${word}`)).toHaveCount(0);

  await page.getByRole('button', { name: 'Pick several' }).click();
  await picks.getByRole('button', { name: 'Pick none' }).click();
  await expect(picks).toBeHidden();
});

test('what was found is picked, too', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  for (const what of ['5m one', '6m two', '7m three']) await gripe.save(`${what} ${word}`);
  await gripe.open(`/search?q=${word}`);
  await page.getByRole('button', { name: 'Pick several' }).click();
  await page.getByLabel(`Pick two ${word}`).check();
  const picks = page.getByRole('group', { name: 'Picked gripes' });
  await picks.getByRole('button', { name: 'Delete' }).click();
  await expect(gripe.says).toContainText('1 gripe deleted.');
  await expect(gripe.row(word)).toHaveCount(2);
  await expect(page.locator('.found').first()).toContainText('in 2 gripes');
  await gripe.says.getByRole('button', { name: 'Undo' }).click();
  await expect(gripe.row(word)).toHaveCount(3);
});

test('a change of a gripe that is not loaded counts once in its day', async ({ gripe, page, request }) => {
  const word = rareWord();
  const noon = new Date();
  noon.setDate(noon.getDate() - 1);
  noon.setHours(12, 0, 0, 0);
  const lines = Array.from({ length: 60 }, (_, index) => ({
    id: `${word}-${index}`,
    text: `${word} waits, case ${index}`,
    minutes: 1,
    tags: [word],
    happenedAt: new Date(noon.getTime() - index * 60_000).toISOString(),
  }));
  const data = lines.map((line) => JSON.stringify(line)).join('\n');
  await request.post('/api/v1/import', { data, headers: { 'Content-Type': 'application/x-ndjson' } });
  await gripe.open();
  const sum = page.getByRole('region', { name: 'Yesterday' }).first().locator('header .amount');
  await expect(sum).toContainText(/1\s*h/);
  await request.patch(`/api/v1/gripes/${word}-59`, { data: { minutes: 11 } });
  await expect(sum).toContainText(/1\s*h\s*10/);
  await request.post('/api/v1/gripes/bulk', { data: { q: `#${word}`, action: 'delete' } });
});

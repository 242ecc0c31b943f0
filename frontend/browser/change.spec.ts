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

test('the list goes on as somebody scrolls', async ({ gripe, page }) => {
  const day = (index: number) => new Date(Date.now() - index * 3_600_000).toISOString();
  await page.route(/\/api\/v1\/gripes\?/, (route) => {
    const parameters = new URL(route.request().url()).searchParams;
    const from = Number(parameters.get('cursor') ?? 0);
    const items = Array.from({ length: 50 }, (_, index) => ({
      id: `id-${from + index}`,
      text: `number ${from + index}`,
      minutes: 5,
      happenedAt: day(from + index),
      tags: [],
      place: null,
      source: null,
      createdAt: day(from + index),
      updatedAt: day(from + index),
    }));
    return route.fulfill({ json: { items, next: from < 100 ? String(from + 50) : null } });
  });
  await gripe.open();
  await expect(gripe.row('number 3').first()).toBeVisible();
  await page.locator('main .row').last().scrollIntoViewIfNeeded();
  await expect(gripe.rows).toHaveCount(100);
  await page.locator('main .row').last().scrollIntoViewIfNeeded();
  await expect(gripe.rows).toHaveCount(150);
  await expect(page.getByRole('button', { name: 'More' })).toBeHidden();
});

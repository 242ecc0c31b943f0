import { expect, rareWord, test } from './gripe-page';

test.skip(({ isMobile }) => isMobile, 'a phone has no keyboard to walk with');

test('log, walk, edit, delete, undo and search without a mouse', async ({ gripe, page }) => {
  const [first, second] = [rareWord(), rareWord()];
  const focused = page.locator(':focus');
  await gripe.open();
  await gripe.save(`5m monitor ${first} flickers`);
  await gripe.save(`5m desk ${second} wobbles`);

  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAccessibleName(`desk ${second} wobbles`);
  await page.keyboard.press('j');
  await expect(focused).toHaveAccessibleName(`monitor ${first} flickers`);
  await page.keyboard.press('k');
  await page.keyboard.press('e');
  await expect(page.getByLabel('What', { exact: true })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' badly');
  await page.keyboard.press('Enter');
  await expect(focused).toHaveAccessibleName(`desk ${second} wobbles badly`);

  await page.keyboard.press('x');
  await expect(gripe.row(second)).toBeHidden();
  await expect(focused).toHaveAccessibleName(`monitor ${first} flickers`);
  await expect(gripe.says).toContainText('Deleted');
  await page.keyboard.press('u');
  await expect(gripe.row(second)).toBeVisible();

  await page.keyboard.press('/');
  await expect(page).toHaveURL('/search');
  await page.keyboard.type(first);
  await expect(gripe.row(first)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAccessibleName(`monitor ${first} flickers`);
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toBeFocused();
});

test('what is typed on the bare page goes to the line', async ({ gripe, page }) => {
  await gripe.open();
  await gripe.line.blur();
  await page.keyboard.type('5m waiting, jumping under extreme networks');
  await expect(gripe.line).toHaveValue('5m waiting, jumping under extreme networks');
});

test('command letters act on the bare page, and none of them is written', async ({ gripe, page }) => {
  const word = rareWord();
  const focused = page.locator(':focus');
  await gripe.open();
  await gripe.save(`5m drawer ${word} sticks`);
  const bare = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  await bare();
  await page.keyboard.press('n');
  await expect(gripe.line).toBeFocused();
  await page.keyboard.type('never');
  await expect(gripe.line).toHaveValue('never');
  await gripe.line.fill('');

  for (const letter of ['j', 'k', 'x']) {
    await bare();
    await page.keyboard.press(letter);
    await expect(focused).toHaveAccessibleName(`drawer ${word} sticks`);
  }
  await page.keyboard.press('x');
  await expect(gripe.row(word)).toBeHidden();
  await expect(gripe.says).toContainText('Deleted');
  await bare();
  await page.keyboard.press('u');
  await expect(gripe.row(word)).toBeVisible();

  await bare();
  await page.keyboard.press('e');
  await expect(page.getByLabel('What', { exact: true })).toBeFocused();
  await page.keyboard.type(' jinxed');
  await page.keyboard.press('Escape');
  await expect(gripe.line).toHaveValue('');

  await gripe.open('/search');
  await bare();
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toBeFocused();
  await expect(gripe.line).toHaveValue('');
});

test('rows are picked by keyboard', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open();
  for (const what of ['5m one', '6m two', '7m three']) await gripe.save(`${what} ${word}`);
  const picks = page.getByRole('group', { name: 'Picked gripes' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(picks).toContainText('1 gripe');
  await expect(page.locator(':focus')).toHaveAccessibleName(`three ${word}`);
  await expect(page.locator(':focus')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(picks).toContainText('Tick some gripes');
  await page.keyboard.press('Shift+J');
  await expect(picks).toContainText('2 gripes');
  await page.keyboard.press('Shift+J');
  await expect(picks).toContainText(/3 gripes\s*18\s*min/);
  await expect(page.locator(':focus')).toHaveAccessibleName(`one ${word}`);
  await page.keyboard.press('Escape');
  await expect(picks).toBeHidden();
  await expect(page.locator('[aria-pressed][data-row]')).toHaveCount(0);
  await page.keyboard.press('Shift+K');
  await expect(picks).toContainText('2 gripes');
  await expect(page.getByLabel(`Pick three ${word}`)).not.toBeChecked();
});

test('the sheet of keys opens and gives the focus back', async ({ gripe, page }) => {
  await gripe.open();
  await gripe.line.blur();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the skip link comes first', async ({ gripe, page }) => {
  await gripe.open();
  await gripe.line.blur();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page).toHaveURL('/search');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/');
  await page.locator('.skip').focus();
  await expect(page.locator('.skip')).toBeInViewport();
});

test('a new gripe from anywhere, saved with the command key', async ({ gripe, page }) => {
  const word = rareWord();
  await gripe.open('/search');
  await page.keyboard.press('ControlOrMeta+e');
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toBeFocused();
  await gripe.write(`3m fan ${word} hums`);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(gripe.says).toContainText('Saved.');
  await expect(gripe.row(word)).toBeVisible();

  await gripe.write(`4m fan ${word} rattles`);
  await gripe.line.blur();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(gripe.row(`fan ${word} rattles`)).toBeVisible();
});

test('the command key twice opens the commands, which take words and arrows', async ({ gripe, page }) => {
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const chosen = palette.locator('[aria-selected=true]');
  await gripe.open();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(gripe.line).toBeFocused();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette).toBeVisible();
  await expect(chosen).toContainText('Write a gripe');
  await page.keyboard.press('ArrowDown');
  await expect(chosen).toContainText('Search');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(chosen).toContainText('Export everything');
  await page.keyboard.type('phones');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/devices');
  await expect(palette).toBeHidden();

  await page.keyboard.press('ControlOrMeta+k');
  await expect(gripe.line).toBeFocused();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('printer jam');
  await expect(palette.getByRole('option')).toHaveText(['Search for “printer jam”', 'Write “printer jam”']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/');
  await expect(gripe.line).toHaveValue('printer jam');
  await expect(gripe.line).toBeFocused();
});

test('the command key counts that is pressed before the keys are there', async ({ gripe, page }) => {
  const pressed = Promise.withResolvers<void>();
  await page.route(/\/keyboard-[^/]*\.js$/, async (route) => {
    await pressed.promise;
    await route.continue();
  });
  await gripe.open();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page).toHaveURL('/');
  pressed.resolve();
  await expect(page).toHaveURL('/search');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
});

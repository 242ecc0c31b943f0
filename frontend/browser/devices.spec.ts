import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { expect, rareWord, test } from './gripe-page';

const token = process.env.GRIPE_GUARDED_TOKEN!;
const guarded = `http://127.0.0.1:${process.env.GRIPE_GUARDED_PORT}`;

test.skip(
  !process.env.GRIPE_GUARDED_PORT || !!process.env.GRIPE_PAGE_URL,
  'needs a Gripe with an owner token',
);

/** The owner, signed in, where the devices are. */
async function owner(page: Page): Promise<void> {
  await page.goto(`${guarded}/devices`);
  await page.getByLabel('Owner token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Phones and devices' })).toBeVisible();
}

async function phone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true });
  return context.newPage();
}

test('a phone is paired by a code, logs, is listed, and is out when it is revoked', async ({
  page,
  browser,
}) => {
  const word = rareWord();
  const name = `Phone ${word}`;
  await owner(page);
  await page.getByRole('button', { name: 'Show a code' }).click();
  await expect(page.getByRole('img', { name: /QR code of https:\/\/gripe\.example\/pair/ })).toBeVisible();
  const code = (await page.locator('.pairing .big').textContent())!.trim();
  expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);

  const other = await phone(browser);
  await other.goto(`${guarded}/pair#${code}`);
  await expect(other).toHaveURL(`${guarded}/pair`); // the code is out of the address at once
  await expect(other.getByLabel("Code on the owner's screen")).toHaveValue(code);
  await other.getByLabel('Name of this device').fill(name);
  await other.getByRole('button', { name: 'Pair' }).click();
  await expect(other).toHaveURL(`${guarded}/`);
  await expect(other.getByText('Paired. Install Gripe')).toBeVisible();
  await other.locator('.line textarea').fill(`5m tram ${word} late`);
  await other.locator('.line textarea').press('Enter');
  await expect(other.getByText('Saved.')).toBeVisible();
  expect(await other.evaluate(() => document.cookie)).toBe('');

  await expect(page.getByText(`Paired: ${name}.`)).toBeVisible();
  await expect(page.getByText(code)).toBeHidden();
  const row = page.locator('.device', { hasText: name });
  await expect(row).toContainText('everything but devices, until');
  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await row.getByText('Really revoke').click();
  await expect(row).toBeHidden();
  await other.reload();
  await expect(other.getByLabel('Owner token')).toBeVisible();

  await other.goto(`${guarded}/pair#${code}`);
  await other.getByRole('button', { name: 'Pair' }).click();
  await expect(other.getByRole('alert')).toContainText('was used before');
  await other.context().close();
});

test('a code is typed as it comes, and a wrong one is said', async ({ page, browser }) => {
  await owner(page);
  await page.getByRole('button', { name: 'Show a code' }).click();
  const code = (await page.locator('.pairing .big').textContent())!.trim();
  const other = await phone(browser);
  await other.goto(`${guarded}/pair`);
  const field = other.getByLabel("Code on the owner's screen");
  await expect(field).toBeFocused();
  await field.fill('nothing like it');
  await other.getByRole('button', { name: 'Pair' }).click();
  await expect(other.getByRole('alert')).toContainText('This code is not right');
  await field.fill(code.toLowerCase().replaceAll('-', ' '));
  await other.getByRole('button', { name: 'Pair' }).click();
  await expect(other).toHaveURL(`${guarded}/`);
  await expect(other.locator('.line textarea')).toBeFocused();
  await other.context().close();
});

test('a token for a shortcut is shown once, and logs only', async ({ page, request }) => {
  const word = rareWord();
  await owner(page);
  await page.getByLabel('Name', { exact: true }).fill(`Shortcut ${word}`);
  await page.getByRole('button', { name: 'Make a token' }).click();
  const shown = page.getByRole('region', { name: 'A token for' }).locator('.copy code');
  await expect(shown).toHaveText(/^gd_/);
  const headers = { Authorization: `Bearer ${await shown.textContent()}` };
  const logged = await request.post(`${guarded}/api/v1/gripes`, {
    headers,
    data: { line: `2m ${word} #it` },
  });
  expect(logged.status()).toBe(201);
  expect((await request.get(`${guarded}/api/v1/gripes`, { headers })).status()).toBe(403);
  await expect(page.locator('.device', { hasText: `Shortcut ${word}` })).toContainText('logs only');
  await page.reload();
  await expect(page.locator('.device', { hasText: `Shortcut ${word}` })).toBeVisible();
  await expect(shown).toHaveCount(0);
});

test('the shell command is shown with its checksum, and can be copied', async ({ page, request }) => {
  const sum = (await (await request.get('/gripe.sh.sha256')).text()).trim();
  const script = await (await request.get('/gripe.sh')).body();
  expect(sum).toBe(`${createHash('sha256').update(script).digest('hex')}  gripe.sh`);
  await page.goto('/devices');
  const shell = page.getByRole('region', { name: 'The shell command' });
  await expect(shell.getByText(sum.split(' ')[0]!, { exact: true })).toBeVisible();
  await expect(shell.locator('.copy code')).toContainText([
    /^curl -fsSO http:\/\/.+\/gripe\.sh$/,
    `echo '${sum}' | sha256sum -c`,
    'install -D -m 755 gripe.sh ~/.local/bin/gripe',
    'export GRIPE_URL=http',
  ]);
  await shell.getByRole('button', { name: 'Copy how to check it' }).click();
  await expect(shell.getByText(/^(Copied|Selected)/)).toBeVisible();
});

test('without an owner token the page says why nothing is paired', async ({ page }) => {
  await page.goto('/devices');
  await expect(page.getByText('This Gripe has no owner token')).toBeVisible();
  const bookmarklet = page.getByRole('link', { name: 'Gripe about this' });
  await expect(bookmarklet).toHaveAttribute('href', /^javascript:void open\('http:\/\/127\.0\.0\.1:\d+\/new/);
  await bookmarklet.click();
  await expect(page.getByText('Drag it to the bookmarks bar')).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`devices and pairing stand in nobody's way, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const flaws = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    await owner(page);
    await page.getByRole('button', { name: 'Show a code' }).click();
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    expect(await flaws()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.goto(`${guarded}/pair#ABCD-EFGH-JKMN`);
    await expect(page.getByLabel('Name of this device')).toBeVisible();
    expect(await flaws()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
}

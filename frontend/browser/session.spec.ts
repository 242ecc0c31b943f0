import { expect, test } from './gripe-page';

test('who is not known signs in, and goes on', async ({ gripe, page }) => {
  let signedIn = false;
  await page.route('**/api/v1/**', async (route) => {
    const request = route.request();
    if (request.url().endsWith('/session')) {
      signedIn = (request.postDataJSON() as { token: string }).token === 'right';
      if (signedIn) return route.fulfill({ status: 204 });
      return route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 401, code: 'token_wrong', detail: 'That is not the owner token.' }),
      });
    }
    if (signedIn) return route.continue();
    return route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 401, code: 'token_required', detail: 'Sign in first.' }),
    });
  });
  await page.goto('/');
  const token = page.getByLabel('Owner token');
  await expect(token).toBeFocused();
  await token.fill('wrong');
  await token.press('Enter');
  await expect(page.getByRole('alert')).toContainText('That is not the owner token.');
  await token.fill('right');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(gripe.line).toBeFocused();
  await expect(page.locator('.foot')).toBeVisible();
});

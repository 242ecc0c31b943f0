import { expect } from './gripe-page';
import { daysBefore, heading, test, type Written } from './recurring';

/** A year of gripes with three causes: one is fixed after half of it and comes back, one stays, one ends by itself. */
const runners = [
  'waiting for a free CI runner',
  'no free CI runner for half an hour',
  'the CI runner queue is full',
  'CI job waits for a runner again',
  'build stuck waiting for a CI runner',
];
const vpn = [
  'the VPN dropped during the call',
  'VPN connection dropped again',
  'VPN disconnected in the middle of a meeting',
  'lost the VPN connection again',
];
const expenses = [
  'the expense tool logged me out',
  'expense report lost because the tool logged me out',
  'logged out of the expense tool again',
  'the expense tool logs out while I type',
];
const oneOffs = [
  'spilled coffee on the keyboard',
  'a parcel went to the wrong house',
  'fire drill in the middle of the demo',
  'the cat unplugged the router',
];
const weeks = 52;
const fixedWeeksAgo = 26;
const expensesWeeks = 20;

function yearOfGripes(): Written[] {
  const gripes: Written[] = [];
  const happened = (
    texts: string[],
    index: number,
    minutes: number | undefined,
    week: number,
    hours: number,
  ) => gripes.push({ text: texts[index % texts.length]!, minutes, daysAgo: 7 * week - hours / 24 });
  for (let week = weeks; week > 0; week--) {
    if (week > fixedWeeksAgo) {
      happened(runners, week, 20, week, 5);
      happened(runners, week + 2, 20, week, 30);
    }
    happened(vpn, week, week % 3 ? 15 : undefined, week, 50); // one of three does not say how long
    if (week > weeks - expensesWeeks) happened(expenses, week, 30, week, 75);
  }
  for (const index of oneOffs.keys()) happened(oneOffs, index, 5, 10 * index + 3, 11);
  return gripes;
}

interface Listed {
  items: { id: string; label: string; count: number }[];
  grouping: { step: string };
}

test('a year is told as it was: what costs most, what was fixed and came back', async ({
  log,
  gripe,
  page,
  request,
}) => {
  test.slow();
  await log.import(yearOfGripes());
  let made: Listed['items'] = [];
  await expect(async () => {
    const answer = (await (await request.get('/api/v1/pain-points')).json()) as Listed;
    expect(answer.items.map(({ count }) => count)).toEqual([52, 52, 20]);
    expect(answer.grouping.step).toBe('idle');
    made = answer.items;
  }).toPass();
  const [slow, dropped, over] = made.map(({ id }) => id) as [string, string, string];
  expect(made.map(({ label }) => /runner|vpn|expense/i.exec(label)?.[0].toLowerCase())).toEqual([
    'runner',
    'vpn',
    'expense',
  ]);

  // An hour more than whole weeks, so that it does not depend on what this takes.
  const fix = { note: 'The runner pool was doubled', at: daysBefore(7 * fixedWeeksAgo + 1 / 24) };
  expect((await request.post(`/api/v1/pain-points/${slow}/fix`, { data: fix })).ok()).toBe(true);
  const rows = page.locator('.pains [data-row]');
  const line = (id: string) => page.locator('tr', { has: page.locator(`[data-row="${id}"]`) });
  await page.goto('/pain-points');
  const stayed = page.getByRole('region', { name: 'Fixed, and stayed fixed' });
  await expect(stayed.locator('td.n')).toHaveText(['17 h 20', '17 h 20']); // what it had cost, and what is saved
  await expect(page.locator('.tally')).toContainText('17 h 20 saved by 1 fix');
  await expect(rows).toHaveCount(2);

  await gripe.open();
  await gripe.save('30m waiting for a CI runner once more');
  await expect(gripe.says).toContainText('Last time this helped: The runner pool was doubled');

  await page.goto('/pain-points');
  await expect(rows).toHaveCount(3);
  for (const [index, [id, minutes]] of [
    [slow, '17 h 50'],
    [dropped, '13 h 00'],
    [over, '10 h 00'],
  ].entries()) {
    await expect(rows.nth(index)).toHaveAttribute('data-row', id!);
    await expect(line(id!).locator('.total')).toHaveText(minutes!);
  }
  await expect(line(slow)).toContainText('came back');
  await expect(line(dropped).locator('.rate')).toContainText('15 min');
  await expect(line(over).locator('.rate')).toContainText('0 min');
  await expect(page.locator('.tag.back')).toHaveCount(1);
  await expect(stayed).toBeHidden();
  await page.getByLabel('Order').selectOption('Came back');
  await expect(rows).toHaveCount(1);
  await expect(rows).toHaveAttribute('data-row', slow);

  await page.goto(`/pain-points/${slow}`);
  await expect(heading(page)).toContainText(/runner/i);
  await expect(page.locator('.crumb')).toContainText('1 of 3 by cost');
  await expect(page.locator('.crumb')).toContainText('came back');
  const figures = page.locator('.figures');
  await expect(figures.locator('.hero')).toHaveText('17 h 50');
  await expect(figures).toContainText('53 gripes');
  await expect(figures).toContainText('52 elsewhere, 1 on this page');
  const story = page.locator('.story');
  await expect(story).toContainText('The runner pool was doubled');
  await expect(story).toContainText('From 40 min to 0 min a week: 17 h 20 saved in 26 weeks.');
  await expect(story).toContainText('and opened again by itself');
  await page.getByText('The gripe that showed it').click();
  await expect(story.locator('details li')).toHaveCount(1);
  await expect(story.locator('details li')).toContainText('waiting for a CI runner once more');

  await page.goto(`/pain-points/${dropped}`);
  await expect(page.locator('.crumb')).toContainText('2 of 3 by cost');
  await expect(page.locator('.estimate')).toContainText('17 gripes say no minutes: each counts as 15 min');
  await expect(figures).toContainText('15 min steady');
  await expect(page.getByRole('heading', { name: 'The 52 gripes' })).toBeVisible();

  await page.goto('/overview');
  const told = (question: string) => page.getByRole('region', { name: question });
  const cost = told('What did it cost?');
  await expect(cost.locator('.hero')).toHaveText('41 h 10');
  await expect(cost).toContainText('129 gripes');
  await expect(cost).toContainText('17 gripes say no minutes');
  const most = told('What costs most?');
  for (const [index, [id, share]] of [
    [slow, '43 % of all'],
    [dropped, '32 % of all'],
    [over, '24 % of all'],
  ].entries()) {
    await expect(most.locator('[data-row]').nth(index)).toHaveAttribute('data-row', id!);
    await expect(most.locator('tbody .rate').nth(index)).toHaveText(share!);
  }
  await expect(most).toContainText('The first three make 99 %.');
  await expect(most).toContainText('4 gripes belong to none: 20 min.');
  const changed = told('What changed?');
  await expect(changed.locator('[data-row]')).toHaveCount(1);
  await expect(changed.locator('tr', { has: page.locator(`[data-row="${slow}"]`) })).toContainText(
    'came back',
  );
  const fixed = told('What did we fix?');
  await expect(fixed.locator('.hero')).toHaveText('17 h 20');
  await expect(fixed).toContainText('0 fixes hold, 1 came back.');
  await expect(fixed.locator('[data-row]')).toHaveAttribute('data-row', slow);
  await expect(fixed).toContainText('The runner pool was doubled');
});

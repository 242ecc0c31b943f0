import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test';
import { expect, GripePage, rareWord, test } from './gripe-page';

test.use({ serviceWorkers: 'allow' });

interface Record {
  id: string;
  text: string;
  minutes: number | null;
  happenedAt: string;
  createdAt: string;
}

/** What the server has of that word, in the order of its coming. */
async function records(request: APIRequestContext, word: string): Promise<Record[]> {
  const answer = await request.get('/api/v1/gripes?limit=200');
  const { items } = (await answer.json()) as { items: Record[] };
  return items
    .filter(({ text }) => text.includes(word))
    .sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}

async function forget(request: APIRequestContext, word: string): Promise<void> {
  for (const { id } of await records(request, word)) await request.delete(`/api/v1/gripes/${id}`);
}

/** A tab whose page can be opened without a network from now on. */
async function tab(context: BrowserContext, address = '/'): Promise<GripePage> {
  const gripe = new GripePage(await context.newPage());
  await gripe.open(address);
  await gripe.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return gripe;
}

/** As when the system takes its memory: nothing of the page runs any more. */
async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void session.send('Page.crash').catch(() => null);
  await crashed;
  await page.close();
}

test('captured offline, the tab killed, opened again, and sent: each once, with its own time', async ({
  context,
  request,
}) => {
  const word = rareWord();
  const hours = [8, 9, 10];
  const yesterday = (hour: number) => {
    const when = new Date(Date.now() - 86_400_000);
    when.setHours(hour, 30, 15, 0);
    return when;
  };
  const first = await tab(context);
  await context.setOffline(true);
  for (const hour of hours) {
    await first.page.clock.setFixedTime(yesterday(hour));
    await first.write(`${hour}m tunnel ${word} without network #train`);
    await first.line.press('Enter');
    await expect(first.line).toHaveValue('');
    await expect(first.says).toContainText('Kept here, not sent yet.');
  }
  await expect(first.page.getByRole('status').first()).toHaveText(
    'Offline. 3 gripes not sent yet, kept here',
  );
  await expect(first.row(word)).toHaveCount(3);
  await kill(first.page);

  const second = new GripePage(await context.newPage());
  await second.open(); // still without a network: the service worker has the page
  await expect(second.row(word)).toHaveCount(3);
  await expect(second.page.getByText('3 gripes not sent yet, kept here')).toBeVisible();
  expect(await records(request, word)).toEqual([]);

  await context.setOffline(false);
  await expect(second.says).toContainText('Sent: 3 gripes kept here before.');
  await expect(second.page.getByText('not sent yet')).toHaveCount(0);
  const sent = await records(request, word);
  expect(sent.map(({ text, minutes }) => [text, minutes])).toEqual(
    hours.map((hour) => [`tunnel ${word} without network`, hour]),
  );
  expect(sent.map(({ happenedAt }) => Date.parse(happenedAt))).toEqual(
    hours.map((hour) => yesterday(hour).getTime()),
  );
  await second.page.reload();
  await expect(second.row(word)).toHaveCount(3);
  await forget(request, word);
});

test('several tabs send each gripe once', async ({ context, request }) => {
  const word = rareWord();
  const tabs = [await tab(context), await tab(context), await tab(context)];
  const posted: string[] = [];
  // What is tried without a network reaches nobody.
  context.on('response', (answer) => {
    const one = answer.request();
    if (one.method() === 'POST' && one.url().endsWith('/api/v1/gripes')) {
      posted.push((one.postDataJSON() as { id: string }).id);
    }
  });
  await context.setOffline(true);
  for (const [index, each] of tabs.entries()) {
    await each.page.bringToFront();
    await each.write(`${index + 1}m queue ${word}`);
    await each.line.press('Enter');
    await expect(each.line).toHaveValue('');
  }
  // Each shows what the others wait for.
  for (const each of tabs) await expect(each.row(word)).toHaveCount(3);
  await context.setOffline(false);
  for (const each of tabs) {
    await expect(each.page.getByText('not sent yet')).toHaveCount(0);
    await expect(each.row(word)).toHaveCount(3);
  }
  expect(posted).toHaveLength(3);
  expect(new Set(posted).size).toBe(3);
  expect((await records(request, word)).map(({ minutes }) => minutes)).toEqual([1, 2, 3]);
  await forget(request, word);
});

test('an answer that is lost makes no second record, and other words change the first', async ({
  context,
  request,
}) => {
  const word = rareWord();
  const gripe = await tab(context);
  let network = false;
  let arrived = false;
  await context.route('**/api/v1/gripes', async (route) => {
    if (route.request().method() !== 'POST' || network) return route.continue();
    if (!arrived) await route.fetch();
    arrived = true;
    return route.abort('connectionreset');
  });
  await gripe.write(`5m ferry ${word} late`);
  await gripe.line.press('Enter');
  await expect(gripe.row(word)).toContainText('Not sent. Kept here.');
  expect(await records(request, word)).toHaveLength(1);

  await gripe.page.getByRole('button', { name: `ferry ${word} late` }).click();
  const form = gripe.page.getByRole('form', { name: 'Change this line' });
  await form.getByRole('textbox').fill(`15m ferry ${word} very late`);
  network = true;
  await form.getByRole('textbox').press('Enter');
  await expect(gripe.row(word)).toContainText(/very late.*15\s*min/);
  await expect(gripe.page.getByText('not sent yet')).toHaveCount(0);
  await expect
    .poll(async () => (await records(request, word)).map(({ text, minutes }) => [text, minutes]))
    .toEqual([[`ferry ${word} very late`, 15]]);
  await forget(request, word);
});

test('a proxy that answers for a server which restarts makes nothing refused', async ({
  context,
  request,
}) => {
  const word = rareWord();
  const gripe = await tab(context);
  const answers = [502, 504, 502, 502, 500, 502, 502];
  await context.route('**/api/v1/gripes', (route) => {
    const status = route.request().method() === 'POST' ? answers.shift() : undefined;
    return status ? route.fulfill({ status, body: 'Bad gateway' }) : route.continue();
  });
  await gripe.write(`5m restart ${word}`);
  await gripe.line.press('Enter');
  for (let left = answers.length - 1; left > 0; left--) {
    await expect.poll(() => answers.length).toBeLessThanOrEqual(left);
    await expect(gripe.row(word)).toContainText('Not sent. Kept here.');
    await gripe.page.evaluate(() => dispatchEvent(new Event('online')));
  }
  await expect.poll(() => answers.length).toBe(0);
  await gripe.page.evaluate(() => dispatchEvent(new Event('online')));
  await expect.poll(async () => (await records(request, word)).length).toBe(1);
  await expect(gripe.page.getByText('refused')).toHaveCount(0);
  await forget(request, word);
});

test('what the server itself fails on again and again waits behind the others', async ({
  context,
  request,
}) => {
  const word = rareWord();
  const gripe = await tab(context);
  let failed = 0;
  await context.route('**/api/v1/gripes', (route) => {
    const failing = route.request().method() === 'POST' && route.request().postData()?.includes('poison');
    if (!failing) return route.continue();
    failed++;
    const body = JSON.stringify({ code: 'internal', detail: 'Something broke.' });
    return route.fulfill({ status: 500, contentType: 'application/problem+json', body });
  });
  await gripe.write(`5m poison ${word}`);
  await gripe.line.press('Enter');
  await expect(gripe.row(word)).toContainText('Not sent. Kept here.');
  await gripe.write(`6m behind it ${word}`);
  await gripe.line.press('Enter');
  for (let times = failed; times < 5; times = failed) {
    await gripe.page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => failed).toBeGreaterThan(times);
  }
  await expect.poll(async () => (await records(request, word)).length).toBe(1);
  await expect(gripe.row('poison')).toContainText('Not sent. Kept here.');
  await context.unroute('**/api/v1/gripes');
  await gripe.page.evaluate(() => dispatchEvent(new Event('online')));
  await expect.poll(async () => (await records(request, word)).length).toBe(2);
  await forget(request, word);
});

test('what the server refuses is kept with the reason, holds up nobody, and can be changed', async ({
  context,
  request,
}) => {
  const word = rareWord();
  const gripe = await tab(context);
  await gripe.page.evaluate(
    (text) => localStorage.setItem('gripe.draft', text),
    `${word} ${'a'.repeat(2_001)}`,
  );
  await gripe.page.reload();
  await expect(gripe.line).toBeFocused();
  await gripe.line.press('Enter');
  await expect(gripe.row(word)).toContainText('Refused, kept here: At most 2000 characters.');
  await gripe.write(`3m after it ${word}`);
  await gripe.line.press('Enter');
  await expect(gripe.says).toContainText('Saved.');
  await expect(gripe.page.getByText('1 refused')).toBeVisible();
  await gripe.page.reload();
  await expect(gripe.row(word)).toHaveCount(2);

  await gripe.page.getByRole('button', { name: 'Change it' }).click();
  const form = gripe.page.getByRole('form', { name: 'Change this line' });
  await form.getByRole('textbox').fill(`2m in few words ${word}`);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(gripe.row(`in few words ${word}`)).toContainText(/2\s*min/);
  await expect(gripe.page.getByText('1 refused')).toHaveCount(0);
  await expect.poll(async () => (await records(request, word)).length).toBe(2);
  await forget(request, word);
});

test('nothing that the server answers is kept by the service worker', async ({ context }) => {
  const gripe = await tab(context, '/search?q=printer');
  const kept = await gripe.page.evaluate(async () => {
    const requests = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/');
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((path) => !/^\/($|assets\/|[a-z0-9-]+\.(png|svg|webmanifest)$)/.test(path))).toEqual([]);
  // What programs read is not answered with the page.
  const answer = await gripe.page.goto('/openapi.yml').catch(() => null);
  if (answer) expect(answer.headers()['content-type']).toContain('yaml');
});

test('it can be installed', async ({ context, request }) => {
  const { page } = await tab(context);
  const session = await context.newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '{}') as { icons: { src: string; type: string }[] };
  for (const { src, type } of manifest.icons) {
    const icon = await request.get(src);
    expect([icon.status(), icon.headers()['content-type']]).toEqual([200, type]);
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A test's own context is private, and nothing else is wrong.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
    [],
  );
});

test('what is shared fills the line and sends nothing', async ({ context }) => {
  const posted: string[] = [];
  context.on('request', (one) => {
    if (one.method() === 'POST' && one.url().endsWith('/gripes')) posted.push(one.url());
  });
  const address = `/new?${new URLSearchParams({ title: 'Build 7', text: 'it failed', url: 'https://ci.example/7' })}`;
  const gripe = await tab(context, address);
  await expect(gripe.line).toHaveValue('it failed Build 7 https://ci.example/7');
  await expect(gripe.page).toHaveURL('/');
  await gripe.page.reload();
  await expect(gripe.line).toHaveValue('it failed Build 7 https://ci.example/7');
  expect(posted).toEqual([]);
});

/** Gripe as it is, until it is told to be a newer version of itself. */
async function newerVersion(gripeUrl: string): Promise<{ url: string; release: () => void; server: Server }> {
  const { hostname, port } = new URL(gripeUrl);
  let released = false;
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    if (released) delete (headers as { 'if-none-match'?: string })['if-none-match'];
    const options = { hostname, port, path: incoming.url, method: incoming.method, headers };
    const passing = ask(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        let body = Buffer.concat(chunks);
        if (released && incoming.url === '/worker.js') {
          body = Buffer.from(String(body).replace(/gripe-page-/, 'gripe-page-newer-'));
        }
        if (released && incoming.url === '/') {
          body = Buffer.from(String(body).replace('<title>', '<meta name="version" content="newer"><title>'));
        }
        outgoing.writeHead(answer.statusCode ?? 500, {
          ...answer.headers,
          'content-length': String(body.length),
        });
        outgoing.end(body);
      });
    });
    incoming.pipe(passing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, release: () => (released = true), server };
}

test('a new version is told of, comes when it is asked for, and the draft is still there', async ({
  context,
  baseURL,
}) => {
  const { url, release, server } = await newerVersion(baseURL!);
  try {
    const gripe = await tab(context, url);
    const { page } = gripe;
    const update = page.getByRole('button', { name: 'New version: reload' });
    await gripe.write('15m half a thought #it');
    await page.reload();
    await expect(gripe.line).toHaveValue('15m half a thought #it');
    await expect(update).toBeHidden();

    release();
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect(update).toBeVisible();
    await gripe.write(' and more');
    await page.waitForTimeout(300);
    expect(await page.locator('meta[name=version]').count()).toBe(0);
    const loaded = page.waitForEvent('load');
    await update.click();
    await loaded;
    await expect(page.locator('meta[name=version]')).toHaveCount(1);
    await expect(gripe.line).toHaveValue('15m half a thought #it and more');
    await expect(update).toBeHidden();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('nothing shifts when what was logged before is offered, and a press logs it again', async ({
  gripe,
  page,
  request,
}) => {
  const word = rareWord();
  await gripe.open();
  for (let time = 0; time < 3; time++) await gripe.save(`7m lift ${word} stuck #office`);
  await page.reload();
  const again = page.getByRole('button', { name: new RegExp(`^Again: lift ${word} stuck`) });
  await expect(again).toBeVisible();
  const shifts = await page.evaluate(() => window.watched.shifts.filter(({ what }) => !/ghost/.test(what)));
  expect(shifts).toEqual([]);
  await again.click();
  await expect(gripe.says).toContainText('Saved. 4th time, 28 min in all');
  const [latest] = (await records(request, word)).slice(-1);
  expect(latest).toMatchObject({ text: `lift ${word} stuck`, minutes: 7, tags: ['office'] });
});

for (const scheme of ['light', 'dark'] as const) {
  test(`what waits, what was refused and the palette stand in nobody's way, ${scheme}`, async ({
    context,
    request,
  }) => {
    const word = rareWord();
    const gripe = await tab(context);
    const { page } = gripe;
    await page.emulateMedia({ colorScheme: scheme });
    const flaws = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    await page.evaluate((text) => localStorage.setItem('gripe.draft', text), `${word} ${'a '.repeat(1_001)}`);
    await page.reload();
    await gripe.line.press('Enter');
    await expect(gripe.row(word)).toContainText('Refused, kept here');
    await context.setOffline(true);
    await gripe.write(`3m bus ${word}`);
    await gripe.line.press('Enter');
    await expect(page.getByText('1 gripe not sent yet, kept here. 1 refused')).toBeVisible();
    expect(await flaws()).toEqual([]);
    await gripe.page.getByRole('button', { name: 'Change it' }).click();
    await expect(page.getByRole('form', { name: 'Change this line' })).toBeVisible();
    expect(await flaws()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Commands' }).click();
    await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
    expect(await flaws()).toEqual([]);
    await context.setOffline(false);
    await expect(page.getByText('not sent yet')).toHaveCount(0);
    await forget(request, word);
  });
}

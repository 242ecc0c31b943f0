import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, defineConfig, devices } from '@playwright/test';

/** The running product to test, or none: then one is started on data of its own. */
const given = process.env.GRIPE_PAGE_URL;
// Chosen once, and inherited by the workers, so that two runs beside each other do not meet.
process.env.GRIPE_PORT ??= String(20_000 + Math.floor(Math.random() * 10_000));
const port = process.env.GRIPE_PORT;
// One with an owner token, for what needs one.
process.env.GRIPE_GUARDED_PORT ??= String(30_000 + Math.floor(Math.random() * 10_000));
process.env.GRIPE_GUARDED_TOKEN ??= 'correct horse battery staple';
const baseURL = given ?? `http://127.0.0.1:${port}`;

/** Nothing is downloaded: the browser is one that the machine has. */
function browser(): string {
  const places = [
    process.env.CHROMIUM_PATH,
    process.env.CHROME_PATH,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error('The browser tests need Chromium: install it, or name it in CHROMIUM_PATH.');
  return found;
}

/** Read by the workers too, which start no server. */
function dataFolder(): string {
  return process.env.TEST_WORKER_INDEX ? '' : mkdtempSync(join(tmpdir(), 'gripe-browser-'));
}

function server(url: string, env: Record<string, string>) {
  return {
    command: 'bash ../deploy/run.sh',
    url: `${url}/health/live`,
    env,
    timeout: 300_000,
    stdout: 'pipe' as const,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  };
}

export default defineConfig({
  testDir: 'browser',
  outputDir: 'target/browser',
  workers: 1,
  // Of a machine that has other things to do: what is there sooner is not waited for.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL,
    locale: 'en-GB',
    serviceWorkers: 'block', // their tests allow them: else what a test routes would come out of a cache
    launchOptions: {
      executablePath: browser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } } },
  ],
  ...(given
    ? {}
    : {
        webServer: [
          server(baseURL, { GRIPE_DATA: dataFolder(), GRIPE_PORT: port }),
          server(`http://127.0.0.1:${process.env.GRIPE_GUARDED_PORT}`, {
            GRIPE_DATA: dataFolder(),
            GRIPE_PORT: process.env.GRIPE_GUARDED_PORT,
            GRIPE_OWNER_TOKEN: process.env.GRIPE_GUARDED_TOKEN,
            GRIPE_ALLOWED_HOSTS: 'gripe.example',
          }),
        ],
      }),
});

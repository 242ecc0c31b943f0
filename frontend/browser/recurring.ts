import type { APIRequestContext, Page } from '@playwright/test';
import { chance, expect, test as base } from './gripe-page';

export interface Written {
  text: string;
  minutes?: number;
  daysAgo?: number;
}

interface Made {
  id: string;
  label: string;
}

function gripeOf({ text, minutes, daysAgo = 0 }: Written) {
  return { text, minutes, happenedAt: daysBefore(daysAgo) };
}

export function daysBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

/** Gripes that are written by the API, and deleted after the test. */
class Log {
  readonly #request: APIRequestContext;
  readonly ids: string[] = [];

  constructor(request: APIRequestContext) {
    this.#request = request;
  }

  async write(written: Written): Promise<string> {
    const answer = await this.#request.post('/api/v1/gripes', { data: gripeOf(written) });
    expect(answer.status()).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    this.ids.push(id);
    return id;
  }

  /** All at once, as they come out of an export. */
  async import(gripes: Written[]): Promise<void> {
    const answer = await this.#request.post('/api/v1/import', {
      data: gripes.map((written) => JSON.stringify(gripeOf(written))).join('\n'),
      headers: { 'Content-Type': 'application/x-ndjson' },
      timeout: 120_000,
    });
    for (const line of (await answer.text()).trim().split('\n')) {
      const { id } = JSON.parse(line) as { id?: string };
      expect(id, line).toBeDefined();
      this.ids.push(id!);
    }
  }

  /** Writes gripes that are alike, and answers the pain point that Gripe makes of them. */
  async recur(gripes: Written[]): Promise<Made> {
    for (const gripe of gripes) await this.write(gripe);
    const written = Date.now();
    const made = await this.placeOf(this.ids.at(-1)!);
    // Those that were there before the third are assigned a moment after it.
    await expect(async () => {
      const answer = await this.#request.get(`/api/v1/pain-points/${made.id}`);
      const { painPoint } = (await answer.json()) as { painPoint: Made & { count: number } };
      expect(painPoint.count).toBe(gripes.length);
      made.label = painPoint.label;
    }).toPass();
    await this.grouped(written);
    return made;
  }

  /** What grouping writes would change the page under a test's hands. */
  async grouped(since: number): Promise<void> {
    await expect(async () => {
      const answer = await this.#request.get('/api/v1/pain-points?limit=1');
      const { grouping } = (await answer.json()) as { grouping: { step: string; finishedAt: string | null } };
      expect(grouping.step).toBe('idle');
      expect(Date.parse(grouping.finishedAt ?? '')).toBeGreaterThan(since);
    }).toPass();
  }

  async placeOf(gripe: string): Promise<Made> {
    let place: Made | undefined;
    await expect(async () => {
      const answer = await this.#request.get(`/api/v1/places?gripes=${gripe}`);
      place = ((await answer.json()) as { items: Made[] }).items[0];
      expect(place).toBeDefined();
    }).toPass();
    return place!;
  }

  /** What other tests left behind would be grouped with what this one writes. */
  async empty(): Promise<void> {
    const answer = await this.#request.get('/api/v1/gripes?limit=200');
    const { items } = (await answer.json()) as { items: { id: string }[] };
    for (const { id } of items) await this.#request.delete(`/api/v1/gripes/${id}`);
  }

  async clear(): Promise<void> {
    for (const id of this.ids) await this.#request.delete(`/api/v1/gripes/${id}`);
  }
}

export const test = base.extend<{ log: Log }>({
  log: async ({ request }, use) => {
    const log = new Log(request);
    await log.empty();
    await use(log);
    await log.clear();
  },
});

/** An ordinary name: long made-up words would be most of a text, and make any two of them alike. */
function oneOf(names: string): () => string {
  const all = names.split(' ');
  return () => all[Number(chance() % BigInt(all.length))]!;
}

export const printerName = oneOf('Athena Apollo Hera Hermes Ares Artemis Demeter Poseidon Dionysus Hestia');
export const town = oneOf('Bremen Ghent Lyon Porto Turin Graz Krakow Malmo Utrecht Basel Cork Leeds');

/** A printer with a name, so that nothing else is alike. */
export function jams(word: string): Written[] {
  return [
    { text: `printer ${word} jams on every second page`, minutes: 20, daysAgo: 9 },
    { text: `printer ${word} jams again`, minutes: 30, daysAgo: 4 },
    { text: `printer ${word} jams on every page again`, daysAgo: 1 },
    { text: `printer ${word} jams on every page`, minutes: 25 },
  ];
}

export function lateTrains(word: string): Written[] {
  return [
    { text: `commuter train home to ${word} was late`, minutes: 15, daysAgo: 8 },
    { text: `the commuter train home to ${word} was late again`, minutes: 25, daysAgo: 3 },
    { text: `late commuter train home to ${word}`, minutes: 35, daysAgo: 2 },
  ];
}

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });

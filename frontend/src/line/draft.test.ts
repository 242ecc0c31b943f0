import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Parsed, SimilarAnswer } from '../gripe';

interface Asked {
  what: 'parse' | 'similar';
  text: string;
  signal: AbortSignal;
  answer: () => Promise<void>;
}

const asked: Asked[] = [];

function asking<T>(what: Asked['what'], text: string, signal: AbortSignal, answer: T): Promise<T> {
  return new Promise((resolve) => {
    const answered = async () => {
      resolve(answer);
      await vi.advanceTimersByTimeAsync(0);
    };
    asked.push({ what, text, signal, answer: answered });
  });
}

vi.mock('../api/capture', () => ({
  parse: (line: string, _at: string, _zone: string, { signal }: { signal: AbortSignal }) =>
    asking('parse', line, signal, { text: line, spans: [], tags: [] } as unknown as Parsed),
  similar: (text: string, _limit: number, signal: AbortSignal) =>
    asking('similar', text, signal, { items: [text] } as unknown as SimilarAnswer),
}));

const { draft } = await import('./draft.svelte');

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
});

afterEach(() => {
  draft.write('');
  vi.useRealTimers();
});

test('nobody is asked before 120 ms of quiet', async () => {
  for (const text of ['the', 'the v', 'the vp', 'the vpn']) {
    draft.write(text);
    await vi.advanceTimersByTimeAsync(119);
  }
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.map(({ what, text }) => [what, text])).toEqual([['parse', 'the vpn']]);
});

test('what is overtaken is given up, and its answer shown no more', async () => {
  draft.write('the vpn');
  await vi.advanceTimersByTimeAsync(120);
  await asked[0]!.answer();
  expect(asked.map(({ what }) => what)).toEqual(['parse', 'similar']);
  draft.write('the vpn dropped');
  expect(asked[1]!.signal.aborted).toBe(true);
  await asked[1]!.answer();
  expect(draft.similar).toBeNull();

  await vi.advanceTimersByTimeAsync(120);
  await asked[2]!.answer();
  await asked[3]!.answer();
  expect(draft.similar?.items).toEqual(['the vpn dropped']);
  expect(draft.understood?.text).toBe('the vpn dropped');
});

test('a line that is taken back asks for nothing', async () => {
  draft.write('the vpn');
  draft.write('');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual([]);
});

import { beforeEach, expect, test, vi } from 'vitest';
import { call } from '../api/call';
import { places } from './places.svelte';

vi.mock('../api/call', async (original) => ({ ...(await original<object>()), call: vi.fn() }));

const answers: ((value: unknown) => void)[] = [];
const place = (gripe: string, label: string) => ({ items: [{ gripe, id: label, label }] });
const asked = (times: number) => vi.waitFor(() => expect(call).toHaveBeenCalledTimes(times));

beforeEach(() => {
  answers.length = 0;
  vi.mocked(call)
    .mockReset()
    .mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
});

test('what changes while it is first asked for is asked for again, and the late answer is of before', async () => {
  const away = places.want('shown');
  await asked(1);
  places.again();
  await asked(2);
  answers[1]!(place('shown', 'printer'));
  await vi.waitFor(() => expect(places.of('shown')?.label).toBe('printer'));
  answers[0]!({ items: [] });
  await new Promise((resolve) => setTimeout(resolve));
  expect(places.of('shown')?.label).toBe('printer');
  expect(call).toHaveBeenCalledTimes(2);
  away();
});

test('what is not shown yet is asked for again when the answer is of before', async () => {
  const known = places.know(['found']);
  await asked(1);
  places.again();
  answers[0]!({ items: [] });
  await asked(2);
  answers[1]!(place('found', 'train'));
  await known;
  expect(places.of('found')?.label).toBe('train');
});

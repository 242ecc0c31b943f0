import { beforeEach, expect, test, vi } from 'vitest';
import { members, painPoint } from '../api/pain-points';
import type { Member, MemberPage, PainPointDetail } from '../pain-point';
import { painPage } from './pain-page.svelte';

vi.mock('../api/pain-points');

const member = (id: string) => ({ gripe: { id }, minutes: 1 }) as Member;
const page = (ids: string[], next: string | null): MemberPage => ({
  items: ids.map(member),
  total: 4,
  next,
});

beforeEach(() => {
  vi.mocked(painPoint).mockResolvedValue({ painPoint: { id: 'printer' } } as PainPointDetail);
  vi.mocked(members)
    .mockReset()
    .mockResolvedValueOnce(page(['a', 'b'], 'c'));
});

async function opened(): Promise<void> {
  painPage.leave();
  painPage.take('printer');
  await vi.waitFor(() => expect(painPage.next).toBe('c'));
}

test('all of them are read, and those from one on', async () => {
  await opened();
  vi.mocked(members).mockResolvedValueOnce(page(['c', 'd'], null));
  expect(await painPage.from('b')).toEqual(['b', 'c', 'd']);
});

test('what is not there any more splits nothing off', async () => {
  await opened();
  vi.mocked(members).mockResolvedValueOnce(page(['c', 'd'], null));
  await expect(painPage.from('gone')).rejects.toThrow('choose again');
});

test('reading all of them ends when the page is left, be it for another one', async () => {
  for (const leave of [() => painPage.leave(), () => painPage.take('train')]) {
    vi.mocked(members)
      .mockReset()
      .mockResolvedValueOnce(page(['a', 'b'], 'c'));
    await opened();
    const answer = Promise.withResolvers<MemberPage>();
    vi.mocked(members)
      .mockReturnValueOnce(answer.promise)
      .mockResolvedValue(page(['other'], 'more'));
    const all = painPage.all();
    leave();
    answer.resolve(page(['c', 'd'], null));
    await expect(all).rejects.toThrow('left');
  }
});

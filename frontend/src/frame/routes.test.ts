import { expect, test } from 'vitest';
import { routeOf, searchAddress } from './routes';

const at = (address: string) => routeOf(new URL(address, 'http://localhost'));

test('routeOf knows every page and says nowhere to the rest', () => {
  expect(at('/')).toEqual({ page: 'log' });
  expect(at('/new?text=25m%20vpn')).toEqual({ page: 'new', text: '25m vpn' });
  expect(at('/devices')).toEqual({ page: 'devices' });
  expect(at('/pair#ABCD')).toEqual({ page: 'pair' });
  expect(at('/pain-points?sort=rising')).toEqual({ page: 'painPoints', search: '?sort=rising' });
  expect(at('/pain-points/0197-a_b')).toEqual({ page: 'painPoint', id: '0197-a_b' });
  expect(at('/pain-points/a/b')).toEqual({ page: 'nowhere' });
  expect(at('/elsewhere')).toEqual({ page: 'nowhere' });
});

test('searchAddress and routeOf agree', () => {
  expect(at(searchAddress('a&b #ci +1'))).toEqual({ page: 'search', q: 'a&b #ci +1', sort: 'relevance' });
  expect(at(searchAddress('ci', 'cost'))).toEqual({ page: 'search', q: 'ci', sort: 'cost' });
  expect(at('/search?q=ci&sort=chance')).toMatchObject({ sort: 'relevance' });
  expect(searchAddress('')).toBe('/search');
});

test('what is shared becomes one line, each part once', () => {
  const shared = (query: string) => (at(`/new?${query}`) as { text: string }).text;
  expect(shared('title=Build&text=it+failed&url=https%3A%2F%2Fci.example%2F7')).toBe(
    'it failed Build https://ci.example/7',
  );
  expect(shared('text=Build+https%3A%2F%2Fci.example%2F7&url=https%3A%2F%2Fci.example%2F7&title=Build')).toBe(
    'Build https://ci.example/7',
  );
  expect(shared('text=+&title=')).toBe('');
  expect(shared(`text=${'a'.repeat(3_000)}`)).toHaveLength(2_000);
});

test('what is shared is cut between characters, and as many fit as in a gripe', () => {
  const route = at(`/new?text=${encodeURIComponent('🖨'.repeat(2_001))}`);
  expect(route).toEqual({ page: 'new', text: '🖨'.repeat(2_000) });
});

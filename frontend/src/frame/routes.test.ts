import { expect, test } from 'vitest';
import { routeOf, searchAddress } from './routes';

const at = (address: string) => routeOf(new URL(address, 'http://localhost'));

test('routeOf knows every page and says nowhere to the rest', () => {
  expect(at('/')).toEqual({ page: 'log' });
  expect(at('/new?text=25m%20vpn')).toEqual({ page: 'new', text: '25m vpn' });
  expect(at('/elsewhere')).toEqual({ page: 'nowhere' });
});

test('searchAddress and routeOf agree', () => {
  expect(at(searchAddress('a&b #ci +1'))).toEqual({ page: 'search', q: 'a&b #ci +1', sort: 'relevance' });
  expect(at(searchAddress('ci', 'cost'))).toEqual({ page: 'search', q: 'ci', sort: 'cost' });
  expect(at('/search?q=ci&sort=chance')).toMatchObject({ sort: 'relevance' });
  expect(searchAddress('')).toBe('/search');
});

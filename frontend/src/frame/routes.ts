export const sorts = ['relevance', 'recent', 'cost'] as const;
export type Sort = (typeof sorts)[number];

/** Every address of the page. */
export type Route =
  | { page: 'log' }
  | { page: 'search'; q: string; sort: Sort }
  | { page: 'new'; text: string }
  | { page: 'nowhere' };

export function routeOf(url: URL): Route {
  switch (url.pathname) {
    case '/':
      return { page: 'log' };
    case '/search':
      return {
        page: 'search',
        q: url.searchParams.get('q') ?? '',
        sort: sorts.find((sort) => sort === url.searchParams.get('sort')) ?? 'relevance',
      };
    case '/new':
      return { page: 'new', text: url.searchParams.get('text') ?? '' };
    default:
      return { page: 'nowhere' };
  }
}

export function searchAddress(q: string, sort: Sort = 'relevance'): string {
  const parameters = new URLSearchParams();
  if (q) parameters.set('q', q);
  if (sort !== 'relevance') parameters.set('sort', sort);
  return parameters.size ? `/search?${parameters}` : '/search';
}

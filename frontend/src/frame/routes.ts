export const sorts = ['relevance', 'time', 'cost'] as const;
export type Sort = (typeof sorts)[number];

/** Every address of the page. */
export type Route =
  | { page: 'log' }
  | { page: 'search'; q: string; sort: Sort }
  | { page: 'painPoints' | 'overview'; search: string }
  | { page: 'painPoint'; id: string }
  | { page: 'new'; text: string }
  | { page: 'devices' }
  | { page: 'pair' }
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
      return { page: 'new', text: sharedText(url.searchParams) };
    case '/devices':
      return { page: 'devices' };
    case '/pair':
      return { page: 'pair' };
    case '/pain-points':
      return { page: 'painPoints', search: url.search };
    case '/overview':
      return { page: 'overview', search: url.search };
    default: {
      const id = /^\/pain-points\/([\w-]+)$/.exec(url.pathname)?.[1];
      return id ? { page: 'painPoint', id } : { page: 'nowhere' };
    }
  }
}

export function searchAddress(q: string, sort: Sort = 'relevance'): string {
  const parameters = new URLSearchParams();
  if (q) parameters.set('q', q);
  if (sort !== 'relevance') parameters.set('sort', sort);
  return parameters.size ? `/search?${parameters}` : '/search';
}

/** As much as fits in a gripe. */
const sharedCharactersMax = 2_000;

/** What another program shares, as a line: what one part says already is not said twice. */
function sharedText(shared: URLSearchParams): string {
  const parts: string[] = [];
  for (const name of ['text', 'title', 'url']) {
    const part = shared.get(name)?.trim();
    if (part && !parts.some((other) => other.includes(part))) parts.push(part);
  }
  return [...parts.join(' ')].slice(0, sharedCharactersMax).join('');
}

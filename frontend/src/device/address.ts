const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Where a phone may find this Gripe: where this page is, unless that is this machine's own name for itself. */
export function addressForPhone(page: URL, hosts: string[]): string {
  const known = hosts[0];
  if (!loopback.test(page.hostname)) return page.origin;
  return known ? `https://${known}` : '';
}

/** The link in the picture; null when the address is none. The code is in the part that is never sent. */
export function pairingLink(address: string, code: string): string | null {
  try {
    const url = new URL('/pair', /^https?:\/\//.test(address) ? address : `https://${address}`);
    return `${url}#${code}`;
  } catch {
    return null;
  }
}

/** A first guess at a name. */
export function deviceName(userAgent: string): string {
  const kinds: [RegExp, string][] = [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android.*Mobile/, 'Android phone'],
    [/Android/, 'Android tablet'],
    [/Mac/, 'Mac'],
    [/Windows/, 'Windows PC'],
  ];
  return kinds.find(([mark]) => mark.test(userAgent))?.[1] ?? 'Browser';
}

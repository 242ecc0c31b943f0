import { expect, test } from 'vitest';
import { addressForPhone, deviceName, pairingLink } from './address';

test('a phone is sent where the page is, or to the first configured name', () => {
  expect(addressForPhone(new URL('https://gripe.example/devices'), ['other'])).toBe('https://gripe.example');
  expect(addressForPhone(new URL('http://127.0.0.1:4747/devices'), ['gripe.example'])).toBe(
    'https://gripe.example',
  );
  expect(addressForPhone(new URL('http://localhost:4747/devices'), [])).toBe('');
});

test('the code is in the fragment of the link', () => {
  expect(pairingLink('https://gripe.example', 'ABCD-EFGH-JKMN')).toBe(
    'https://gripe.example/pair#ABCD-EFGH-JKMN',
  );
  expect(pairingLink('laptop:4747', 'A')).toBe('https://laptop:4747/pair#A');
  expect(pairingLink('', 'A')).toBeNull();
  expect(pairingLink('not an address', 'A')).toBeNull();
});

test('deviceName guesses', () => {
  expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)')).toBe('iPhone');
  expect(deviceName('Mozilla/5.0 (Linux; Android 16; Pixel 7) AppleWebKit Mobile Safari')).toBe(
    'Android phone',
  );
  expect(deviceName('curl')).toBe('Browser');
});

import { answerTo, call, refusalIn } from './call';
import { session } from './session.svelte';

export type Scope = 'full' | 'capture';

export interface Device {
  id: string;
  name: string;
  scope: Scope;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
}

/** Shown once; hosts are names under which this Gripe is reached. */
export interface PairingCode {
  code: string;
  scope: Scope;
  expiresAt: string;
  hosts: string[];
}

export async function devices(): Promise<Device[]> {
  return (await call<{ items: Device[] }>('GET', '/devices')).items;
}

export function revoke(id: string): Promise<void> {
  return call('DELETE', `/devices/${id}`);
}

export function beginPairing(scope: Scope): Promise<PairingCode> {
  return call('POST', '/pairing', { body: { scope } });
}

/** This browser becomes a device. */
export async function pair(code: string, name: string): Promise<void> {
  const response = await answerTo('POST', '/pairing/redeem', { body: { code, name } });
  if (!response.ok) throw await refusalIn(response);
  session.signedIn();
}

/** A device of no browser: its token is in the answer, and can be read this once only. */
export async function tokenFor(name: string, scope: Scope): Promise<string> {
  const { code } = await beginPairing(scope);
  const paired = await call<{ token: string }>('POST', '/pairing/redeem', {
    body: { code, name, show: true },
  });
  return paired.token;
}

import { call } from './call';
import type { SoFar } from '../gripe';

/** Time being lost, measured while it is. It has the id of the gripe that it becomes. */
export interface Timer {
  id: string;
  state: 'running' | 'stopped' | 'logged' | 'back';
  line: string | null;
  startedAt: string;
  stoppedAt: string | null;
  minutes: number | null;
  recoveryMinutes: number | null;
  gripe: string | null;
  soFar: SoFar | null;
}

/** A step may be sent again: it is done once. */
export interface Step {
  id: string;
  does: 'start' | 'stop' | 'back' | 'discard';
  line?: string;
  at: string;
  zone: string;
}

export async function timersThereAre(): Promise<Timer[]> {
  return (await call<{ items: Timer[] }>('GET', '/timers')).items;
}

export function take({ id, does, line, at, zone }: Step): Promise<Timer | undefined> {
  const said = { at, zone, ...(line ? { line } : {}) };
  if (does === 'start') return call('POST', '/timers', { body: { ...said, id } });
  if (does === 'discard') return call('DELETE', `/timers/${id}`);
  return call('POST', `/timers/${id}/${does}`, { body: said });
}

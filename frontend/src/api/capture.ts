import type { Parsed, SimilarAnswer } from '../gripe';
import { call, query, type Request } from './call';

export function similar(text: string, limit: number, signal: AbortSignal): Promise<SimilarAnswer> {
  return call('GET', `/similar${query({ text, limit })}`, { signal });
}

/** What a line says, its times relative to that moment in the writer's zone; of a day alone what a record keeps of it. */
export async function parse(line: string, now: string, zone: string, how: Request = {}): Promise<Parsed> {
  type Answer = Parsed & { moment: string | null };
  const { moment, ...said } = await call<Answer>('POST', '/parse', { ...how, body: { line, now, zone } });
  return { ...said, happenedAt: moment };
}

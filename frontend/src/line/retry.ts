/** The first pause is short enough not to be noticed, the longest one spares a battery. */
const pauseMillisMin = 2_000;
const pauseMillisMax = 300_000;
/** About forty minutes; then only a sign of life starts it again. */
export const pausesMax = 14;
/** A gripe on which the server itself fails so often in a row holds up those behind it no longer. */
export const serverFailuresMax = 5;

/** Doubled each time, with up to half of it left to chance, so that many pages do not come back at once. */
export function pauseMillis(pauses: number, wantedMillis: number, chance = Math.random()): number {
  const pause = Math.min(pauseMillisMax, pauseMillisMin * 2 ** pauses);
  return Math.min(pauseMillisMax, Math.max(wantedMillis, pause * (1 - chance / 2)));
}

/** The same request will be refused again. Not so: who is asking (401), too slow (408), too early, too many. */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}

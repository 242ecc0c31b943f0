import type { SoFar } from '../gripe';
import { counted } from './counted';
import { durationInWords } from './duration';
import { lastWhen } from './days';

export function ordinal(count: number): string {
  const teen = count % 100 > 10 && count % 100 < 14;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}

/** "Saved. 7th time, 3 h 20 in all, last on Tuesday." The count holds the one just saved. */
export function savedSentence(soFar: SoFar | null, now: Date): string {
  if (!soFar) return 'Saved.';
  if (soFar.count <= 1) {
    const cost = soFar.minutes ? `, ${durationInWords(soFar.minutes)}` : '';
    return `Saved. First time${cost}. The next one like it will know.`;
  }
  const total = soFar.minutes ? `, ${durationInWords(soFar.minutes)} in all` : '';
  const last = soFar.lastAt ? `, last ${lastWhen(new Date(soFar.lastAt), now)}` : '';
  return `Saved. ${ordinal(soFar.count)} time${total}${last}.`;
}

/** "7 times · 3 h 20 · last on Tuesday", of what was there before. */
export function soFarInWords(soFar: SoFar, now: Date): string {
  const parts = [counted(soFar.count, 'time')];
  if (soFar.minutes) parts.push(durationInWords(soFar.minutes));
  if (soFar.lastAt) parts.push(`last ${lastWhen(new Date(soFar.lastAt), now)}`);
  return parts.join(' · ');
}

/** How near a found gripe is, in words: a figure would say less. */
export function nearness(similarity: number, matched: string[]): string {
  if (similarity >= 0.75) return 'very close';
  if (matched.length) return matched.length > 1 ? 'same words' : 'same word';
  if (similarity >= 0.55) return 'close';
  return 'related';
}

import type { Gripe } from '../gripe';

/** What is taken over from a gripe when the same happens again. */
export type Like = Pick<Gripe, 'text' | 'minutes' | 'tags' | 'place'>;

/** The same again, and what was said of it this time, which wins over what it was the last time. */
export function sameAgain({ text, minutes, tags, place }: Like, said: Omit<Like, 'text'>): Like {
  return {
    text,
    minutes: said.minutes ?? minutes,
    tags: [...new Set([...tags, ...said.tags])],
    place: said.place ?? place,
  };
}

import type { Gripe } from '../gripe';
import { midnight, mondayOf, shortWeekday } from '../words/days';
import { dayOf } from '../words/local-time';

export interface WeekDay {
  name: string;
  minutes: number;
  today: boolean;
}

export interface Week {
  count: number;
  minutes: number;
  days: WeekDay[];
  tags: { name: string; minutes: number }[];
}

const tagsMax = 8;

/** Monday to Friday, and the days after it that cost something or are today. */
export function weekOf(gripes: Gripe[], now: Date): Week {
  const monday = mondayOf(now);
  const minutes = new Map<string, number>();
  const byTag = new Map<string, number>();
  let count = 0;
  for (const gripe of gripes) {
    const when = new Date(gripe.happenedAt);
    if (when < monday || when >= midnight(monday, 7)) continue;
    count++;
    minutes.set(dayOf(when), (minutes.get(dayOf(when)) ?? 0) + (gripe.minutes ?? 0));
    for (const tag of gripe.minutes ? gripe.tags : []) byTag.set(tag, (byTag.get(tag) ?? 0) + gripe.minutes!);
  }
  const days = [0, 1, 2, 3, 4, 5, 6].map((index) => {
    const day = midnight(monday, index);
    return {
      name: shortWeekday(day),
      minutes: minutes.get(dayOf(day)) ?? 0,
      today: dayOf(day) === dayOf(now),
    };
  });
  const last = days.findLastIndex((day) => day.minutes > 0 || day.today);
  return {
    count,
    minutes: days.reduce((total, day) => total + day.minutes, 0),
    days: days.slice(0, Math.max(5, last + 1)),
    tags: [...byTag]
      .map(([name, minutes]) => ({ name, minutes }))
      .sort((one, other) => other.minutes - one.minutes || (one.name < other.name ? -1 : 1))
      .slice(0, tagsMax),
  };
}

const locale = 'en-GB';
const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const dateFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const weekdayFormat = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const shortWeekdayFormat = new Intl.DateTimeFormat(locale, { weekday: 'short' });

/** Local midnight that many days after (or before) the day of the given time, across clock changes too. */
export function midnight(when: Date, daysLater = 0): Date {
  return new Date(when.getFullYear(), when.getMonth(), when.getDate() + daysLater);
}

export function mondayOf(when: Date): Date {
  return midnight(when, -((when.getDay() + 6) % 7));
}

/** Whole local days from the one to the other. */
export function daysBetween(earlier: Date, later: Date): number {
  return Math.round((midnight(later).getTime() - midnight(earlier).getTime()) / 86_400_000);
}

export function clock(when: Date): string {
  return clockFormat.format(when);
}

/** "6 Nov", with the year when it is another one. */
export function shortDate(when: Date, now: Date): string {
  const date = dateFormat.format(when);
  return when.getFullYear() === now.getFullYear() ? date : `${date} ${when.getFullYear()}`;
}

export function shortWeekday(when: Date): string {
  return shortWeekdayFormat.format(when);
}

/** "Today", "Yesterday", "Tuesday, 10 Nov". */
export function dayTitle(when: Date, now: Date): string {
  const days = daysBetween(when, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return `${weekdayFormat.format(when)}, ${shortDate(when, now)}`;
}

/** Ends "last …": "today 10:31", "yesterday", "on Tuesday", "on 6 Nov". */
export function lastWhen(when: Date, now: Date): string {
  const days = daysBetween(when, now);
  if (days === 0) return `today ${clock(when)}`;
  if (days === 1) return 'yesterday';
  if (days > 1 && days < 7) return `on ${weekdayFormat.format(when)}`;
  return `on ${shortDate(when, now)}`;
}

export function dayInWords(when: Date, now: Date): string {
  const days = daysBetween(when, now);
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : shortDate(when, now);
}

/** For a chip: "today 10:31", "yesterday 15:00", "10 Nov 15:00". */
export function timeInWords(when: Date, now: Date): string {
  return `${dayInWords(when, now)} ${clock(when)}`;
}

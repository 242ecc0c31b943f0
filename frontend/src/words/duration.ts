/** Scripts log fractions of minutes; people are shown whole ones. */
export function hoursAndMinutes(duration: number): { hours: number; minutes: number } {
  const whole = Math.round(duration);
  return { hours: Math.floor(whole / 60), minutes: whole % 60 };
}

/** "3 h 20" from an hour on, "25 min" below. */
export function durationInWords(duration: number): string {
  const { hours, minutes } = hoursAndMinutes(duration);
  return hours ? `${hours} h ${twoDigits(minutes)}` : `${minutes} min`;
}

/** For the datetime attribute of a time element. */
export function isoDuration(duration: number): string {
  const { hours, minutes } = hoursAndMinutes(duration);
  return `PT${hours ? `${hours}H` : ''}${minutes || !hours ? `${minutes}M` : ''}`;
}

/** What people write into a field for minutes: "25", "25m", "1h30", "1:30", "1.5h". NaN when it is none. */
export function minutesFrom(written: string): number {
  const text = written.trim().toLowerCase().replace(',', '.');
  const plain = /^(\d+(?:\.\d+)?) ?(?:m|min|minutes?)?$/.exec(text);
  if (plain) return Number(plain[1]);
  const hours = /^(\d+(?:\.\d+)?) ?(?:h|hours?)$/.exec(text);
  if (hours) return Math.round(Number(hours[1]) * 60);
  const both = /^(\d+) ?(?:h|:) ?([0-5]?\d) ?(?:m|min)?$/.exec(text);
  return both ? Number(both[1]) * 60 + Number(both[2]) : NaN;
}

export function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

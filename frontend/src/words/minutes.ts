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

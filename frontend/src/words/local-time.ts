/** The local calendar day, as 2026-11-12. */
export function dayOf(when: Date): string {
  return `${when.getFullYear()}-${twoDigits(when.getMonth() + 1)}-${twoDigits(when.getDate())}`;
}

/** ISO 8601 with the local offset of that moment: two that are written within one second keep their order. */
export function withOffset(when: Date): string {
  const millis = when.getMilliseconds();
  const part = millis ? `.${String(millis).padStart(3, '0')}` : '';
  const offset = -when.getTimezoneOffset();
  const hours = twoDigits(Math.floor(Math.abs(offset) / 60));
  const minutes = twoDigits(Math.abs(offset) % 60);
  return `${forField(when)}:${twoDigits(when.getSeconds())}${part}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/** The value of a datetime-local field: local time to the minute. */
export function forField(when: Date): string {
  return `${dayOf(when)}T${twoDigits(when.getHours())}:${twoDigits(when.getMinutes())}`;
}

/** The writer's time zone, such as Europe/Berlin; a browser that does not know it must not be refused for it. */
export function zoneHere(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return !timeZone || timeZone === 'Etc/Unknown' ? 'UTC' : timeZone;
}

export function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

import { twoDigits } from './local-time';

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

import type { Decision, HistoryEvent, PainPoint } from '../pain-point';
import { clock, daysBetween, shortDate, shortWeekday } from '../words/days';
import { durationInWords } from '../words/duration';
import { counted } from '../words/counted';

/** "1 h ago", "today 10:31", "yesterday", "Tue", "5 Nov": as short as a column. */
export function lastShort(when: Date, now: Date): string {
  const days = daysBetween(when, now);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  return days < 7 ? shortWeekday(when) : shortDate(when, now);
}

/** "€ 2,899"; a currency that has no sign is written before it as it is. */
export function moneyInWords(amount: number, currency: string): string {
  const options = { style: 'currency', currency, maximumFractionDigits: 0 } as const;
  try {
    return amount.toLocaleString('en', options);
  } catch {
    return `${currency} ${amount.toLocaleString('en', { maximumFractionDigits: 0 })}`;
  }
}

/** What stands beside its name when it is not simply open. */
export function statusInWords(painPoint: PainPoint, now: Date): string | null {
  switch (painPoint.status) {
    case 'returned':
      return 'came back';
    case 'fixed':
      return painPoint.fixedAt ? `fixed ${shortDate(new Date(painPoint.fixedAt), now)}` : 'fixed';
    case 'ignored':
      return painPoint.ignoredUntil
        ? `ignored until ${shortDate(new Date(painPoint.ignoredUntil), now)}`
        : 'ignored';
    default:
      return null;
  }
}

/** Beside a pain point that was put aside for a while, once that is over. */
export function reminderInWords(remindedAt: string, now: Date): string {
  return `to be thought of again since ${shortDate(new Date(remindedAt), now)}`;
}

/** How the cost was counted; null when every gripe said its minutes. */
export function estimateInWords({ count, estimated, estimate }: PainPoint): string | null {
  if (!estimated) return null;
  const each = durationInWords(estimate);
  if (estimated >= count) return `No gripe says how long: each counts as ${each}`;
  return `${counted(estimated, 'gripe says', 'gripes say')} no minutes: each counts as ${each}, the middle of the others`;
}

/** "42 hours", "1 hour", "half an hour": as somebody would say it, rounded down. */
export function hoursInWords(hours: number): string {
  if (hours < 0.5) return `${Math.max(5, Math.floor((hours * 60) / 5) * 5)} minutes`;
  if (hours < 1) return 'half an hour';
  return counted(Math.floor(hours), 'hour');
}

/** The number of hours that somebody wrote; null as long as it is none. */
export function hoursSaid(written: string): number | null {
  const text = written.trim().replace(',', '.');
  return /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
}

/** The day by which a fix has saved what it took; null when that is never, or years away. */
export function paidBackBy(hours: number, perWeek: number, now: Date): Date | null {
  const days = (7 * hours * 60) / perWeek;
  if (!(days >= 0) || days > 5 * 366) return null;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + Math.ceil(days));
}

/** "6 of 8 times, within 2 hours; chance would make it 1". */
export function oddsInWords(times: number, of: number, expected: number, withinMinutes: number): string {
  const within = withinMinutes % 60 ? counted(withinMinutes, 'minute') : counted(withinMinutes / 60, 'hour');
  const chance = expected < 0.5 ? 'less than 1' : String(Math.round(expected));
  return `${times} of ${counted(of, 'time')}, within ${within}; by chance ${chance}`;
}

export function byWhom(by: string): string {
  return by === 'gripe' ? 'by itself' : by === 'owner' ? 'you' : by;
}

/** @param own the id of the pain point whose page it stands on */
export function decisionInWords(decision: Decision, own: string): string {
  const { kind, text, other, otherLabel, gripeText } = decision;
  const count = decision.gripeCount ?? decision.gripes.length;
  const gripes = count === 1 && gripeText ? `“${gripeText}”` : counted(Math.max(1, count), 'gripe');
  const elsewhere = otherLabel ? `“${otherLabel}”` : 'another one';
  switch (kind) {
    case 'rename':
      if (!text) return 'Named by Gripe again';
      return decision.before ? `Renamed from “${decision.before}”` : `Renamed to “${text}”`;
    case 'note':
      return text ? 'Note written' : 'Note taken away';
    case 'pin':
      return 'Pinned';
    case 'unpin':
      return 'No longer pinned';
    case 'merge':
      return other === own ? 'Another one merged in' : `Merged into ${elsewhere}`;
    case 'split':
      return other === own ? `Split off with ${gripes}` : `${gripes} split off`;
    case 'move':
      if (!other) return `${gripes} taken out`;
      return other === own ? `${gripes} moved in` : `${gripes} moved to ${elsewhere}`;
    case 'never-group':
      return `${gripes} never grouped`;
    case 'fix':
      return text ? `Fixed: ${text}` : 'Marked fixed';
    case 'reopen':
      return 'Opened again';
    case 'returned':
      return 'Came back';
    case 'ignore':
      return 'Ignored for now';
    case 'rate':
      return text ? `What an hour costs, in ${text}` : 'Time has no price';
    default:
      return kind;
  }
}

export function historyInWords({ kind, otherLabel, gripes }: HistoryEvent): string {
  const other = otherLabel ? `“${otherLabel}”` : 'another one';
  switch (kind) {
    case 'split-from':
      return `Split from ${other}, with ${counted(gripes, 'gripe')}`;
    case 'split-off':
      return `${counted(gripes, 'gripe')} split off into ${other}`;
    case 'merged-into':
      return `Became part of ${other}`;
    case 'took-in':
      return `Took in ${other}, with ${counted(gripes, 'gripe')}`;
    case 'dissolved':
      return 'Its gripes had too little in common';
    default:
      return kind;
  }
}

const headlineLengthMax = 60;

/** What fixed it, as short as a heading: the first sentence of the note, unless that is long. */
export function headline(note: string | null): string {
  const first = /^[^.!?\n]+/.exec(note?.trim() ?? '')?.[0].trim();
  return first && first.length <= headlineLengthMax ? first : 'Marked fixed';
}

/** Where a gripe was written. */
export function sourceInWords(source: string): string {
  const names: Record<string, string> = {
    '': 'elsewhere',
    page: 'on this page',
    shell: 'in the shell',
    run: 'by gripe run',
    mcp: 'by agents',
    import: 'imported',
  };
  return names[source] ?? `by ${source}`;
}

/** The time of day, or the day when it was another one. */
export function whenShort(when: Date, now: Date): string {
  return daysBetween(when, now) === 0 ? clock(when) : shortDate(when, now);
}

import { expect, test } from 'vitest';
import type { Gripe, Parsed, Span } from '../gripe';
import { withoutSpans } from '../line/cut';
import { changeFrom, newSpans, tagsFrom, withSpans, writtenFrom } from './edit';

const gripe: Gripe = {
  id: '1',
  text: 'vpn dropped',
  minutes: 10,
  happenedAt: new Date(2026, 10, 12, 9, 48, 12).toISOString(),
  tags: ['it', 'vpn'],
  place: 'home',
  source: 'page',
  createdAt: '2026-11-12T09:48:12Z',
  updatedAt: '2026-11-12T09:48:12Z',
};

test('changeFrom of an untouched form is empty', () => {
  expect(changeFrom(gripe, writtenFrom(gripe))).toEqual({});
  const piped = { ...gripe, text: ' error:\r\nno space left\r\n' };
  expect(changeFrom(piped, writtenFrom(piped))).toEqual({});
});

test('changeFrom holds what was changed, and null for what was cleared', () => {
  const written = { text: ' vpn gone ', minutes: '', tags: 'it, #ci', place: ' ', when: '2026-11-12T08:00' };
  const change = changeFrom(gripe, written);
  expect(change).toMatchObject({ text: 'vpn gone', minutes: null, tags: ['it', 'ci'], place: null });
  expect((change as { happenedAt: string }).happenedAt).toMatch(/^2026-11-12T08:00:00[+-]/);
});

test('changeFrom says what is wrong', () => {
  expect(changeFrom(gripe, { ...writtenFrom(gripe), text: ' ' })).toContain('Say what it was');
  expect(changeFrom(gripe, { ...writtenFrom(gripe), minutes: 'long' })).toContain('1h30');
  expect(changeFrom(gripe, { ...writtenFrom(gripe), when: '' })).toContain('when');
});

test('tagsFrom takes blanks and commas, with or without the sign', () => {
  expect(tagsFrom(' #ci, it  #ci #')).toEqual(['ci', 'it']);
});

const span = (text: string, part: string, kind: Span['kind'], value: string): Span => {
  const start = text.indexOf(part);
  return { start, end: start + part.length, kind, value };
};

test('only what is written anew is understood', () => {
  const before = 'vpn 5m dropped #x';
  const after = '20m vpn 5m dropped #x #it';
  const all = [
    span(after, '20m', 'minutes', '20'),
    span(after, '5m', 'minutes', '5'),
    span(after, '#x', 'tag', 'x'),
    span(after, '#it', 'tag', 'it'),
  ];
  expect(newSpans(before, `${before} #it`, [span(`${before} #it`, '#it', 'tag', 'it')])).toHaveLength(1);
  expect(newSpans(before, `20m ${before}`, [all[0]!, all[1]!])).toEqual([all[0]]);
  expect(newSpans('vpn 5', 'vpn 5m', [span('vpn 5m', '5m', 'minutes', '5')])).toEqual([]);
  expect(newSpans(before, before, all)).toEqual([]);
});

test('withSpans puts what was understood into its field', () => {
  const text = 'vpn dropped 20m #ci @office';
  const spans = [
    span(text, '20m', 'minutes', '20'),
    span(text, '#ci', 'tag', 'ci'),
    span(text, '@office', 'place', 'office'),
  ];
  const written = withSpans({ ...writtenFrom(gripe), text }, spans, { happenedAt: null } as Parsed);
  expect(changeFrom(gripe, written)).toEqual({ minutes: 20, tags: ['it', 'vpn', 'ci'], place: 'office' });
});

test('withoutSpans closes the gaps of what it takes out', () => {
  const text = '25m this #ci is red';
  const spans = [span(text, '25m', 'minutes', '25'), span(text, '#ci', 'tag', 'ci')];
  expect(withoutSpans(text, spans)).toBe('this is red');
  expect(withoutSpans('red (25m)', [span('red (25m)', '(25m)', 'minutes', '25')])).toBe('red');
  const escaped = String.raw`error \#12`;
  expect(withoutSpans(escaped, [span(escaped, '\\', 'escape', '')])).toBe('error #12');
});

test('withoutSpans leaves all other white space as it was written', () => {
  const text = 'error:\n\tat  Main.java:7\n    at   App.java 20m\n\n  end #ci  of  it';
  expect(withoutSpans(text, [])).toBe(text);
  const spans = [span(text, '20m', 'minutes', '20'), span(text, '#ci', 'tag', 'ci')];
  expect(withoutSpans(text, spans)).toBe('error:\n\tat  Main.java:7\n    at   App.java\n\n  end of  it');
});

import { expect, test } from 'vitest';
import { heatOf } from './heat';

const none = () => Array.from({ length: 7 }, () => Array<number>(24).fill(0));

test('without a cost it is an empty working week', () => {
  const heat = heatOf(none());
  expect(heat.worst).toBeNull();
  expect(heat.hours).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  expect(heat.days.map((day) => day.name)).toEqual(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']);
});

test('nights and weekends are there when they cost something', () => {
  const minutes = none();
  minutes[1]![10] = 60;
  minutes[6]![22] = 15;
  const heat = heatOf(minutes);
  expect([heat.hours[0], heat.hours.at(-1)]).toEqual([8, 22]);
  expect(heat.days.map((day) => day.minutes)).toEqual([0, 60, 0, 0, 0, 15]);
  expect(heat.worst).toEqual({ day: 'Tuesday', hour: 10, minutes: 60 });
  const steps = heat.days
    .flatMap((day) => day.cells.map((cell) => cell.step))
    .filter((step) => step !== null);
  expect(steps).toEqual([5, 2]);
});

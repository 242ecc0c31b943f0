import { expect, test } from 'vitest';
import { beside, dotRadius, labelsOf, within, zoomed, type Disc } from './map';

function disc(id: string, x: number, y: number, label = id): Disc {
  return { id, label, x, y, radius: 20, count: 3, minutes: 60, status: 'open', dots: [] };
}

const whole = { x: 0, y: 0, width: 600, height: 400 };

test('an arrow goes to the nearest in its direction, and nowhere where there is none', () => {
  const discs = [
    disc('middle', 300, 200),
    disc('right', 400, 210),
    disc('far', 550, 200),
    disc('up', 310, 50),
  ];
  const [middle, right] = discs as [Disc, Disc];
  expect(beside(discs, middle, 'ArrowRight')?.id).toBe('right');
  expect(beside(discs, right, 'ArrowRight')?.id).toBe('far');
  expect(beside(discs, middle, 'ArrowUp')?.id).toBe('up');
  expect(beside(discs, middle, 'ArrowDown')?.id).toBe('right');
  expect(beside([middle], middle, 'ArrowLeft')).toBeNull();
  expect(beside(discs, middle, 'Enter')).toBeNull();
});

test('looking closer keeps the point where it is, and shows nothing beside the map', () => {
  const closer = zoomed(whole, whole, 2, { x: 150, y: 100 });
  expect(closer).toEqual({ x: 75, y: 50, width: 300, height: 200 });
  expect(zoomed(closer, whole, 0.25, { x: 150, y: 100 })).toEqual(whole);
  expect(zoomed(whole, whole, 1_000, { x: 0, y: 0 }).width).toBe(50);
  expect(within({ x: -20, y: 390, width: 300, height: 200 }, whole)).toEqual({
    x: 0,
    y: 200,
    width: 300,
    height: 200,
  });
});

test('names stand on no other name and no other disc, the first ones before the others', () => {
  const crowd = Array.from({ length: 48 }, (_, i) => ({
    ...disc(`d${i}`, 30 + (i % 6) * 100, 30 + Math.floor(i / 6) * 48, `What annoys ${i}`),
    radius: 6,
  }));
  const labels = labelsOf(crowd, whole, 13);
  expect(labels.length).toBeGreaterThan(3);
  const boxes = labels.map(({ text, x, y }) => ({
    left: x - text.length * 3.6,
    right: x + text.length * 3.6,
    y,
  }));
  for (const [i, one] of boxes.entries()) {
    for (const other of boxes.slice(0, i)) {
      expect(Math.abs(one.y - other.y) >= 31 || one.left >= other.right || other.left >= one.right).toBe(
        true,
      );
    }
  }
  expect(labelsOf([disc('a', 300, 200, 'x'.repeat(80))], whole, 13)[0]!.text).toHaveLength(34);
});

test('a dot grows with what it cost, up to a bound', () => {
  expect(dotRadius(5)).toBeLessThan(dotRadius(30));
  expect(dotRadius(10_000)).toBe(6);
  expect(dotRadius(0)).toBeGreaterThan(2);
});

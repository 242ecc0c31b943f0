/** Steps of the colour of cost, 1 to 5: the last limit that is reached counts. */
const gripeLimits = [10, 20, 35, 60];
const dayLimits = [30, 60, 120, 240];
const painPointLimits = [150, 270, 540, 1_200];

export function gripeStep(minutes: number): number {
  return step(minutes, gripeLimits);
}

export function dayStep(minutes: number): number {
  return step(minutes, dayLimits);
}

export function painPointStep(minutes: number): number {
  return step(minutes, painPointLimits);
}

/** Charts: fifths of their highest value. */
export function shareStep(value: number, highest: number): number {
  return Math.max(1, Math.ceil((5 * value) / highest));
}

function step(minutes: number, limits: number[]): number {
  return 1 + limits.filter((limit) => minutes >= limit).length;
}

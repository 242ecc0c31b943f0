/** The earliest of some positions: milliseconds and, within one, a number. */
export function earliest(positions: string[]): string | undefined {
  return positions.toSorted((one, other) => {
    const [millis, sequence] = one.split('-').map(Number) as [number, number];
    const [otherMillis, otherSequence] = other.split('-').map(Number) as [number, number];
    return millis - otherMillis || sequence - otherSequence;
  })[0];
}

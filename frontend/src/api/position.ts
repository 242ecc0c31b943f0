/**
 * Up to where in the server's stream of changes its answers were complete, as they say it themselves. Who listens to
 * events takes it from there, however late, so that none is missed.
 */
export const answered = {
  positions: [] as string[],
  at(position: string): void {
    answered.positions.push(position);
  },
};

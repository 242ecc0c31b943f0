/** Which gripe is open for editing: one at a time. */
class Editing {
  id = $state<string | null>(null);
  /** Counts openings and closings: who waited for an answer closes no other form than its own. */
  turn = 0;

  open(id: string): void {
    this.id = id;
    this.turn++;
  }

  close(): void {
    this.id = null;
    this.turn++;
  }
}

export const editing = new Editing();

/** Which gripe is open for editing: one at a time. */
class Editing {
  id = $state<string | null>(null);

  open(id: string): void {
    this.id = id;
  }

  close(): void {
    this.id = null;
  }
}

export const editing = new Editing();

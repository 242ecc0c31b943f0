/** What the page has to say about the last thing done: at the line, never over it. */
export interface Said {
  words: string;
  tone: 'saved' | 'plain' | 'trouble';
  /** The pain point that it is about. */
  about?: { id: string; label: string; fix?: string | null };
  undo?: () => Promise<void>;
  again?: () => Promise<void>;
}

class Notice {
  said = $state.raw<Said | null>(null);

  say(said: Said): void {
    this.said = said;
  }

  clear(): void {
    this.said = null;
  }

  /** What was said is away while something is under way: its undo would take back what was done before that. */
  async during<Answer>(act: Promise<Answer>): Promise<Answer> {
    const before = this.said;
    this.said = null;
    try {
      return await act;
    } catch (cause) {
      this.said ??= before;
      throw cause;
    }
  }

  async again(): Promise<void> {
    const again = this.said?.again;
    this.said = null;
    await again?.();
  }

  /** Once only: what was undone cannot be undone again. */
  async undo(): Promise<void> {
    const undo = this.said?.undo;
    if (!undo) return;
    this.said = null;
    try {
      await undo();
    } catch (cause) {
      this.say({ tone: 'trouble', words: `Not undone: ${messageOf(cause)}`, undo });
    }
  }
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

export const notice = new Notice();

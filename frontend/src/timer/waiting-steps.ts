import type { Step } from '../api/timers';
import { uuid } from '../api/uuid';
import { dropItem, keepItem, keptItem, keptItems } from '../storage';

const prefix = 'gripe.timers.step.';
/** Where all of them were kept together. */
const oldKey = 'gripe.timers.steps';

interface Waiting {
  name: string;
  step: Step;
}

/** Steps that are not sent yet. Each has a name of its own, so that two tabs never write over each other's. */
export class WaitingSteps {
  /** Where this browser keeps nothing. */
  #memory: Waiting[] = [];

  constructor() {
    for (const step of parsed<Step[]>(keptItem(oldKey)) ?? []) this.add(step);
    dropItem(oldKey);
  }

  /** Behind all that wait, also where the clock was set back. */
  add(step: Step): void {
    const last = Number(this.all().at(-1)?.name.slice(prefix.length).split('.')[0] ?? 0);
    const name = `${prefix}${Math.max(Date.now(), last + 1)}.${uuid()}`;
    if (!keepItem(name, JSON.stringify(step))) this.#memory.push({ name, step });
  }

  /** In the order of their coming. */
  all(): Waiting[] {
    const kept = keptItems(prefix).flatMap(([name, value]) => {
      const step = parsed<Step>(value);
      return step ? [{ name, step }] : [];
    });
    return [...kept, ...this.#memory].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  drop(name: string): void {
    this.#memory = this.#memory.filter((waiting) => waiting.name !== name);
    dropItem(name);
  }
}

function parsed<T>(json: string | null): T | null {
  try {
    return JSON.parse(json ?? 'null') as T | null;
  } catch {
    return null;
  }
}

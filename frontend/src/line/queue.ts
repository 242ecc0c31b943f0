import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Waiting } from './outbox.svelte';

interface Kept extends DBSchema {
  waiting: { key: number; value: Waiting; indexes: { id: string } };
}

/** Some browsers never answer where storage is switched off. */
const openMillisMax = 3_000;

/**
 * What waits, in the order of its capture, in IndexedDB: every change is on the disk when its promise resolves.
 * Where the browser keeps nothing it is held in memory, and `kept` says so.
 */
export class Queue {
  kept = true;
  #memory: Waiting[] = [];
  #database = this.#open();

  async add(item: Waiting): Promise<void> {
    await this.#write(
      async (database) => {
        const step = database.transaction('waiting', 'readwrite', { durability: 'strict' });
        await step.store.add(item);
        await step.done;
      },
      () => this.#memory.push(item),
    );
  }

  /** In the place of the one with its id, or at the end. */
  async put(item: Waiting): Promise<void> {
    await this.#write(
      async (database) => {
        const step = database.transaction('waiting', 'readwrite', { durability: 'strict' });
        const order = item.order ?? (await step.store.index('id').getKey(item.id));
        await step.store.put(order === undefined ? item : { ...item, order });
        await step.done;
      },
      () => {
        const at = this.#memory.findIndex(({ id }) => id === item.id);
        if (at < 0) this.#memory.push(item);
        else this.#memory[at] = item;
      },
    );
  }

  async drop(id: string): Promise<void> {
    await this.#write(
      async (database) => {
        const step = database.transaction('waiting', 'readwrite', { durability: 'strict' });
        const order = await step.store.index('id').getKey(id);
        if (order !== undefined) await step.store.delete(order);
        await step.done;
      },
      () => {},
    );
    this.#memory = this.#memory.filter((item) => item.id !== id);
  }

  async find(id: string): Promise<Waiting | undefined> {
    return (await this.all()).find((item) => item.id === id);
  }

  async all(): Promise<Waiting[]> {
    const database = await this.#database;
    // A browser may close it, when it clears its storage for example.
    const stored = await database?.getAll('waiting').catch(() => null);
    if (database && !stored) this.kept = false;
    return [...(stored ?? []), ...this.#memory];
  }

  async #write(keep: (database: IDBPDatabase<Kept>) => Promise<void>, remember: () => void): Promise<void> {
    const database = await this.#database;
    try {
      if (!database) throw new Error('There is no database.');
      await keep(database);
      this.kept = this.#memory.length === 0;
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'ConstraintError') throw cause;
      remember();
      this.kept = false;
    }
  }

  async #open(): Promise<IDBPDatabase<Kept> | null> {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), openMillisMax));
    const opened = openDB<Kept>('gripe', 1, {
      upgrade(database) {
        const store = database.createObjectStore('waiting', { keyPath: 'order', autoIncrement: true });
        store.createIndex('id', 'id', { unique: true });
      },
    });
    return Promise.race([opened, late]).catch(() => null);
  }
}

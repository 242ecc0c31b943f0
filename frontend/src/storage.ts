/** What this browser keeps. Storage may be switched off or full: then nothing is kept, and false says so. */
export function keepItem(name: string, value: string): boolean {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

export function keptItem(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function dropItem(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept, so nothing is left behind.
  }
}

export function keptItems(prefix: string): [name: string, value: string][] {
  try {
    return Object.entries(localStorage).filter(([name]) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

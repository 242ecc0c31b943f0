import { dropItem, keepItem, keptItem } from '../storage';

export type Theme = 'system' | 'light' | 'dark';

/** theme-first.js reads the same key before the first paint. */
const key = 'gripe.theme';
const order: Theme[] = ['system', 'light', 'dark'];

class Themes {
  now = $state.raw<Theme>((keptItem(key) as Theme | null) ?? 'system');

  next(): void {
    this.now = order[(order.indexOf(this.now) + 1) % order.length]!;
    if (this.now === 'system') {
      dropItem(key);
      delete document.documentElement.dataset['theme'];
      return;
    }
    keepItem(key, this.now);
    document.documentElement.dataset['theme'] = this.now;
  }
}

export const themes = new Themes();

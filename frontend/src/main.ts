import { mount } from 'svelte';
import './gripe.css';
import './pain/pain.css';
import App from './App.svelte';
import { fetchLater } from './frame/later';
import { outbox } from './line/outbox.svelte';

// The line comes first: what is in this file is what it takes to write and save a gripe.
mount(App, { target: document.body });

// What is typed before the keys are there goes to the line, as it does afterwards; command letters do not. The ways to
// elsewhere are gone when they are.
const missed: KeyboardEvent[] = [];
function early(event: KeyboardEvent): void {
  const command = event.ctrlKey || event.metaKey;
  const away = command
    ? /^[ke.]$/i.test(event.key)
    : event.target === document.body && /^[/?]$/.test(event.key);
  if (away) {
    event.preventDefault();
    missed.push(event);
    return;
  }
  const letter = event.key.length === 1 && !command && !event.altKey;
  if (!letter || event.target !== document.body || /[jkexu\s]/.test(event.key)) return;
  if (event.key === 'n') event.preventDefault();
  document.querySelector<HTMLElement>('.line textarea')?.focus();
}
document.addEventListener('keydown', early);
void import('./frame/keyboard').then(({ onKey }) => {
  document.removeEventListener('keydown', early);
  document.addEventListener('keydown', onKey);
  for (const { type, key, ctrlKey, metaKey, shiftKey, altKey } of missed) {
    const again = { key, ctrlKey, metaKey, shiftKey, altKey, bubbles: true, cancelable: true };
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent(type, again));
  }
});
outbox.open();

const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
addEventListener('load', () => whenIdle(fetchLater));
// Without a network it is not there yet: then what happens elsewhere is seen after the next load.
const follow = () => import('./live/live').then(({ live }) => live.follow()).catch(() => undefined);
addEventListener('load', () => whenIdle(() => void follow()));

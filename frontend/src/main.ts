import { mount } from 'svelte';
import './gripe.css';
import './pain/pain.css';
import App from './App.svelte';
import { fetchLater } from './frame/later';
import { outbox } from './line/outbox.svelte';

// The line comes first: what is in this file is what it takes to write and save a gripe.
mount(App, { target: document.body });

// What is typed before the keyboard is there goes to the line, as it does afterwards; command letters do not. A key that
// leads elsewhere is carried out once it is there, unless somebody has gone on by then.
const missedMillisMax = 2_000;
let missed: KeyboardEvent[] = [];
function early(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  const away = command
    ? /^[ke]$/i.test(event.key)
    : event.target === document.body && /^[/?]$/.test(event.key);
  if (away) {
    event.preventDefault();
    if (!event.repeat) missed.push(event);
    return;
  }
  if (event.key.length > 1 || command) return;
  missed = [];
  if (event.target !== document.body || /[jkexu\s]/.test(event.key)) return;
  if (event.key === 'n') event.preventDefault();
  document.querySelector<HTMLElement>('.line textarea')?.focus();
}
document.addEventListener('keydown', early);
void import('./frame/keyboard')
  .then(({ onKey }) => {
    document.removeEventListener('keydown', early);
    document.addEventListener('keydown', onKey);
    for (const { target, timeStamp, key, ctrlKey, metaKey, shiftKey } of missed) {
      const late = performance.now() - timeStamp > missedMillisMax;
      const again = { key, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true };
      if (!late && target instanceof Node && target.isConnected)
        target.dispatchEvent(new KeyboardEvent('keydown', again));
    }
  })
  .catch(() => document.removeEventListener('keydown', early));
outbox.open();

const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
addEventListener('load', () => whenIdle(fetchLater));
// Without a network it is not there yet: then what happens elsewhere is seen after the next load.
const follow = () => import('./live/live').then(({ live }) => live.follow()).catch(() => undefined);
addEventListener('load', () => whenIdle(() => void follow()));

import { mount } from 'svelte';
import './gripe.css';
import './pain/pain.css';
import App from './App.svelte';
import { fetchLater } from './frame/later';
import { outbox } from './line/outbox.svelte';

// The line comes first: what is in this file is what it takes to write and save a gripe.
mount(App, { target: document.body });

// What is typed before the keys are there goes to the line, as it does afterwards; command letters do not.
function early(event: KeyboardEvent): void {
  const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!letter || event.target !== document.body || /[jkexu/?\s]/.test(event.key)) return;
  if (event.key === 'n') event.preventDefault();
  document.querySelector<HTMLElement>('.line textarea')?.focus();
}
document.addEventListener('keydown', early);
void import('./frame/keyboard').then(({ onKey }) => {
  document.removeEventListener('keydown', early);
  document.addEventListener('keydown', onKey);
});
outbox.open();

const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
addEventListener('load', () => whenIdle(fetchLater));
// Without a network it is not there yet: then what happens elsewhere is seen after the next load.
const follow = () => import('./live/live').then(({ live }) => live.follow()).catch(() => undefined);
addEventListener('load', () => whenIdle(() => void follow()));

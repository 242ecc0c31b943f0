import { mount } from 'svelte';
import './gripe.css';
import './pain/pain.css';
import App from './App.svelte';
import { fetchLater } from './frame/later';
import { outbox } from './line/outbox.svelte';

// The line comes first: what is in this file is what it takes to write and save a gripe.
mount(App, { target: document.body });

void import('./frame/keyboard').then(({ onKey }) => document.addEventListener('keydown', onKey));
outbox.open();

const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1_000));
addEventListener('load', () => whenIdle(fetchLater));
addEventListener('load', () => whenIdle(() => void import('./live/live').then(({ live }) => live.follow())));

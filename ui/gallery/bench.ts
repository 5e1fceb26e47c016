// Filters ten accounts and a thousand by turns, key by key, and hands the times over to who asked (`tests/bench/filter.bench.ts`).
// Deliberately not here: what is too slow. The bench says that.
import { mount, tick, unmount } from 'svelte';
import App from '../src/App.svelte';
import { Clock } from '../src/clock.svelte';
import { surroundingsOf } from '../src/surroundings';
import '../src/theme/tokens.css';
import '../src/theme/base.css';
import '../src/theme/overlays.css';
import { FakePort } from './fake';
import { now } from './samples';
import { crowd } from './scenes/list';

/** Milliseconds of each key press. */
export interface Times {
  accounts: number;
  /** From the key until the list is laid out. */
  work: number[];
  /** From the key until the frame with the list is over. */
  painted: number[];
  /** From the snapshot until the whole list is laid out for the first time. */
  first: number;
  /** From a snapshot with one change until that is laid out. */
  change: number;
  nodes: number;
}

/** What is typed, one key after the other; then it is taken back in the same way. */
const typed = 'hopper 4';

async function frame(): Promise<void> {
  await new Promise((done) => requestAnimationFrame(() => done(null)));
  // After the frame's own work, which follows what it calls.
  await new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(null);
  });
}

async function measure(accounts: number): Promise<Times> {
  const target = document.createElement('div');
  document.body.append(target);
  const view = crowd(accounts, Math.max(1, accounts / 20));
  const port = new FakePort(view);
  const around = surroundingsOf(port, ['en-GB'], new Clock(() => now));
  const began = performance.now();
  const window = mount(App, { target, props: { around } });
  await tick();
  void target.offsetHeight;
  const first = performance.now() - began;
  await frame();
  await frame();
  const main = target.querySelector<HTMLElement>('main');
  const input = target.querySelector<HTMLInputElement>('[role=search] input');
  if (!main || !input) throw new Error('there is no list to filter');
  const nodes = target.querySelectorAll('*').length;

  const next = structuredClone(view);
  next.revision += 1000;
  const changed = next.sites[0]?.accounts[0];
  if (changed) changed.state = { kind: 'locked' };
  const published = performance.now();
  port.publish(next);
  await tick();
  void main.scrollHeight;
  const change = performance.now() - published;

  const work: number[] = [];
  const painted: number[] = [];
  const there = [...typed].map((_, index) => typed.slice(0, index + 1));
  const back = [...there].reverse().map((text) => text.slice(0, -1));
  for (const text of [...there, ...back]) {
    await frame();
    const pressed = performance.now();
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await tick();
    void main.scrollHeight;
    work.push(performance.now() - pressed);
    await frame();
    painted.push(performance.now() - pressed);
  }
  await unmount(window);
  target.remove();
  return { accounts, work, painted, first, change, nodes };
}

const results: Times[] = [];
for (const accounts of [10, 1000, 10, 1000, 10, 1000]) results.push(await measure(accounts));
await fetch('/measured', { method: 'POST', body: JSON.stringify(results) });

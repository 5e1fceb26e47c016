// Opens the window on a program that does what it is told.
import { render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import App from '../src/App.svelte';
import Start from '../src/start/Start.svelte';
import { Clock } from '../src/clock.svelte';
import type { Snapshot, StartProblem } from '../src/generated/bindings';
import { surroundingsOf } from '../src/surroundings';
import { FakePort } from '../gallery/fake';
import { now } from '../gallery/samples';

export function open(first: Snapshot | null, port = new FakePort(first)) {
  const around = surroundingsOf(port, ['en-GB'], new Clock(() => now));
  const user = userEvent.setup({ pointerEventsCheck: 0, delay: null });
  const { container } = render(App, { around });
  return { port, user, around, container };
}

/** Starts the page as the program does, which says what keeps it from working, if anything. */
export function start(broken: StartProblem | null, port = new FakePort()) {
  port.broken = broken;
  const around = surroundingsOf(port, ['en-GB'], new Clock(() => now));
  const user = userEvent.setup({ pointerEventsCheck: 0, delay: null });
  render(Start, { around });
  return { port, user };
}

/** The row of an account, found as a screen reader finds it. */
export function rowOf(name: string | RegExp): HTMLElement {
  const row = screen.getByRole('button', { name }).closest('li');
  if (!row) throw new Error(`no row for ${name}`);
  return row;
}

export function button(name: string | RegExp, inside?: HTMLElement): HTMLElement {
  return (inside ? within(inside) : screen).getByRole('button', { name });
}

export function field(name: string): HTMLInputElement {
  return screen.getByLabelText(name, { selector: 'input' });
}

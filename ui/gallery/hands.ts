// What a scene does before it is looked at: presses, keys and typing as a person's, each after the page has settled.
// Deliberately not here: what is looked at.
import { tick } from 'svelte';

export async function settle(): Promise<void> {
  await tick();
  await new Promise((done) => setTimeout(done, 50));
}

export async function press(selector: string): Promise<void> {
  await settle();
  const element = document.querySelector<HTMLElement>(selector);
  for (const type of ['pointerdown', 'pointerup']) {
    element?.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'mouse', button: 0 }));
  }
  element?.click();
  await settle();
}

export async function keyOn(selector: string, init: KeyboardEventInit): Promise<void> {
  await settle();
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  element?.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
  await settle();
}

/** Changes what a field holds; the focus stays where it is. */
export async function type(selector: string, text: string): Promise<void> {
  await settle();
  const input = document.querySelector<HTMLInputElement>(selector);
  if (!input) return;
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Asks who answers at an address. */
export async function ask(address: string): Promise<void> {
  await press('#add-account');
  await type('form input', address);
  await press('form [type=submit]');
}

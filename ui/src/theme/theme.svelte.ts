// Light or dark, as it is chosen or as the system has it.
// Deliberately not here: colours. They follow the root's `color-scheme` in `tokens.css`.
import { MediaQuery } from 'svelte/reactivity';
import type { Choices } from '../settings/choices.svelte';

export class Look {
  // Where nobody can be asked what the system prefers, it is light.
  private readonly system = typeof matchMedia === 'function' ? new MediaQuery('(prefers-color-scheme: dark)') : null;

  constructor(private readonly choices: Choices) {}

  /** Whether the window is dark now: for pictures that come in two kinds. */
  get isDark(): boolean {
    const theme = this.choices.settings?.theme ?? 'system';
    return theme === 'system' ? (this.system?.current ?? false) : theme === 'dark';
  }
}

// What a menu offers, as data, and whether it was asked for by key.
// Deliberately not here: which menus there are.
import type { Component } from 'svelte';
import { on } from 'svelte/events';

export interface MenuItem<Entry extends string> {
  entry: Entry;
  name: string;
  icon: Component<{ size?: string; 'aria-hidden'?: 'true' }>;
  danger?: boolean;
  disabled?: boolean;
  /** A rule stands above it. */
  apart?: boolean;
}

/** What a person's hand did last: a menu that is opened by key begins with its first entry. A call for the context menu does not say so itself. */
export class Hand {
  private onPointer = false;

  get isOnKeys(): boolean {
    return !this.onPointer;
  }

  /** For `{@attach}` on what fills the window. */
  readonly watch = (): (() => void) => {
    const hears = { capture: true };
    const stops = [
      on(window, 'keydown', () => (this.onPointer = false), hears),
      on(window, 'pointerdown', () => (this.onPointer = true), hears),
      // A click without a pointer is a key's, or that of a program which reads aloud.
      on(window, 'click', ({ detail }) => (this.onPointer &&= detail !== 0), hears),
    ];
    return () => stops.forEach((stop) => stop());
  };
}

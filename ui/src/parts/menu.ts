// What a menu offers, as data, and whether it was asked for by key.
// Deliberately not here: which menus there are.
import type { Component } from 'svelte';

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

  readonly key = () => void (this.onPointer = false);
  readonly pointer = () => void (this.onPointer = true);

  /** A click without a pointer is a key's, or that of a program which reads aloud. */
  readonly click = ({ detail }: MouseEvent) => {
    if (detail === 0) this.onPointer = false;
  };
}

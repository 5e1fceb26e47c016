// Puts the focus on an account's row, now or when a snapshot shows it.
// Deliberately not here: which row that is.
import { tick } from 'svelte';
import type { Snapshots } from './snapshot.svelte';

export class RowFocus {
  /** The row that the focus is meant for, as long as no snapshot shows it. */
  private awaited: string | null = null;

  /** On the row when the page has caught up, or on the button that adds one. */
  async later(id: string | null, scrolls = true): Promise<void> {
    await tick();
    const row = id === null ? null : document.querySelector(`[data-row="${CSS.escape(id)}"]`);
    this.awaited = row ? null : id;
    const stop = row?.querySelector<HTMLElement>('[data-row-focus]') ?? row?.querySelector<HTMLElement>('button');
    if (scrolls) row?.scrollIntoView({ block: 'nearest' });
    (stop ?? document.getElementById('add-account'))?.focus({ preventScroll: true });
  }

  /** A new snapshot is there. */
  look(snapshots: Snapshots): void {
    if (this.awaited === null || !snapshots.find(this.awaited)) return;
    const id = this.awaited;
    this.awaited = null;
    // Who has gone on meanwhile is not called back.
    if (document.activeElement?.id === 'add-account') void this.later(id);
  }
}

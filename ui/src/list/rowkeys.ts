// What keys do in the list: ↑ ↓ Home End move between rows, Alt moves the row itself, with Shift its site; F2, Delete and the menu's keys work
// on the row that has the focus. Tab still goes through every control in reading order. One listener hears them for all rows.
// Deliberately not here: what is done; the list hands that in.
import { on } from 'svelte/events';
import type { Step } from './order.svelte';

export interface RowDeeds {
  rename: (account: string) => void;
  askToSignOut: (account: string) => void;
  menu: (opener: HTMLElement) => void;
  step: (account: string, by: Step) => void;
  stepSite: (origin: string, by: Step) => void;
}

/** For `{@attach}` on the element that holds the rows. */
export function rowKeys(deeds: RowDeeds): (list: HTMLElement) => () => void {
  return (list) => {
    const keys = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (event.defaultPrevented || target.closest('input, textarea')) return;
      if (moveFocus(list, event) || moveItem(event, deeds) || workOnRow(event, deeds)) event.preventDefault();
    };
    const menu = (event: MouseEvent) => {
      const opener = openerOf(event.target as Element);
      if (opener) deeds.menu(opener);
    };
    const stops = [on(list, 'keydown', keys), on(list, 'contextmenu', menu)];
    return () => stops.forEach((stop) => stop());
  };
}

/** What the arrows stop at, without what a filter hides. */
export function stopsIn(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-row]:not([hidden]) [data-row-focus]')];
}

/** Gives a row the focus, whole and in sight. */
export function focusRow(stop: HTMLElement | null | undefined): void {
  stop?.focus({ preventScroll: true });
  stop?.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
}

function moveFocus(list: HTMLElement, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
  const stops = stopsIn(list);
  const row = (event.target as Element).closest('[data-row]');
  const here = stops.findIndex((stop) => row?.contains(stop));
  const there = target(event.key, here, stops.length);
  if (there === null) return false;
  focusRow(stops[there]);
  return true;
}

function target(key: string, here: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return Math.min(here + 1, count - 1);
    case 'ArrowUp':
      return Math.max(here - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

function moveItem(event: KeyboardEvent, deeds: RowDeeds): boolean {
  if (!event.altKey || event.ctrlKey || event.metaKey) return false;
  const by: Step | null = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
  const origin = named(event, 'data-site');
  const account = named(event, 'data-row');
  if (by === null || origin === null) return false;
  // In the heading there is no row, so that the site is meant.
  if (event.shiftKey || account === null) deeds.stepSite(origin, by);
  else deeds.step(account, by);
  return true;
}

function workOnRow(event: KeyboardEvent, deeds: RowDeeds): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const account = named(event, 'data-row');
  if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    const opener = openerOf(event.target as Element);
    if (opener) deeds.menu(opener);
    return opener !== null;
  }
  if (account === null || event.shiftKey) return false;
  if (event.key === 'F2') deeds.rename(account);
  else if (event.key === 'Delete') deeds.askToSignOut(account);
  else return false;
  return true;
}

function named(event: Event, attribute: string): string | null {
  return (event.target as Element).closest(`[${attribute}]`)?.getAttribute(attribute) ?? null;
}

// In a row its own menu; in the heading the site's.
function openerOf(target: Element): HTMLElement | null {
  if (target.closest('input, textarea')) return null;
  return target.closest('[data-row], [data-heading]')?.querySelector<HTMLElement>('[data-menu]') ?? null;
}

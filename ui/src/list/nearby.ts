// Tells rows that they have come near the view. What is far away is only its name and address: enough to be read in its order, to be reached
// by the keyboard and to be found.
// Deliberately not here: rows that leave again. What was drawn once stays.
import type { AccountView } from '../generated/bindings';

/** From how many accounts on it is worth the while. */
export const many = 40;

/** Which rows at the top are drawn at once: those that a window of this height shows. */
export function inView(accounts: readonly AccountView[]): Set<string> {
  const shown = new Set<string>();
  let room = Math.max(window.innerHeight, lowestWindow) - aroundRows;
  for (const { id, storage } of accounts) {
    if (room <= 0) break;
    shown.add(id);
    room -= storage ? lowestRow + storageLine : lowestRow;
  }
  return shown;
}

/** Head, filter, the first heading and foot have more together, in pixels. */
const aroundRows = 128;

/** No window is lower, even if it does not know its height yet. */
const lowestWindow = 480;

/** No row is lower. */
const lowestRow = 64;

/** And none with a storage bar. */
const storageLine = 20;

/** How far ahead of the view. */
const ahead = '600px 0px';

export class Nearby {
  private readonly waiting = new WeakMap<Element, () => void>();
  private observer: IntersectionObserver | null = null;

  /** For `{@attach}` on a row; `come` is called once, at once where nobody can tell. */
  watch(row: Element, come: () => void): (() => void) | void {
    if (typeof IntersectionObserver === 'undefined') return come();
    this.observer ??= new IntersectionObserver((entries) => this.look(entries), {
      root: row.closest('main'),
      rootMargin: ahead,
    });
    const { observer } = this;
    this.waiting.set(row, come);
    observer.observe(row);
    return () => observer.unobserve(row);
  }

  stop(): void {
    this.observer?.disconnect();
  }

  private look(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.observer?.unobserve(target);
      this.waiting.get(target)?.();
    }
  }
}

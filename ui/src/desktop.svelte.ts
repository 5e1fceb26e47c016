// What this desktop offers the program: a tray, a start at login, whether it says when the screen is locked.
// Deliberately not here: errands. They are gone on with once and not kept.
import type { DesktopView } from './generated/bindings';

/** Holds what was said last; null until something was. */
export class Desktop {
  current: DesktopView | null = $state.raw(null);

  receive(view: DesktopView): void {
    this.current = view;
  }
}

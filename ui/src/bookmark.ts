// Where the page was when something was laid over it: how far it was scrolled, and what had the focus.
// Deliberately not here: what was laid over it.

export class Bookmark {
  private scroll = 0;
  private focused: Element | null = null;

  put(main: HTMLElement | undefined): void {
    this.scroll = main?.scrollTop ?? 0;
    this.focused = document.activeElement;
  }

  /** What had the focus may be gone by now. */
  comeBack(main: HTMLElement | undefined): void {
    if (main) main.scrollTop = this.scroll;
    if (this.focused instanceof HTMLElement) this.focused.focus({ preventScroll: true });
  }
}

// Dragging a row among those of its site, or a site among the others, by what is marked as its grip. Pointer events, because the browser's own
// dragging is not to be relied on in every web view. A line shows where it would come to stand; Esc lets it go back.
// Deliberately not here: the keyboard's way to do the same (`rowkeys.ts`, the menus), touch (it scrolls), and the new order itself.

export interface DropDeeds {
  /** While only some rows are shown, nobody could say where one would come to stand. */
  allowed: () => boolean;
  account: (account: string, before: string | null) => void;
  site: (origin: string, before: string | null) => void;
}

/** A pointer that moves less than this has only been clicked. */
const slack = 4;
/** How near to the edge the list begins to scroll, and how fast. */
const edge = 48;
const speed = 12;

interface Drag {
  pointer: number;
  kind: 'data-row' | 'data-site';
  item: HTMLElement;
  others: HTMLElement[];
  scroller: Element | null;
  startY: number;
  startScroll: number;
  y: number;
  begun: boolean;
  /** What it would be put before; null is the end, undefined nowhere. */
  before: HTMLElement | null | undefined;
}

/** For `{@attach}` on the element that holds the rows. */
export function dragging(deeds: DropDeeds): (list: HTMLElement) => () => void {
  return (list) => {
    let drag: Drag | null = null;
    let frame = 0;

    const down = (event: PointerEvent) => {
      const grip = (event.target as Element).closest('[data-grip]');
      if (drag || !grip || event.button !== 0 || event.pointerType === 'touch' || !deeds.allowed()) return;
      const item = grip.closest<HTMLElement>('[data-row], [data-site]');
      if (!item) return;
      const kind = item.hasAttribute('data-row') ? 'data-row' : 'data-site';
      const others = [...(item.parentElement?.children ?? [])].filter(
        (other): other is HTMLElement => other !== item && other.hasAttribute(kind),
      );
      if (others.length === 0) return;
      const scroller = list.closest('main');
      const startScroll = scroller?.scrollTop ?? 0;
      const { pointerId: pointer, clientY: y } = event;
      drag = { pointer, kind, item, others, scroller, startY: y, startScroll, y, begun: false, before: undefined };
      // A picture or a text that is pressed must not be dragged by the browser as well.
      event.preventDefault();
    };

    const move = (event: PointerEvent) => {
      if (drag?.pointer !== event.pointerId) return;
      drag.y = event.clientY;
      if (!drag.begun && Math.abs(drag.y - drag.startY) < slack) return;
      if (!drag.begun) begin(drag);
      follow(drag);
    };

    const begin = (now: Drag) => {
      now.begun = true;
      list.setPointerCapture(now.pointer);
      list.toggleAttribute('data-dragging', true);
      now.item.toggleAttribute('data-dragged', true);
      frame = requestAnimationFrame(scroll);
    };

    const scroll = () => {
      if (!drag?.begun) return;
      const view = drag.scroller?.getBoundingClientRect();
      if (view && drag.scroller) {
        const before = drag.scroller.scrollTop;
        if (drag.y < view.top + edge) drag.scroller.scrollTop -= speed;
        else if (drag.y > view.bottom - edge) drag.scroller.scrollTop += speed;
        if (drag.scroller.scrollTop !== before) follow(drag);
      }
      frame = requestAnimationFrame(scroll);
    };

    const end = (event: PointerEvent) => {
      if (drag?.pointer !== event.pointerId) return;
      const { kind, item, before, begun } = drag;
      letGo();
      const id = item.getAttribute(kind);
      if (!begun || event.type !== 'pointerup' || before === undefined || id === null) return;
      const put = kind === 'data-row' ? deeds.account : deeds.site;
      put(id, before?.getAttribute(kind) ?? null);
    };

    const letGo = () => {
      cancelAnimationFrame(frame);
      if (!drag) return;
      drag.item.removeAttribute('data-dragged');
      drag.item.style.translate = '';
      mark(drag, undefined);
      list.removeAttribute('data-dragging');
      if (drag.begun && list.hasPointerCapture(drag.pointer)) list.releasePointerCapture(drag.pointer);
      drag = null;
    };

    const keys = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !drag) return;
      event.preventDefault();
      event.stopPropagation();
      letGo();
    };

    list.addEventListener('pointerdown', down);
    list.addEventListener('pointermove', move);
    list.addEventListener('pointerup', end);
    list.addEventListener('pointercancel', end);
    window.addEventListener('keydown', keys, true);
    return () => {
      letGo();
      list.removeEventListener('pointerdown', down);
      list.removeEventListener('pointermove', move);
      list.removeEventListener('pointerup', end);
      list.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', keys, true);
    };
  };
}

function follow(drag: Drag): void {
  const scrolled = (drag.scroller?.scrollTop ?? 0) - drag.startScroll;
  drag.item.style.translate = `0 ${drag.y - drag.startY + scrolled}px`;
  const below = drag.others.find((other) => {
    const { top, bottom } = other.getBoundingClientRect();
    return drag.y < (top + bottom) / 2;
  });
  const before = below ?? null;
  // Where it stands already is nowhere to go.
  const next = sibling(drag.item, drag.kind);
  mark(drag, before === next ? undefined : before);
}

function mark(drag: Drag, before: HTMLElement | null | undefined): void {
  for (const other of drag.others) other.removeAttribute('data-drop');
  drag.before = before;
  if (before === undefined) return;
  if (before) before.setAttribute('data-drop', 'before');
  else drag.others.at(-1)?.setAttribute('data-drop', 'after');
}

function sibling(item: Element, kind: string): Element | null {
  let next = item.nextElementSibling;
  while (next && !next.hasAttribute(kind)) next = next.nextElementSibling;
  return next;
}

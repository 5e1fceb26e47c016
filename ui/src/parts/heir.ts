// When something that has the focus goes, what takes its place receives it; otherwise the keyboard would begin at the top again.

interface Heirs {
  /** What may go, for example `[data-row]`. The attribute's value says which one it is. */
  items: string;
  /** What receives the focus in an item. */
  stop: string;
  /** Who receives it when no item is left. */
  last?: () => HTMLElement | null;
}

/** For `{@attach}` on the element that holds the items. */
export function handsFocusOn({ items, stop, last }: Heirs): (holder: HTMLElement) => () => void {
  const name = items.slice(1, -1);
  return (holder) => {
    const all = () => [...holder.querySelectorAll<HTMLElement>(`${items}:not([hidden])`)];
    let focused: { id: string | null; index: number } | null = null;

    const remember = (event: FocusEvent) => {
      const item = (event.target as Element).closest<HTMLElement>(items);
      focused = item && { id: item.getAttribute(name), index: all().indexOf(item) };
    };
    const look = () => {
      if (!focused || document.activeElement !== document.body) return;
      const left = all();
      if (left.some((item) => item.getAttribute(name) === focused?.id)) return;
      const heir = left[Math.min(focused.index, left.length - 1)]?.querySelector<HTMLElement>(stop) ?? last?.();
      focused = null;
      heir?.focus();
    };

    const changes = new MutationObserver(look);
    changes.observe(holder, { childList: true, subtree: true, attributeFilter: ['hidden'] });
    holder.addEventListener('focusin', remember);
    return () => {
      changes.disconnect();
      holder.removeEventListener('focusin', remember);
    };
  };
}

// Moving between rows by ↑ and ↓ (Home and End: first and last). Tab still goes through every control in reading order.

/** For `{@attach}` on the element that holds the rows. */
export function rowKeys(list: HTMLElement): () => void {
  const move = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const stops = [...list.querySelectorAll<HTMLElement>('[data-row-focus]')];
    const row = (event.target as Element).closest('[data-row]');
    const here = stops.findIndex((stop) => row?.contains(stop));
    const there = target(event.key, here, stops.length);
    if (there === null) return;
    event.preventDefault();
    stops[there]?.focus();
  };
  list.addEventListener('keydown', move);
  return () => list.removeEventListener('keydown', move);
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

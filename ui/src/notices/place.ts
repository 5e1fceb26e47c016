// Keeps what is being read where it is when something above it, and out of sight, grows or goes.
// Deliberately not here: browsers that do so by themselves. WebKit does not.

/** For `{@attach}` on what changes its height at the top of `main`. */
export function keepsPlace(element: HTMLElement): (() => void) | undefined {
  const scroller = element.closest('main');
  if (!scroller || getComputedStyle(scroller).overflowAnchor === 'auto') return undefined;
  let height = element.offsetHeight;
  const observer = new ResizeObserver(() => {
    const before = height;
    height = element.offsetHeight;
    const outOfSight = scroller.scrollTop > 0 && scroller.scrollTop >= before;
    if (outOfSight) scroller.scrollTop += height - before;
  });
  observer.observe(element);
  return () => observer.disconnect();
}

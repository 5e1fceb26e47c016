// What jsdom lacks and the primitives of the window ask for.
import '@testing-library/jest-dom/vitest';
import { configure } from '@testing-library/dom';
import { vi } from 'vitest';
import { fetchAll } from '../src/later.svelte';

configure({ asyncUtilTimeout: 10_000 });

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

vi.stubGlobal('ResizeObserver', NoObserver);
Element.prototype.scrollIntoView = () => {};
Element.prototype.hasPointerCapture = () => false;
Element.prototype.setPointerCapture = () => {};
Element.prototype.releasePointerCapture = () => {};
Element.prototype.getAnimations = () => [];

// jsdom lays nothing out; a menu hides itself when what it hangs on has no box.
const box = { x: 10, y: 10, left: 10, top: 10, right: 110, bottom: 30, width: 100, height: 20, toJSON: () => '' };
Element.prototype.getBoundingClientRect = () => box;
Element.prototype.getClientRects = () => [box] as unknown as DOMRectList;
for (const [side, length] of [
  ['clientWidth', 440],
  ['clientHeight', 680],
] as const) {
  Object.defineProperty(Element.prototype, side, { configurable: true, get: () => length });
}

// What a window fetches later is there from the start: when it comes is not what these tests are about.
await fetchAll();

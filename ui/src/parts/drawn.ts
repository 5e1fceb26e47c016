// Shapes that stand in every row, drawn by the icon library once and copied from then on: its component has an effect for each line of a shape.
import { mount } from 'svelte';
import { shapes, type ShapeName } from './shapes';

const originals = new Map<ShapeName, Element>();

/** A new copy, at the size of the text around it. It is decoration to a screen reader. */
export function drawn(name: ShapeName): Node {
  let original = originals.get(name);
  if (!original) {
    original = document.createElement('span');
    mount(shapes[name], { target: original, props: { size: '1em', strokeWidth: 2.25, 'aria-hidden': 'true' } });
    originals.set(name, original);
  }
  return (original.querySelector('svg') ?? original).cloneNode(true);
}

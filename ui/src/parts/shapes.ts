// The shapes that carry a state beside its word, so that colour never carries it alone.
import Check from '@lucide/svelte/icons/circle-check';
import Unreachable from '@lucide/svelte/icons/cloud-off';
import Warning from '@lucide/svelte/icons/triangle-alert';
import Lock from '@lucide/svelte/icons/lock';
import Waiting from '@lucide/svelte/icons/hourglass';
import Out from '@lucide/svelte/icons/circle-dashed';
import None from '@lucide/svelte/icons/circle-minus';
import Info from '@lucide/svelte/icons/info';
import More from '@lucide/svelte/icons/ellipsis-vertical';
import Browser from '@lucide/svelte/icons/external-link';

export const shapes = {
  check: Check,
  unreachable: Unreachable,
  warning: Warning,
  lock: Lock,
  waiting: Waiting,
  out: Out,
  none: None,
  browser: Browser,
  info: Info,
  more: More,
};

export type ShapeName = keyof typeof shapes;

/** What a shape and its word mean to the person: the name of a class in `base.css`. */
export type Tone = 'good' | 'warn' | 'bad' | 'soft';

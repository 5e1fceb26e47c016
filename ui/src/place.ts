// Where the person is in the window, so that a window that is made anew comes back there. It leaves the page as one short text.
// Deliberately not here: passwords and codes. What was typed into those fields goes with the window.
import type { Port } from './ipc';

export interface Place {
  screen: (typeof screens)[number];
  /** The account that is signed in again, or whose page is open. */
  account: string | null;
  address: string;
  email: string;
  /** How far the page is scrolled, in pixels. */
  scroll: number;
  /** When the sign-out began that is followed. */
  since?: number;
}

const screens = ['list', 'add', 'settings', 'details', 'signing_out'] as const;

const longest = 512;
const patience = 300;

/** The place that was kept; null when there is none, or none that this version understands. */
export function placeFrom(text: string | null): Place | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return null;
    const { screen: name, account, address, email, scroll, since } = kept as Record<keyof Place, unknown>;
    const screen = screens.find((one) => one === name);
    if (screen === undefined) return null;
    if (account !== null && typeof account !== 'string') return null;
    if (typeof address !== 'string' || typeof email !== 'string') return null;
    if (typeof scroll !== 'number' || !(scroll >= 0)) return null;
    if (since !== undefined && typeof since !== 'number') return null;
    return { screen, account, address, email, scroll, since };
  } catch {
    return null;
  }
}

/** An address without what may be secret in it: a name and password before the host, and what follows the path. */
export function withoutSecrets(address: string): string {
  const [bare = ''] = address.split(/[?#]/);
  return bare.includes('@') || bare.length > longest ? '' : bare;
}

/** Hands the place on when it has stayed the same for a moment. */
export class PlaceKeeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = '';

  constructor(private readonly port: Port) {}

  keep(place: Place): void {
    const email = place.email.length > longest ? '' : place.email;
    const text = JSON.stringify({ ...place, address: withoutSecrets(place.address), email });
    clearTimeout(this.timer);
    if (text === this.last) return;
    this.timer = setTimeout(() => {
      this.last = text;
      // A place that is not kept is only a window that begins at its list.
      this.port.keepPlace(text).catch(() => undefined);
    }, patience);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

// Logos of sites, fetched once each from the native side, for light and for dark surroundings.
// Deliberately not here: addresses of pictures. The web view loads nothing from a server.
import { SvelteMap } from 'svelte/reactivity';
import type { Port } from '../ipc';

export class Logos {
  private readonly pictures = new SvelteMap<string, string>();
  /** Not reactive: a logo that is not to be had must not be asked for again and again by whoever shows it. */
  private readonly asked = new Set<string>();

  constructor(private readonly port: Port) {}

  /** The logo when it is here; the one for other surroundings while it is not, so that a change of theme shows no gap. */
  logo(origin: string, dark: boolean): string | null {
    return this.pictures.get(keyOf(origin, dark)) ?? this.pictures.get(keyOf(origin, !dark)) ?? null;
  }

  async fetch(origin: string, dark: boolean): Promise<void> {
    const key = keyOf(origin, dark);
    if (this.asked.has(key)) return;
    this.asked.add(key);
    const logo = await this.port.logo(origin, dark).catch(() => null);
    // Only what the native side makes: a data URL of an image. The initial stays otherwise, and the next to show the site asks again.
    if (logo?.startsWith('data:image/')) this.pictures.set(key, logo);
    else this.asked.delete(key);
  }
}

function keyOf(origin: string, dark: boolean): string {
  return `${dark ? 'dark' : 'light'} ${origin}`;
}

// Pictures of accounts, fetched once each from the native side.
// Deliberately not here: addresses of pictures. The web view loads nothing from a server.
import { SvelteMap } from 'svelte/reactivity';
import type { Port } from '../ipc';

export class Avatars {
  private readonly pictures = new SvelteMap<string, string>();
  /** Not reactive: a picture that failed must not be asked for again and again by the row that shows it. */
  private readonly asked = new Set<string>();

  constructor(private readonly port: Port) {}

  /** The picture when it is here; asks for it otherwise. */
  picture(account: string): string | null {
    return this.pictures.get(account) ?? null;
  }

  async fetch(account: string): Promise<void> {
    if (this.asked.has(account)) return;
    this.asked.add(account);
    try {
      const picture = await this.port.avatar(account);
      // Only what the native side makes: a data URL of an image. The initial stays otherwise.
      if (picture?.startsWith('data:image/')) this.pictures.set(account, picture);
    } catch {
      // Asked for again when the row is shown anew.
      this.asked.delete(account);
    }
  }
}

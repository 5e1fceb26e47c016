// Which accounts are looked for: all words must stand somewhere in an account's name, label, e-mail address, or its site's title or host.
// Deliberately not here: drawing. Rows that do not match are only hidden, so that each key press costs as little with a thousand as with ten.
import type { AccountView, SiteView } from '../generated/bindings';

/** From how many accounts on there is something to filter. */
export const worthFiltering = 8;

// Letters whose stroke or ligature Unicode does not take apart.
const alike: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** The text without case, accents and width: what people type when they look for it. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđðħıßæœþ]/g, (letter) => alike[letter] ?? letter);
}

export class Filter {
  text = $state('');
  private readonly words = $derived(folded(this.text).split(/\s+/).filter(Boolean));
  /** Objects of a snapshot never change, and unchanged ones live on in the next. */
  private readonly known = new WeakMap<AccountView | SiteView, string>();

  get active(): boolean {
    return this.words.length > 0;
  }

  /** The accounts that match; null while nothing is looked for. */
  matches(sites: readonly SiteView[]): Set<string> | null {
    const words = this.words;
    if (words.length === 0) return null;
    const found = new Set<string>();
    for (const site of sites) {
      const host = this.foldedOnce(site, [site.title, site.host]);
      const left = words.filter((word) => !host.includes(word));
      for (const account of site.accounts) {
        const own = left.length > 0 ? this.foldedOnce(account, [account.name, account.label, account.email]) : '';
        if (left.every((word) => own.includes(word))) found.add(account.id);
      }
    }
    return found;
  }

  clear(): void {
    this.text = '';
  }

  private foldedOnce(of: AccountView | SiteView, parts: (string | null)[]): string {
    let text = this.known.get(of);
    if (text === undefined) {
      text = folded(parts.filter((part) => part !== null).join('\n'));
      this.known.set(of, text);
    }
    return text;
  }
}

// The person's order of accounts and sites. A move shows at once and is said; the snapshot that follows shows what became of it, and a move
// that fails goes back.
// Deliberately not here: how a move is made (pointer, keys, menu), and a place between sites for an account: it belongs to its own.
import type { Announcer } from '../frame/announcer.svelte';
import type { SiteView } from '../generated/bindings';
import type { Port } from '../ipc';
import type { Requests } from '../requests.svelte';
import type { Sentences } from '../sentences/sentences';
import type { Snapshots } from '../snapshot.svelte';

/** One step towards the beginning or the end. */
export type Step = -1 | 1;

interface Move {
  kind: 'account' | 'site';
  id: string;
  /** What it is put before; null puts it last. */
  before: string | null;
  /** The newest snapshot when it was sent, once the answer is there: a later one shows what was made of it. */
  answered: number | null;
}

export class Order {
  private moves: Move[] = $state.raw([]);
  private queue: Promise<void> = Promise.resolve();

  /** Sites that have accounts, as they are to be shown. */
  readonly sites: SiteView[] = $derived.by(() => {
    const now = this.snapshots.current;
    const sites = (now?.sites ?? []).filter((site) => site.accounts.length > 0);
    return this.moves.filter((move) => this.counts(move)).reduce(arranged, sites);
  });

  constructor(
    private readonly port: Port,
    private readonly requests: Requests,
    private readonly snapshots: Snapshots,
    private readonly announcer: Announcer,
    private readonly sentences: Sentences,
  ) {}

  /** Where an account stands in its site, from 0; null when it is gone. */
  placeOf(account: string): { at: number; of: number } | null {
    const site = this.sites.find((one) => one.accounts.some(({ id }) => id === account));
    return site ? { at: site.accounts.findIndex(({ id }) => id === account), of: site.accounts.length } : null;
  }

  placeOfSite(origin: string): { at: number; of: number } | null {
    const at = this.sites.findIndex((site) => site.origin === origin);
    return at < 0 ? null : { at, of: this.sites.length };
  }

  stepAccount(account: string, by: Step): void {
    const accounts = this.sites.find((site) => site.accounts.some(({ id }) => id === account))?.accounts ?? [];
    const ids = accounts.map(({ id }) => id);
    const before = beforeAfterStep(ids, account, by);
    if (before !== undefined) this.moveAccount(account, before);
    else this.sayPlace(account);
  }

  stepSite(origin: string, by: Step): void {
    const origins = this.sites.map((site) => site.origin);
    const before = beforeAfterStep(origins, origin, by);
    if (before !== undefined) this.moveSite(origin, before);
    else this.sayPlaceOfSite(origin);
  }

  moveAccount(account: string, before: string | null): void {
    this.make({ kind: 'account', id: account, before, answered: null });
    this.sayPlace(account);
  }

  moveSite(origin: string, before: string | null): void {
    this.make({ kind: 'site', id: origin, before, answered: null });
    this.sayPlaceOfSite(origin);
  }

  private counts({ answered }: Move): boolean {
    const revision = this.snapshots.current?.revision ?? 0;
    return answered === null || revision <= answered;
  }

  private make(move: Move): void {
    this.moves = [...this.moves.filter((one) => this.counts(one)), move];
    // One after the other, so that what was moved last ends where it was put.
    this.queue = this.queue.then(() => this.send(move));
  }

  private async send(move: Move): Promise<void> {
    if (!this.moves.includes(move)) return;
    const revision = this.snapshots.current?.revision ?? 0;
    let failed = true;
    await this.requests.runAgreed(move.id, async () => {
      await (move.kind === 'account'
        ? this.port.moveAccount(move.id, move.before)
        : this.port.moveSite(move.id, move.before));
      failed = false;
    });
    if (failed) {
      // Later moves were made from a place that never was.
      this.moves = [];
      this.announcer.say(this.sentences.say('move-failed'));
    } else {
      this.moves = this.moves.map((one) => (one === move ? { ...move, answered: revision } : one));
    }
  }

  private sayPlace(account: string): void {
    const place = this.placeOf(account);
    const name = this.snapshots.find(account)?.account.name;
    if (place && name !== undefined) this.say(name, place);
  }

  private sayPlaceOfSite(origin: string): void {
    const place = this.placeOfSite(origin);
    if (place) this.say(this.sites[place.at]?.title ?? '', place);
  }

  private say(name: string, { at, of }: { at: number; of: number }): void {
    this.announcer.say(this.sentences.say('move-done', { name, place: at + 1, of }));
  }
}

function arranged(sites: SiteView[], { kind, id, before }: Move): SiteView[] {
  if (kind === 'site') return putBefore(sites, ({ origin }) => origin, id, before);
  return sites.map((site) => {
    if (!site.accounts.some((account) => account.id === id)) return site;
    return { ...site, accounts: putBefore(site.accounts, (account) => account.id, id, before) };
  });
}

function putBefore<T>(items: T[], nameOf: (item: T) => string, id: string, before: string | null): T[] {
  const moved = items.find((item) => nameOf(item) === id);
  if (moved === undefined || id === before) return items;
  const rest = items.filter((item) => item !== moved);
  const at = before === null ? -1 : rest.findIndex((item) => nameOf(item) === before);
  return at < 0 ? [...rest, moved] : [...rest.slice(0, at), moved, ...rest.slice(at)];
}

/** What an item stands before after one step; undefined when there is nowhere to go. */
function beforeAfterStep(ids: string[], id: string, by: Step): string | null | undefined {
  const at = ids.indexOf(id);
  if (at < 0 || at + by < 0 || at + by >= ids.length) return undefined;
  return by < 0 ? ids[at - 1] : (ids[at + 2] ?? null);
}

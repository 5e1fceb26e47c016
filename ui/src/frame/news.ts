// What happened between two snapshots that is worth saying aloud.
// Deliberately not here: answers to what the person asks in a form; those are said where they appear.
import type { AccountView, NoticeView, RegistryState, ServerResult, Snapshot } from '../generated/bindings';
import { few, sentenceFor, type Said } from '../notices/words';
import { registryBars } from './registry';

/**
 * News in the order in which the window shows them. At the first snapshot accounts are no news, so that a start stays silent; what happened
 * while nobody could be told, and a list that is not kept, are. Nothing is said of accounts that `quiet` names.
 */
export function newsBetween(
  before: Snapshot | null,
  after: Snapshot,
  quiet: (account: string) => boolean = () => false,
): Said[] {
  return [
    ...noticed(before?.notices ?? [], after.notices),
    ...(before ? newsOfAccounts(before, after, quiet) : []),
    ...newsOfRegistry(before?.registry ?? 'ready', after.registry),
  ];
}

function noticed(before: NoticeView[], after: NoticeView[]): Said[] {
  const known = new Set(before.map((notice) => notice.id));
  const fresh = after.filter((notice) => !known.has(notice.id));
  const said = fresh.slice(0, few).flatMap(({ what }) => {
    const { id, names } = sentenceFor(what);
    return [
      { id, names },
      { id: `${id}.do`, names },
    ];
  });
  if (fresh.length > few) said.push({ id: 'notices-more', names: { count: fresh.length - few } });
  return said;
}

function newsOfRegistry(before: RegistryState, after: RegistryState): Said[] {
  if (before === after) return [];
  const bar = registryBars[after];
  if (bar === null) return [{ id: 'news-registry-ready', names: {} }];
  return [
    { id: bar, names: {} },
    { id: `${bar}.do`, names: {} },
  ];
}

function newsOfAccounts(before: Snapshot, after: Snapshot, quiet: (account: string) => boolean): Said[] {
  const known = new Map(rows(before).map((account) => [account.id, account]));
  const news: Said[] = [];
  for (const account of rows(after)) {
    if (quiet(account.id)) continue;
    const former = known.get(account.id);
    const id = former ? newsOf(former, account) : newcomer(account);
    if (id) news.push({ id, names: { name: account.name } });
  }
  return news;
}

const ends: Record<ServerResult['kind'], string | null> = {
  asking: null,
  confirmed: 'news-signed-out-confirmed',
  accepted: 'news-signed-out-accepted',
  expired: 'news-signed-out-expired',
  forgotten: 'news-signed-out-forgotten',
  unreachable: 'news-sign-out-waits',
  not_recognised: 'news-sign-out-waits',
};

function newsOf(before: AccountView, after: AccountView): string | null {
  const was = before.state.kind;
  if (after.state.kind === 'signed_out') return was === 'signed_out' ? null : ends[after.state.server.kind];
  const is = after.state.kind;
  if (is === 'signing_out' && was !== 'signing_out') return 'news-signing-out';
  if (is === 'needs_sign_in' && was !== 'needs_sign_in') return 'news-sign-in-again';
  if (is === 'active' && was !== 'active' && was !== 'offline' && was !== 'locked') return 'news-signed-in';
  if (is === 'signing_out' && after.result && before.result?.server.kind === 'asking') {
    return ends[after.result.server.kind];
  }
  return null;
}

function newcomer(account: AccountView): string | null {
  return account.state.kind === 'active' ? 'news-signed-in' : null;
}

function rows(snapshot: Snapshot): AccountView[] {
  return snapshot.sites.flatMap((site) => site.accounts);
}

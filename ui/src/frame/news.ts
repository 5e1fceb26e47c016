// What happened between two snapshots that is worth saying aloud.
// Deliberately not here: answers to what the person asks in a form; those are said where they appear.
import type { AccountView, ServerResult, Snapshot } from '../generated/bindings';

/** A sentence, and whom it is about. */
export interface News {
  id: string;
  name: string;
}

/** News in the order of the rows; the first snapshot is no news. */
export function newsBetween(before: Snapshot | null, after: Snapshot): News[] {
  if (!before) return [];
  const known = new Map(rows(before).map((account) => [account.id, account]));
  const news: News[] = [];
  for (const account of rows(after)) {
    const former = known.get(account.id);
    const id = former ? newsOf(former, account) : newcomer(account);
    if (id) news.push({ id, name: account.name });
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

// What is known of an account, as rows of a name and a value.
// Deliberately not here: its state and its last problem; those are more than a value.
import type { AccountView, KeyringView, SiteView } from '../generated/bindings';
import type { Sentences } from '../sentences/sentences';

export interface Fact {
  name: string;
  value: string;
}

/** The session: how it came to be, how long it lives, where it is kept, what it may do. */
export function sessionFacts(account: AccountView, keyring: KeyringView, now: number, sentences: Sentences): Fact[] {
  const { say } = sentences;
  const { state, method, signedInAt, renewedAt } = account;
  const ended = state.kind === 'signed_out';
  const until = state.kind === 'active' || state.kind === 'offline' ? state.until : null;
  const when = (at: number) => both(at, now, sentences);
  return known([
    [
      say('details-signed-in'),
      signedInAt === null
        ? say(method === 'password' ? 'details-by-password' : 'details-by-browser')
        : say(method === 'password' ? 'details-by-password.at' : 'details-by-browser.at', { time: when(signedInAt) }),
    ],
    [say('details-renewed'), renewedAt === null ? null : when(renewedAt)],
    [say('details-until'), until === null ? null : say('details-until.unless', { time: when(until) })],
    [
      say('details-kept'),
      ended
        ? say('details-kept.nowhere')
        : say('details-kept.keyring', { keyring: keyring.name || say('keyring-name-unknown') }),
    ],
    [say('details-may'), ended ? null : say(method === 'password' ? 'details-may.all' : 'details-may.granted')],
  ]);
}

export function accountFacts({ name, email, userId, storage }: AccountView, { say, times }: Sentences): Fact[] {
  return known([
    [say('details-name'), name],
    [say('details-email'), email],
    [say('details-user-id'), userId],
    [
      say('storage-used.label'),
      storage && say('storage-used', { used: times.size(storage.used), total: times.size(storage.total) }),
    ],
  ]);
}

export function siteFacts(site: SiteView, { say }: Sentences): Fact[] {
  const version = site.edition === 'pro' ? 'card-version-pro' : 'card-version-open';
  return known([
    [say('details-site-title'), site.title],
    [say('details-address'), site.origin],
    [
      say('details-version'),
      site.version === null ? say('card-version-unknown') : say(version, { version: site.version }),
    ],
    [say('details-connection'), say(site.plainHttp ? 'site-plain-http' : 'details-connection.encrypted')],
  ]);
}

function known(facts: [string, string | null][]): Fact[] {
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

// The exact time is what is asked for here; how long ago that is saves the reader counting.
function both(at: number, now: number, { say, times }: Sentences): string {
  return say('details-time', { exact: times.exact(at), relative: times.relative(at, now) });
}

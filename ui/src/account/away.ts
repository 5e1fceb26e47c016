// Why the server of an account is away, where its state alone does not say enough.
// Deliberately not here: a network or a server that is simply not there. "Server unreachable" says that already.
import type { AccountView, ProblemCode, SiteView } from '../generated/bindings';
import type { Sentences } from '../sentences/sentences';

const reasons: Partial<Record<ProblemCode, string>> = {
  redirected: 'away-redirected',
  tls: 'away-tls',
  timed_out: 'away-timed-out',
  server_trouble: 'away-server-trouble',
  not_cloudreve: 'away-not-cloudreve',
  cloudreve_v3: 'away-cloudreve-v3',
  too_large: 'away-no-sense',
  unexpected_answer: 'away-no-sense',
};

/** The sentence behind the row's details, while there is one. */
export function whyAway(account: AccountView, site: SiteView, { say }: Sentences): string | null {
  if (account.state.kind !== 'offline' || !account.lastProblem) return null;
  const { code, host, other } = account.lastProblem;
  const id = reasons[code];
  return id === undefined ? null : say(id, { host: host ?? site.host, other: other ?? say('away-elsewhere') });
}

// From what an account is to how its row shows it: shape, words, and the one button that the state asks for.
// Deliberately not here: drawing, and what the buttons do.
import type { AccountView, KeyringState, ServerResult, SignInCause, SiteView, StateView } from '../generated/bindings';
import { plain, timed, type Phrase } from '../sentences/phrase';
import type { ShapeName, Tone } from '../parts/shapes';
import type { Sentences } from '../sentences/sentences';

/** The state line of a row. */
export interface StateLook {
  shape: ShapeName;
  tone: Tone;
  /** The state's name, as a sentence id. */
  title: string;
  detail: Phrase;
}

export function lookOf(state: StateView, keyring: KeyringState): StateLook {
  switch (state.kind) {
    case 'active':
      return look(
        'check',
        'good',
        'state-active',
        timed('state-active.detail', state.until, 'brief', 'state-active.exact'),
      );
    case 'offline':
      return look(
        'unreachable',
        'warn',
        'state-offline',
        timed('state-offline.detail', state.since, 'span', 'state-offline.exact'),
      );
    case 'needs_sign_in': {
      const title = causes[state.cause];
      return look('warning', 'warn', title, timed(`${title}.detail`, state.since, 'brief', `${title}.exact`));
    }
    case 'locked':
      return look('lock', 'warn', closed[keyring], plain('state-locked.detail'));
    case 'signing_out':
      return look('waiting', 'warn', 'state-signing-out', waiting(state));
    case 'signed_out':
      return look('out', 'soft', 'state-signed-out', ended(state.server, state.at));
  }
}

const causes: Record<SignInCause, string> = {
  expired: 'state-expired',
  refused: 'state-refused',
  entry_missing: 'state-entry-missing',
  entry_damaged: 'state-entry-damaged',
};

// A keyring that is not there or does not answer keeps its sessions to itself just as a locked one does, but cannot be unlocked.
const closed: Record<KeyringState, string> = {
  unknown: 'state-locked',
  ready: 'state-locked',
  locked: 'state-locked',
  missing: 'state-no-keyring',
  failed: 'state-keyring-silent',
};

function look(shape: ShapeName, tone: Tone, title: string, detail: Phrase): StateLook {
  return { shape, tone, title, detail };
}

function waiting(state: StateView & { kind: 'signing_out' }): Phrase {
  const server = state.waitingFor === 'server';
  if (state.nextTry === null) return plain(server ? 'state-asking-server' : 'state-asking-keyring');
  return timed(server ? 'state-next-server' : 'state-next-keyring', state.nextTry, 'brief');
}

// "Confirmed" only ever comes from the server's own confirmation.
function ended(server: ServerResult, at: number): Phrase {
  const said = (how: string, when = at) =>
    timed(`state-signed-out.${how}`, when, 'brief', `state-signed-out.${how}-exact`);
  switch (server.kind) {
    case 'confirmed':
    case 'accepted':
    case 'expired':
      return said(server.kind);
    case 'forgotten':
      return said('forgotten', server.validUntil);
    case 'asking':
    case 'unreachable':
    case 'not_recognised':
      return said('unknown');
  }
}

/** The one thing that a state asks for. */
export type Act = 'sign_out' | 'sign_in' | 'try_now' | 'unlock';

export const actNames: Record<Act, string> = {
  sign_out: 'act-sign-out',
  sign_in: 'act-sign-in',
  try_now: 'act-try-now',
  unlock: 'act-unlock',
};

/** By which request the program does it; none for a sign-in, which begins with a form. */
export function requestFor(act: Act, state: StateView): 'signOut' | 'unlock' | 'tryAgain' | 'renew' | null {
  if (act === 'sign_in') return null;
  if (act === 'sign_out') return 'signOut';
  if (act === 'unlock' || state.kind === 'locked') return 'unlock';
  return state.kind === 'signing_out' ? 'tryAgain' : 'renew';
}

export function actFor(state: StateView, keyring: KeyringState): Act {
  switch (state.kind) {
    case 'active':
      return 'sign_out';
    case 'offline':
      return 'try_now';
    case 'needs_sign_in':
    case 'signed_out':
      return 'sign_in';
    case 'locked':
      return keyring === 'missing' || keyring === 'failed' ? 'try_now' : 'unlock';
    case 'signing_out':
      return state.waitingFor === 'keyring' && keyring === 'locked' ? 'unlock' : 'try_now';
  }
}

/** Whether there is a session left that can be signed out. */
export function canSignOut(state: StateView): boolean {
  return state.kind !== 'signing_out' && state.kind !== 'signed_out';
}

/** Whether the state's own work is under way, so that its button would only do it twice. */
export function isUnderWay(state: StateView): boolean {
  return state.kind === 'signing_out' && state.nextTry === null && state.waitingFor === 'server';
}

/** Whose session it is where no row says so, in one line and as in the list. */
export function whoIs({ name, label }: AccountView, { title }: SiteView, { say }: Sentences): string {
  return say('unfinished-who', { name: label ? `${name} ${say('row-label', { label })}` : name, site: title });
}

/** What the row's menu offers beside its button. */
export type MenuEntry = 'open_site' | 'renew' | 'sign_out' | 'rename' | 'move_up' | 'move_down' | 'forget' | 'remove';

/** `alone` is an account that nothing can be put before or after. */
export function menuFor(account: AccountView, alone = true): MenuEntry[] {
  const entries: MenuEntry[] = ['open_site'];
  if (account.state.kind === 'active') entries.push('renew');
  else if (canSignOut(account.state)) entries.push('sign_out');
  entries.push('rename');
  if (!alone) entries.push('move_up', 'move_down');
  if (account.state.kind === 'signing_out') entries.push('forget');
  entries.push('remove');
  return entries;
}

// A sign-out's three results as three lines.
// Deliberately not here: which of them may be dismissed or finished; the component knows where it stands.
import type { ComputerResult, ResultView, ServerResult, SingleSignOnResult } from '../generated/bindings';
import { plain, timed, type Phrase } from '../sentences/phrase';
import type { ShapeName, Tone } from '../parts/shapes';

/** One of the three lines. */
export interface ResultLine {
  label: string;
  shape: ShapeName;
  tone: Tone;
  phrase: Phrase;
}

export function linesOf(result: ResultView): [ResultLine, ResultLine, ResultLine] {
  return [
    { label: 'result-computer', ...computerLine(result.computer) },
    { label: 'result-server', ...serverLine(result.server, result.at) },
    { label: 'result-single-sign-on', ...singleSignOnLine(result.singleSignOn) },
  ];
}

/** The host whose end-session page the person can still open. */
export function hostToFinish(singleSignOn: SingleSignOnResult): string | null {
  return singleSignOn.kind === 'could_not_be_opened' || singleSignOn.kind === 'waiting_for_you'
    ? singleSignOn.host
    : null;
}

/** Whether the provider's page wants the person. Once it is open too: nobody but the provider knows whether it was answered. */
export function isLeftInBrowser({ kind }: SingleSignOnResult): boolean {
  return kind !== 'none' && kind !== 'unknown' && kind !== 'rejected';
}

type Said = Omit<ResultLine, 'label'>;

function said(shape: ShapeName, tone: Tone, phrase: Phrase): Said {
  return { shape, tone, phrase };
}

function computerLine(computer: ComputerResult): Said {
  switch (computer) {
    case 'erased':
      return said('check', 'good', plain('computer-erased'));
    case 'kept_to_finish':
      return said('waiting', 'warn', plain('computer-kept'));
    case 'waiting_for_keyring':
      return said('lock', 'warn', plain('computer-waiting'));
  }
}

function serverLine(server: ServerResult, at: number): Said {
  switch (server.kind) {
    case 'asking':
      return said('waiting', 'soft', plain('server-asking'));
    case 'confirmed':
      return said('check', 'good', timed('server-confirmed', at, 'brief'));
    case 'accepted':
      return said('check', 'soft', timed('server-accepted', at, 'brief'));
    case 'unreachable':
      return said('unreachable', 'warn', nextTry('server-unreachable', 'server-unreachable-now', server.nextTry));
    case 'not_recognised':
      return said(
        'warning',
        'warn',
        server.otherInstallation
          ? nextTry('server-other-installation', 'server-other-installation-now', server.nextTry)
          : nextTry('server-not-recognised', 'server-not-recognised-now', server.nextTry),
      );
    case 'expired':
      return said('check', 'soft', plain('server-expired'));
    case 'forgotten':
      return said('warning', 'warn', timed('server-forgotten', server.validUntil, 'brief'));
  }
}

function nextTry(later: string, now: string, at: number | null): Phrase {
  return at === null ? plain(now) : timed(later, at, 'relative');
}

function singleSignOnLine(singleSignOn: SingleSignOnResult): Said {
  switch (singleSignOn.kind) {
    case 'unknown':
      return said('waiting', 'soft', plain('sso-unknown'));
    case 'none':
      return said('none', 'soft', plain('sso-none'));
    case 'opened':
      return said('browser', 'soft', plain('sso-opened', { host: singleSignOn.host }));
    case 'could_not_be_opened':
      return said('warning', 'warn', plain('sso-could-not-be-opened', { host: singleSignOn.host }));
    case 'waiting_for_you':
      return said('browser', 'warn', plain('sso-waiting-for-you', { host: singleSignOn.host }));
    case 'not_kept':
      return said('warning', 'warn', plain('sso-not-kept', { host: singleSignOn.host }));
    case 'rejected':
      return said(
        'warning',
        'bad',
        singleSignOn.host === null
          ? plain('sso-rejected-nameless')
          : plain('sso-rejected', { host: singleSignOn.host }),
      );
  }
}

// Where each problem of a sign-in belongs: under the field that the person would change, or under the form when no field is at fault.
import type { Problem, ProblemCode } from '../generated/bindings';
import type { Sentences } from '../sentences/sentences';

export type ProblemPlace = 'address' | 'email' | 'password' | 'captcha' | 'code' | 'form';

/** A record and not a function, so that a new code does not compile before it has a place. */
export const places: Record<ProblemCode, ProblemPlace> = {
  bad_address: 'address',
  address_with_credentials: 'address',
  plain_http: 'address',
  no_such_host: 'address',
  connection_refused: 'address',
  unreachable: 'address',
  timed_out: 'address',
  tls: 'address',
  not_cloudreve: 'address',
  cloudreve_v3: 'address',
  too_large: 'address',
  redirected: 'address',
  server_trouble: 'form',
  unexpected_answer: 'form',
  wrong_password: 'password',
  banned: 'email',
  not_activated: 'email',
  bad_input: 'form',
  captcha_wanted: 'captcha',
  wrong_captcha: 'captcha',
  captcha_unsupported: 'form',
  code_wanted: 'form',
  wrong_code: 'code',
  code_session_ended: 'password',
  refused_by_server: 'form',
  answer_lost: 'form',
  wrong_person: 'email',
  not_saved: 'form',
  not_saved_not_ended: 'form',
  keyring_missing: 'form',
  keyring_locked: 'form',
  keyring_timed_out: 'form',
  keyring_failed: 'form',
  not_found: 'form',
  other_installation: 'form',
  not_now: 'form',
  cancelled: 'form',
  could_not_open: 'form',
  autostart_failed: 'form',
  bad_key: 'form',
  copy_failed: 'form',
  file_unreadable: 'form',
};

/** What happened, and what to do. */
export function wordsFor(problem: Problem, { say }: Sentences): { what: string; advice: string } {
  const names = {
    host: problem.host ?? say('problem-nameless-host'),
    other: problem.other ?? say(problem.code === 'wrong_person' ? 'problem-nameless-person' : 'problem-nameless-host'),
  };
  return { what: say(`problem-${problem.code}`, names), advice: say(`problem-${problem.code}.do`, names) };
}

// The questions that the list asks before something final, and their words.
import type { Names, Sentences } from '../sentences/sentences';

/** What is asked about. */
export type Ask =
  | { kind: 'sign_out'; id: string; name: string; site: string }
  | { kind: 'remove'; id: string; name: string; site: string; signedOut: boolean }
  | { kind: 'forget'; id: string; name: string; site: string }
  | { kind: 'accept_site'; id: string; host: string }
  | { kind: 'sign_out_site'; id: string; site: string; accounts: number };

/** A question in words. */
export interface Question {
  title: string;
  texts: string[];
  yes: string;
  danger: boolean;
}

export function questionFor(ask: Ask, { say }: Sentences): Question {
  const names = namesIn(ask);
  switch (ask.kind) {
    case 'sign_out':
      return {
        title: say('ask-sign-out', names),
        texts: [say('ask-sign-out.text', names)],
        yes: say('ask-sign-out.yes'),
        danger: false,
      };
    case 'remove':
      return {
        title: say('ask-remove', names),
        texts: [say(ask.signedOut ? 'ask-remove.text-signed-out' : 'ask-remove.text', names)],
        yes: say('ask-remove.yes'),
        danger: true,
      };
    case 'forget':
      return {
        title: say('ask-forget'),
        texts: [say('ask-forget.text', names), say('ask-forget.remedy')],
        yes: say('ask-forget.yes'),
        danger: true,
      };
    case 'accept_site':
      return {
        title: say('ask-accept', names),
        texts: [say('ask-accept.text'), say('ask-accept.former'), say('ask-accept.remedy')],
        yes: say('ask-accept.yes'),
        danger: false,
      };
    case 'sign_out_site':
      return {
        title: say('ask-site', names),
        texts: [say('ask-site.text', names)],
        yes: say('ask-site.yes', names),
        danger: false,
      };
  }
}

function namesIn(ask: Ask): Names {
  switch (ask.kind) {
    case 'accept_site':
      return { host: ask.host };
    case 'sign_out_site':
      return { site: ask.site, accounts: ask.accounts };
    default:
      return { name: ask.name, site: ask.site };
  }
}

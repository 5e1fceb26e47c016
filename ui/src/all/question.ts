// The one question before all accounts are signed out, with its numbers.
import type { Snapshot } from '../generated/bindings';
import type { Question } from '../list/questions';
import type { Sentences } from '../sentences/sentences';
import { signedIn } from './everyone.svelte';

export function questionForAll(snapshot: Snapshot | null, { say }: Sentences): Question {
  const { accounts, sites } = signedIn(snapshot);
  const names = { accounts: accounts.length, sites };
  if (accounts.length === 0) return { title: say('all-nobody'), texts: [], yes: say('action-close'), danger: false };
  return {
    title: say('all-ask', names),
    texts: [say('all-ask.text', names)],
    yes: say('all-ask.yes'),
    danger: false,
  };
}

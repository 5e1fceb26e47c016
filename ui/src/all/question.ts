// The one question before all accounts are signed out, with its numbers and its sites.
import type { SiteView, Snapshot } from '../generated/bindings';
import type { Question } from '../list/questions';
import type { Sentences } from '../sentences/sentences';
import { signedIn } from './everyone.svelte';

const few = 5;
const long = 40;

/** A few of the sites by their titles, and how many there are beside them. */
export function namesOf(sites: SiteView[], { say, list }: Sentences): string {
  const names = sites.slice(0, few).map(({ title, host }) => {
    const letters = [...(sites.filter((other) => other.title === title).length > 1 ? host : title)];
    return letters.length > long ? `${letters.slice(0, long).join('')}…` : letters.join('');
  });
  if (sites.length > few) names.push(say('all-ask.more', { more: sites.length - few }));
  return list(names);
}

export function questionForAll(snapshot: Snapshot | null, sentences: Sentences): Question {
  const { say } = sentences;
  const { accounts, sites } = signedIn(snapshot);
  const names = { accounts: accounts.length, sites: sites.length };
  if (accounts.length === 0) return { title: say('all-nobody'), texts: [], yes: say('action-close'), danger: false };
  return {
    title: say('all-ask', names),
    texts: [namesOf(sites, sentences), say('all-ask.text', names)],
    yes: say('all-ask.yes'),
    danger: false,
  };
}

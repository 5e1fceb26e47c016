// Puts a text into the clipboard and says so. Nothing that is copied is secret.
import type { Announcer } from '../frame/announcer.svelte';
import type { Sentences } from '../sentences/sentences';

/** What came of it, in a sentence, which is said aloud too. */
export async function copy(text: string, { say }: Sentences, announcer: Announcer): Promise<string> {
  const said = await navigator.clipboard.writeText(text).then(
    () => say('news-copied'),
    () => say('news-copy-failed'),
  );
  announcer.say(said);
  return said;
}

// Puts a text into the clipboard and says so. Nothing that is copied is secret.
import type { Announcer } from '../frame/announcer.svelte';
import type { Sentences } from '../sentences/sentences';

/** What came of it, as the id of a sentence. */
export type Copied = 'news-copied' | 'news-copy-failed';

/** Copies, says aloud what came of it, and answers the same. */
export async function copy(text: string, { say }: Sentences, announcer: Announcer): Promise<Copied> {
  const copied = (await written(text)) || selected(text) ? 'news-copied' : 'news-copy-failed';
  announcer.say(say(copied));
  return copied;
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A web view may have no clipboard to write to, or refuse it to a page.
    return false;
  }
}

/** As it was done before pages could write to the clipboard. The focus comes back to where it was. */
function selected(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'visually-hidden';
  // A dialog keeps the focus inside itself, so the text stands beside what was pressed.
  (before?.parentElement ?? document.body).append(area);
  try {
    area.focus({ preventScroll: true });
    area.select();
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}

// A notice in sentences: what happened, and what follows from it.
// Deliberately not here: what can be done about it; that is a button of the notice.
import type { NoticeKind } from '../generated/bindings';

/** A sentence and what it names. */
export interface Said {
  id: string;
  names: Record<string, string | number>;
}

/** How many notices are shown, and said aloud, at once. */
export const few = 3;

/** What happened, and as `.do` what follows. */
export function sentenceFor(what: NoticeKind): Said {
  switch (what.kind) {
    case 'sign_in_cut_off':
      return { id: 'notice-sign-in-cut-off', names: { host: what.host } };
    case 'registry_set_aside':
      return { id: 'notice-registry-set-aside', names: { file: what.file } };
  }
}

// A sentence and the one time that it may name, before it is put into words.

/** How the time is shown; the exact one is always at hand beside it. */
export type TimeForm = 'brief' | 'relative' | 'span';

/** A sentence to be shown by `Moment`. */
export interface Phrase {
  id: string;
  /** The sentence with the exact time. */
  exact: string;
  at: number | null;
  form: TimeForm;
  names: Record<string, string>;
}

/** A sentence that names no time. */
export function plain(id: string, names: Record<string, string> = {}): Phrase {
  return { id, exact: id, at: null, form: 'brief', names };
}

/** A sentence that names the instant `at`. */
export function timed(id: string, at: number, form: TimeForm, exact = `${id}.exact`): Phrase {
  return { id, exact, at, form, names: {} };
}

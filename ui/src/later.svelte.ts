// What is not in the first picture is not fetched for it: menus, questions and the pages behind the list come when they are wanted, or when
// nothing else is to be done.
// Deliberately not here: a wheel that turns meanwhile. They lie in the program and are there a moment later.

import type { Beginning } from './generated/bindings';
import { placeFrom } from './place';
import { isEmpty } from './snapshot.svelte';

/** How long after the first picture everything else is fetched. */
const rest = 1_000;

/** How long a drawn frame may take through the other processes to the screen. Work that begins sooner would only delay it. */
const onTheWay = 100;

/** How long a picture is waited for in a window that nobody sees. */
const patience = 500;

/** A component that is fetched when it is wanted. */
class Later<Part> {
  private part: Part | null = $state.raw(null);
  private fetched: Promise<void> | null = null;

  constructor(private readonly load: () => Promise<{ default: Part }>) {}

  /** The component, as soon as it is there. */
  get wanted(): Part | null {
    void this.fetch();
    return this.part;
  }

  fetch(): Promise<void> {
    this.fetched ??= this.load().then(
      (module) => void (this.part = module.default),
      // It lies in the program; if it could not be had, who wants it next asks again.
      () => void (this.fetched = null),
    );
    return this.fetched;
  }
}

export const later = {
  menu: new Later(() => import('./parts/Menu.svelte')),
  question: new Later(() => import('./parts/Question.svelte')),
  addAccount: new Later(() => import('./add/AddAccount.svelte')),
  details: new Later(() => import('./details/Details.svelte')),
  progress: new Later(() => import('./all/Progress.svelte')),
  settings: new Later(() => import('./settings/Settings.svelte')),
  import: new Later(() => import('./import/Import.svelte')),
};

const pages = {
  list: null,
  add: later.addAccount,
  details: later.details,
  settings: later.settings,
  signing_out: later.progress,
} as const;

/** Fetches what the first picture of a window needs beside the list. */
export async function fetchFirst({ problem, place, snapshot }: Beginning): Promise<void> {
  if (problem !== null) return;
  const first = snapshot !== null && isEmpty(snapshot);
  await Promise.all([pages[placeFrom(place)?.screen ?? 'list']?.fetch(), first ? later.addAccount.fetch() : null]);
}

/** Fetches everything. */
export async function fetchAll(): Promise<void> {
  await Promise.all(Object.values(later).map((one) => one.fetch()));
}

/** Does something when the first picture is on the screen, and fetches everything when that has been there for a while. */
export function afterPicture(act: () => void): () => void {
  let fetching: ReturnType<typeof setTimeout> | undefined;
  let waiting = true;
  function go() {
    if (!waiting) return;
    waiting = false;
    act();
    fetching = setTimeout(() => void fetchAll(), rest);
  }
  // The first frame is drawn after its callback, so the second one finds it done.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, onTheWay)));
  const latest = setTimeout(go, patience);
  return () => {
    waiting = false;
    clearTimeout(latest);
    clearTimeout(fetching);
  };
}

// What every part of the window may reach: the program behind it, what is to be shown, the time, and the language.
// Deliberately not here: globals. Tests and the gallery hand in their own surroundings.
import { createContext } from 'svelte';
import { Announcer } from './frame/announcer.svelte';
import { Avatars } from './account/avatars.svelte';
import { Clock } from './clock.svelte';
import type { Port } from './ipc';
import { Requests } from './requests.svelte';
import { sentencesFor } from './sentences/catalogue';
import type { Sentences } from './sentences/sentences';
import { Snapshots } from './snapshot.svelte';

export interface Surroundings {
  port: Port;
  snapshots: Snapshots;
  clock: Clock;
  sentences: Sentences;
  announcer: Announcer;
  requests: Requests;
  avatars: Avatars;
}

export const [surroundings, provideSurroundings] = createContext<Surroundings>();

/** Surroundings on top of one port. */
export function surroundingsOf(port: Port, languages: readonly string[], clock = new Clock()): Surroundings {
  return {
    port,
    snapshots: new Snapshots(),
    clock,
    sentences: sentencesFor(languages),
    announcer: new Announcer(),
    requests: new Requests(),
    avatars: new Avatars(port),
  };
}

// What every part of the window may reach: the program behind it, what is to be shown, the time, and the language.
// Deliberately not here: globals. Tests and the gallery hand in their own surroundings.
import { createContext } from 'svelte';
import { Everyone } from './all/everyone.svelte';
import { Announcer } from './frame/announcer.svelte';
import { Avatars } from './account/avatars.svelte';
import { Clock } from './clock.svelte';
import { Desktop } from './desktop.svelte';
import { Detour } from './detour.svelte';
import type { Port } from './ipc';
import { Filter } from './list/filter.svelte';
import { Order } from './list/order.svelte';
import { Requests } from './requests.svelte';
import { sentencesFor } from './sentences/catalogue';
import { Choices } from './settings/choices.svelte';
import { Leaving } from './settings/leaving.svelte';
import type { Sentences } from './sentences/sentences';
import { Snapshots } from './snapshot.svelte';

export interface Surroundings {
  port: Port;
  snapshots: Snapshots;
  desktop: Desktop;
  clock: Clock;
  sentences: Sentences;
  announcer: Announcer;
  requests: Requests;
  avatars: Avatars;
  everyone: Everyone;
  filter: Filter;
  order: Order;
  detour: Detour;
  choices: Choices;
  leaving: Leaving;
}

export const [surroundings, provideSurroundings] = createContext<Surroundings>();

/** Surroundings on top of one port. */
export function surroundingsOf(port: Port, languages: readonly string[], clock = new Clock()): Surroundings {
  const snapshots = new Snapshots();
  const sentences = sentencesFor(languages);
  const announcer = new Announcer();
  const requests = new Requests();
  const desktop = new Desktop();
  const everyone = new Everyone(port, requests, snapshots, announcer, sentences, clock);
  const choices = new Choices(port, snapshots, desktop);
  return {
    port,
    snapshots,
    desktop,
    clock,
    sentences,
    announcer,
    requests,
    avatars: new Avatars(port),
    everyone,
    filter: new Filter(),
    order: new Order(port, requests, snapshots, announcer, sentences),
    detour: new Detour(snapshots, everyone),
    choices,
    leaving: new Leaving(everyone, choices, snapshots, announcer, sentences),
  };
}

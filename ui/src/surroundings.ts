// What every part of the window may reach: the program behind it, what is to be shown, the time, and the language.
// Deliberately not here: globals. Tests and the gallery hand in their own surroundings.
import { createContext } from 'svelte';
import { followChoices } from './appearance.svelte';
import { Everyone } from './all/everyone.svelte';
import { Announcer } from './frame/announcer.svelte';
import { Avatars } from './account/avatars.svelte';
import { Clock } from './clock.svelte';
import { Desktop } from './desktop.svelte';
import { Detour } from './detour.svelte';
import type { Port } from './ipc';
import { Filter } from './list/filter.svelte';
import { Order } from './list/order.svelte';
import { Logos } from './list/logos.svelte';
import { Requests } from './requests.svelte';
import { Hand } from './parts/menu';
import { Language } from './sentences/language.svelte';
import { Sentences } from './sentences/sentences';
import { Choices } from './settings/choices.svelte';
import { DebugTokens } from './settings/debugtokens.svelte';
import { Leaving } from './settings/leaving.svelte';
import { Imports } from './import/imports.svelte';
import { Snapshots } from './snapshot.svelte';
import { Look } from './theme/theme.svelte';

export interface Surroundings {
  port: Port;
  snapshots: Snapshots;
  desktop: Desktop;
  clock: Clock;
  language: Language;
  sentences: Sentences;
  look: Look;
  announcer: Announcer;
  hand: Hand;
  requests: Requests;
  avatars: Avatars;
  logos: Logos;
  everyone: Everyone;
  filter: Filter;
  order: Order;
  detour: Detour;
  choices: Choices;
  leaving: Leaving;
  debugTokens: DebugTokens;
  imports: Imports;
}

const [surroundings, provide] = createContext<Surroundings>();
export { surroundings };

/** Makes them the surroundings of a window: every part in it can reach them, and it looks and speaks as they say. */
export function provideSurroundings(around: Surroundings): Surroundings {
  followChoices(around.choices, around.language);
  return provide(around);
}

/** Surroundings on top of one port. */
export function surroundingsOf(port: Port, languages: readonly string[], clock = new Clock()): Surroundings {
  const snapshots = new Snapshots();
  const language = new Language(languages);
  const sentences = new Sentences(() => language.tongue);
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
    language,
    sentences,
    look: new Look(choices),
    announcer,
    hand: new Hand(),
    requests,
    avatars: new Avatars(port),
    logos: new Logos(port),
    everyone,
    filter: new Filter(),
    order: new Order(port, requests, snapshots, announcer, sentences),
    detour: new Detour(snapshots, everyone),
    choices,
    leaving: new Leaving(everyone, choices, snapshots, announcer, sentences),
    debugTokens: new DebugTokens(port, announcer, sentences),
    imports: new Imports(port, snapshots),
  };
}

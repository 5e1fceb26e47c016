// The language that the window speaks now. It changes when another one is chosen, and every text with it.
// Deliberately not here: what is chosen. The settings say that, and `appearance.svelte.ts` hands it over.
import type { LanguageChoice } from '../generated/bindings';
import { tongueFor } from './catalogue';
import type { Tongue } from './sentences';

export class Language {
  private current: Tongue;

  /** @param system the languages of the system, the best first */
  constructor(private readonly system: readonly string[]) {
    this.current = $state.raw(tongueFor('system', system));
  }

  get tongue(): Tongue {
    return this.current;
  }

  // A state and not a derivation of the settings: every text of the window would be looked at again with each snapshot.
  speak(choice: LanguageChoice): void {
    this.current = tongueFor(choice, this.system);
  }
}

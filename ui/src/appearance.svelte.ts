// Makes the page look and speak as is chosen. It runs before anything of the window is drawn, so that nothing is seen in another language first.
// Deliberately not here: the choice. `Choices` has it from the click on, and before the first snapshot there is none: the system's holds then.
import { untrack } from 'svelte';
import type { Language } from './sentences/language.svelte';
import type { Choices } from './settings/choices.svelte';

/** For as long as the component lives that calls it while it is made. */
export function followChoices(choices: Choices, language: Language): void {
  $effect.pre(() => {
    const choice = choices.settings?.language ?? 'system';
    untrack(() => language.speak(choice));
    document.documentElement.lang = language.tongue.tag;
  });
  $effect.pre(() => {
    const theme = choices.settings?.theme ?? 'system';
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  });
}

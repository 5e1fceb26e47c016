// Preparing to uninstall: signs out of all, and says when nothing is left that only this program could end.
import type { Everyone } from '../all/everyone.svelte';
import { hostToFinish } from '../account/results';
import type { AccountView, SiteView, Snapshot } from '../generated/bindings';
import type { Announcer } from '../frame/announcer.svelte';
import type { Sentences } from '../sentences/sentences';
import type { Snapshots } from '../snapshot.svelte';
import type { Choices } from './choices.svelte';

/** Whether nothing of an account is left to be ended, in the browser neither. */
export function isOver({ state, result }: AccountView): boolean {
  return state.kind === 'signed_out' && (result === null || hostToFinish(result.singleSignOn) === null);
}

/** What keeps from uninstalling: sessions and pages that only this program holds. */
export function leftOver(snapshot: Snapshot | null): number {
  const accounts = (snapshot?.sites ?? []).flatMap((site: SiteView) => site.accounts);
  return accounts.filter((account) => !isOver(account)).length + (snapshot?.unfinished.length ?? 0);
}

export class Leaving {
  /** Kept while the person looks at the list in between. */
  stage: 'not_asked' | 'under_way' | 'done' = $state('not_asked');

  constructor(
    private readonly everyone: Everyone,
    private readonly choices: Choices,
    private readonly snapshots: Snapshots,
    private readonly announcer: Announcer,
    private readonly sentences: Sentences,
  ) {}

  async begin(): Promise<void> {
    this.stage = 'under_way';
    if (this.choices.startAtLogin) await this.choices.setStartAtLogin(false);
    await this.everyone.signOut(false);
    this.stage = 'done';
    this.announcer.say(this.verdict());
  }

  /** Whether it is safe to uninstall now, in a sentence. */
  verdict(): string {
    const left = leftOver(this.snapshots.current);
    return left === 0 ? this.sentences.say('uninstall-safe') : this.sentences.say('uninstall-not-yet', { left });
  }
}

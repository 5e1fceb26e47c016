// What is chosen, from the click until the program has taken it. The snapshot is the truth; a click shows at once and goes back when it fails.
// Deliberately not here: a button that saves. Each choice applies at once.
import { tick } from 'svelte';
import type { Desktop } from '../desktop.svelte';
import type { AutomaticSignOut, Problem, Settings } from '../generated/bindings';
import { problemFrom, type Port } from '../ipc';
import type { Snapshots } from '../snapshot.svelte';

/** Which choice failed, so that this is said beside it. */
export type Part =
  'closing' | 'login' | 'notifications' | 'language' | 'theme' | 'askSignOut' | 'told' | keyof AutomaticSignOut;

export class Choices {
  private wanted: Settings | null = $state.raw(null);
  /** The newest snapshot when the last answer came; a later one shows what was made of it. */
  private answeredAt: number | null = $state(null);
  private login: boolean | null = $state(null);
  private failed: { part: Part; problem: Problem } | null = $state.raw(null);
  private part: Part = 'closing';
  private sending = false;

  constructor(
    private readonly port: Port,
    private readonly snapshots: Snapshots,
    private readonly desktop: Desktop,
  ) {}

  /** The settings as they are to be shown; null before the first snapshot. */
  get settings(): Settings | null {
    const now = this.snapshots.current;
    const known = this.answeredAt !== null && now !== null && now.revision > this.answeredAt;
    return known ? now.settings : (this.wanted ?? now?.settings ?? null);
  }

  /** Whether the program starts at login; null where that cannot be asked. */
  get startAtLogin(): boolean | null {
    return this.login ?? this.desktop.current?.startAtLogin ?? null;
  }

  problem(part: Part): Problem | null {
    return this.failed?.part === part ? this.failed.problem : null;
  }

  change(part: Part, change: Partial<Settings>): void {
    const settings = this.settings;
    if (!settings) return;
    this.wanted = { ...settings, ...change };
    this.answeredAt = null;
    this.failed = null;
    this.part = part;
    void this.send();
  }

  changeAutomatic(part: keyof AutomaticSignOut, change: Partial<AutomaticSignOut>): void {
    const settings = this.settings;
    if (settings) this.change(part, { automatic: { ...settings.automatic, ...change } });
  }

  /** Says whether it worked. */
  async setStartAtLogin(on: boolean): Promise<boolean> {
    this.login = on;
    this.failed = null;
    try {
      await this.port.setStartAtLogin(on);
      return true;
    } catch (reason) {
      await tick();
      this.failed = { part: 'login', problem: problemFrom(reason) };
      return false;
    } finally {
      this.login = null;
    }
  }

  // One after the other, so that what was chosen last is what stays; what was overtaken meanwhile is not sent.
  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    let sent: Settings | null = null;
    while (this.wanted !== null && this.wanted !== sent) {
      sent = this.wanted;
      const part = this.part;
      const before = this.snapshots.current?.revision ?? 0;
      try {
        await this.port.changeSettings(sent);
        if (this.wanted === sent) this.answeredAt = before;
      } catch (reason) {
        // A control goes back only from a state that it was shown in.
        await tick();
        this.failed = { part, problem: problemFrom(reason) };
        if (this.wanted === sent) this.wanted = null;
      }
    }
    this.sending = false;
  }
}

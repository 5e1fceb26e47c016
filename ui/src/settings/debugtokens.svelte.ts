// The one debugging token that there may be: made, copied, dropped, ended. It is kept while the person looks at something else.
// Deliberately not here: the token, which stays with the program, and the master key, which the form holds until the answer comes.
import type { Announcer } from '../frame/announcer.svelte';
import type { DebugToken, Problem } from '../generated/bindings';
import { problemFrom, type Port } from '../ipc';
import type { Sentences } from '../sentences/sentences';

/** What was asked for last, so that a failure stands where it was asked for. */
export type TokenRequest = 'make' | 'copy' | 'drop';

export class DebugTokens {
  current: DebugToken | null = $state.raw(null);
  running: TokenRequest | null = $state(null);
  copied: boolean = $state(false);
  /** Whether the tool is shown. */
  unfolded: boolean = $state(false);
  private failed: { at: TokenRequest; problem: Problem } | null = $state.raw(null);

  constructor(
    private readonly port: Port,
    private readonly announcer: Announcer,
    private readonly sentences: Sentences,
  ) {}

  problem(at: TokenRequest): Problem | null {
    return this.failed?.at === at ? this.failed.problem : null;
  }

  /** Forgets a failure when what it was about is being changed. */
  reconsider(): void {
    this.failed = null;
  }

  async make(key: string, user: string, minutes: number): Promise<void> {
    await this.run('make', async () => {
      this.current = await this.port.makeDebugToken(key, user, minutes);
      this.announcer.say(this.sentences.say('token-made'));
    });
  }

  async copy(): Promise<void> {
    this.copied = false;
    await this.run('copy', async () => {
      await this.port.copyDebugToken();
      this.copied = true;
      this.announcer.say(this.sentences.say('token-copied'));
    });
  }

  async drop(): Promise<void> {
    await this.run('drop', async () => {
      await this.port.dropDebugToken();
      this.current = null;
      this.copied = false;
      this.announcer.say(this.sentences.say('token-dropped'));
    });
  }

  private async run(at: TokenRequest, request: () => Promise<void>): Promise<void> {
    if (this.running !== null) return;
    this.running = at;
    this.failed = null;
    try {
      await request();
    } catch (reason) {
      this.failed = { at, problem: problemFrom(reason) };
    } finally {
      this.running = null;
    }
  }
}

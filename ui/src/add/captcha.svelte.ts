// The picture with letters that a site wants read beside the password. A picture is good for one try, so each further try gets a new one.
// Deliberately not here: whether a site wants one. `Adding` knows, by the site's card or by its answer.
import type { CaptchaAnswer, Problem } from '../generated/bindings';
import { problemFrom, type Port } from '../ipc';
import { nextAttempt } from './attempts';

export type Picture =
  | { kind: 'loading'; attempt: number }
  | { kind: 'shown'; image: string; ticket: string }
  | { kind: 'failed'; problem: Problem }
  /** The person did not want to wait for it. */
  | { kind: 'stopped' };

export class Captcha {
  /** What was read in the picture. It goes with the picture that it belongs to. */
  letters: string = $state('');
  private current: Picture = $state.raw({ kind: 'stopped' });

  constructor(
    private readonly port: Port,
    private readonly site: { origin: string; host: string },
  ) {}

  get picture(): Picture {
    return this.current;
  }

  /** Fetches a new picture, whatever was there before; says how that failed, if it did. */
  async load(): Promise<Problem | null> {
    this.stop();
    const attempt = nextAttempt();
    this.letters = '';
    this.current = { kind: 'loading', attempt };
    const answer = await this.fetch(attempt);
    // Stopped meanwhile, or another one is on its way.
    if (this.current.kind !== 'loading' || this.current.attempt !== attempt) return null;
    this.current = answer;
    return answer.kind === 'failed' ? answer.problem : null;
  }

  /** Ends the wait for a picture; one that is here stays. */
  stop(): void {
    if (this.current.kind !== 'loading') return;
    const { attempt } = this.current;
    this.current = { kind: 'stopped' };
    // Nobody waits for the answer to a cancellation, whatever it is.
    this.port.cancel(attempt).catch(() => undefined);
  }

  /** What came is no picture. */
  spoil(): void {
    this.current = { kind: 'failed', problem: this.nonsense() };
  }

  /** What goes to the server; null while nothing was read. */
  answer(): CaptchaAnswer | null {
    const text = this.letters.trim();
    return this.current.kind === 'shown' && text !== '' ? { text, ticket: this.current.ticket } : null;
  }

  private async fetch(attempt: number): Promise<Picture> {
    try {
      const { image, ticket } = await this.port.captcha(attempt, this.site.origin);
      // Only what the native side makes: the web view loads nothing from a server.
      if (!image.startsWith('data:image/')) return { kind: 'failed', problem: this.nonsense() };
      return { kind: 'shown', image, ticket };
    } catch (reason) {
      const problem = problemFrom(reason);
      return problem.code === 'cancelled' ? { kind: 'stopped' } : { kind: 'failed', problem };
    }
  }

  private nonsense(): Problem {
    return { code: 'unexpected_answer', host: this.site.host, other: null, server: null };
  }
}

// The time as the window shows it. It moves in steps, so that "in 4 minutes" grows old without anybody asking.

const step = 15_000;

/** A clock that parts can watch. */
export class Clock {
  now: number = $state(0);

  constructor(private readonly read: () => number = Date.now) {
    this.now = read();
  }

  /** Starts moving; the answer stops it. */
  run(): () => void {
    const timer = setInterval(() => (this.now = this.read()), step);
    return () => clearInterval(timer);
  }

  /** Reads the time at once: a fresh snapshot must not look as if it came from the future. */
  look(): void {
    this.now = this.read();
  }
}

// Instants, spans and sizes as a person reads them, by `Intl`. Instants are Unix milliseconds, as in the snapshot.
// Deliberately not here: the clock. What "now" is, is passed in.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** Formats of one language and region. */
export class Times {
  // A formatter is megabytes of tables behind a small object, so each is made once.
  private readonly dates = new Map<string, Intl.DateTimeFormat>();
  private readonly numbers = new Map<string, Intl.NumberFormat>();
  private distances: Intl.RelativeTimeFormat | null = null;

  constructor(
    readonly locale: string,
    private readonly say: (id: string) => string,
  ) {}

  /** "6 December 2026 at 14:02:10": for hovering and for screen readers. */
  exact(at: number): string {
    return this.date(at, { dateStyle: 'long', timeStyle: 'medium' });
  }

  /** The shortest that is clear: "14:02" today, "6 Dec" this year, else "6 Dec 2027". */
  brief(at: number, now: number): string {
    const [then, today] = [new Date(at), new Date(now)];
    if (then.toDateString() === today.toDateString()) return this.date(at, { timeStyle: 'short' });
    const year = then.getFullYear() === today.getFullYear() ? undefined : 'numeric';
    return this.date(at, { day: 'numeric', month: 'short', year });
  }

  /** "in 4 minutes", "2 hours ago". */
  relative(at: number, now: number): string {
    const distance = at - now;
    if (Math.abs(distance) < minute) return this.say(distance < 0 ? 'time-now' : 'time-soon');
    const [count, unit] = inUnits(Math.abs(distance));
    this.distances ??= new Intl.RelativeTimeFormat(this.locale);
    return this.distances.format(Math.sign(distance) * count, unit);
  }

  /** "12 minutes": how long something has lasted. */
  span(since: number, now: number): string {
    const length = Math.max(0, now - since);
    if (length < minute) return this.say('time-span-short');
    const [count, unit] = inUnits(length);
    return this.number(count, { style: 'unit', unit, unitDisplay: 'long' });
  }

  /** "340 MB" of bytes. */
  size(bytes: number): string {
    // A byte more or less says nothing to a person, and "byte" has no short form.
    let value = Math.max(0, bytes) / 1024;
    let step = 0;
    while (value >= 1024 && step < units.length - 1) {
      value /= 1024;
      step += 1;
    }
    return this.number(value, {
      style: 'unit',
      unit: units[step],
      unitDisplay: 'short',
      maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
    });
  }

  private number(value: number, form: Intl.NumberFormatOptions): string {
    return kept(this.numbers, form, () => new Intl.NumberFormat(this.locale, form)).format(value);
  }

  private date(at: number, form: Intl.DateTimeFormatOptions): string {
    return kept(this.dates, form, () => new Intl.DateTimeFormat(this.locale, form)).format(at);
  }
}

function kept<T>(formats: Map<string, T>, form: object, make: () => T): T {
  const key = JSON.stringify(form);
  const format = formats.get(key) ?? make();
  formats.set(key, format);
  return format;
}

function inUnits(length: number): [number, 'minute' | 'hour' | 'day'] {
  if (length >= day) return [Math.floor(length / day), 'day'];
  if (length >= hour) return [Math.floor(length / hour), 'hour'];
  return [Math.floor(length / minute), 'minute'];
}

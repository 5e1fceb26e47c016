// Instants, spans and sizes in words.
import { describe, expect, it } from 'vitest';
import { sentencesFor } from '../src/sentences/catalogue';

const { times } = sentencesFor(['en-GB']);
const now = new Date(2026, 10, 21, 13, 2).getTime();
const minute = 60_000;
const day = 24 * 60 * minute;

describe('a time', () => {
  it('is an hour today, a day this year, and has its year otherwise', () => {
    expect(times.brief(now + 8 * minute, now)).toBe('13:10');
    expect(times.brief(now + 15 * day, now)).toBe('6 Dec');
    expect(times.brief(now + 60 * day, now)).toBe('20 Jan 2027');
  });

  it('is relative in the largest whole unit', () => {
    expect(times.relative(now + 8 * minute, now)).toBe('in 8 minutes');
    expect(times.relative(now - 2 * day, now)).toBe('2 days ago');
    expect(times.relative(now + 1000, now)).toBe('in a moment');
  });

  it('never lasts less than nothing when the clocks disagree', () => {
    expect(times.span(now + minute, now)).toBe('under a minute');
    expect(times.span(now - 12 * minute, now)).toBe('12 minutes');
  });

  it('has its exact form with the seconds', () => {
    expect(times.exact(now)).toBe('21 November 2026 at 13:02:00');
  });
});

describe('a size', () => {
  it.each([
    [0, '0 kB'],
    [356_515_840, '340 MB'],
    [1024 ** 3 * 1.5, '1.5 GB'],
  ])('of %d bytes is %s', (bytes, words) => {
    expect(times.size(bytes)).toBe(words);
  });
});

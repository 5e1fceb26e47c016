// What stands for a picture that is not there.

const tints = 8;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first letter as a person sees it: an emoji or a composed letter is one. */
export function initialOf(name: string): string {
  const [first] = graphemes.segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? '?';
}

/** One of the eight tints; the same for the same text, on every computer. */
export function tintOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % tints;
}

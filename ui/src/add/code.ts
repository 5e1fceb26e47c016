// What a two-step code is made of, however it was copied: "123 456" and "123-456" are six digits.

export const codeLength = 6;

/** The digits of what was typed or pasted; those of a Chinese or Japanese keyboard are twice as wide and mean the same. */
export function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '').slice(0, codeLength);
}

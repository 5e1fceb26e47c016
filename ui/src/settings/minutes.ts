// How many minutes a person may type.

export const least = 1;
export const most = 1440;

/** The number that was typed; null when it is none that is possible. */
export function minutesFrom(typed: string): number | null {
  const text = typed.trim();
  if (!/^\d{1,5}$/.test(text)) return null;
  const minutes = Number(text);
  return minutes >= least && minutes <= most ? minutes : null;
}

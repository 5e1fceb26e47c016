// The keys that are pressed together with Ctrl, or Cmd, whatever Caps Lock and the keyboard's layout make of them.
// Deliberately not here: what they do.

/** Where keys of layouts without Latin letters have ours. */
const places: Record<string, string> = { KeyF: 'f', KeyN: 'n', Comma: ',' };

/** What is pressed with Ctrl alone; undefined where that is nothing of ours. */
export function shortcut(event: KeyboardEvent): string | undefined {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (!(ctrlKey || metaKey) || altKey || shiftKey) return undefined;
  return /[!-~]|\p{sc=Latin}/u.test(key) ? key.toLowerCase() : places[code];
}

// Keeps the former objects of what did not change, so that whoever watches one of them has nothing to do.
// Deliberately not here: cycles, dates, classes. A snapshot is plain data.

/** `after` with every part of `before` that says the same; `before` itself when all of it does. */
export function shared<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(after)) return (Array.isArray(before) ? sharedList(before, after) : after) as T;
  if (!isRecord(after) || !isRecord(before) || Array.isArray(before)) return after;
  const parts: Record<string, unknown> = {};
  let same = Object.keys(before).length === Object.keys(after).length;
  for (const [name, part] of Object.entries(after)) {
    parts[name] = shared(before[name], part);
    same &&= name in before && Object.is(parts[name], before[name]);
  }
  return (same ? before : parts) as T;
}

// What has a name of its own is found again wherever it stands now.
function sharedList(before: unknown[], after: unknown[]): unknown[] {
  const named = new Map(before.map((item, index) => [nameOf(item) ?? index, item]));
  const items = after.map((item, index) => shared(named.get(nameOf(item) ?? index), item));
  const same = before.length === items.length && items.every((item, index) => Object.is(item, before[index]));
  return same ? before : items;
}

function nameOf(item: unknown): unknown {
  return isRecord(item) ? (item.id ?? item.origin) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

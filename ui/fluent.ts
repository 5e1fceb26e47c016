// Reads Fluent files when the page is built, so that no window spends the time before its first picture on it.
// Deliberately not here: Fluent's grammar, which its own library knows.
import { FluentResource } from '@fluent/bundle';
import type { Plugin } from 'vite';

/** A message: its name, its pattern, and its attributes when it has any. Names of fields in each of them would be a fifth of the text. */
export type Entry = readonly [id: string, value: Body['value'], attributes?: Body['attributes']];

type Body = FluentResource['body'][number];

/** Importing a Fluent file gives its messages. */
export function fluent(): Plugin {
  return {
    name: 'fluent',
    transform(text, id) {
      if (!id.endsWith('.ftl')) return null;
      const entries = JSON.stringify(new FluentResource(text).body.map(entry));
      // Text that is parsed is ready sooner than a script that makes the same.
      return { code: `export default JSON.parse(${JSON.stringify(entries)});`, map: null };
    },
  };
}

function entry({ id, value, attributes }: Body): Entry {
  return Object.keys(attributes).length > 0 ? [id, value, attributes] : [id, value];
}

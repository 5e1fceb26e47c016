// Reads Fluent files when the page is built, so that no window spends the time before its first picture on it.
// Deliberately not here: Fluent's grammar, which its own library knows.
import { FluentResource } from '@fluent/bundle';
import type { Plugin } from 'vite';

/** One message or term: its id, its pattern, and its attributes where it has some. Names of what is in each would be a part of the page. */
export type Packed = [id: string, value: Body['value'], attributes?: Body['attributes']];

type Body = FluentResource['body'][number];

/** Importing a Fluent file gives its messages and terms. */
export function fluent(): Plugin {
  return {
    name: 'fluent',
    transform(text, id) {
      if (!id.endsWith('.ftl')) return null;
      const packed = new FluentResource(text).body.map(({ id, value, attributes }): Packed =>
        Object.keys(attributes).length > 0 ? [id, value, attributes] : [id, value],
      );
      const body = JSON.stringify(packed);
      // Text that is parsed is ready sooner than a script that makes the same.
      return { code: `export default JSON.parse(${JSON.stringify(body)});`, map: null };
    },
  };
}

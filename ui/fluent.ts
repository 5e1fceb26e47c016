// Reads Fluent files when the page is built, so that no window spends the time before its first picture on it.
// Deliberately not here: Fluent's grammar, which its own library knows.
import { FluentResource } from '@fluent/bundle';
import type { Plugin } from 'vite';

/** Importing a Fluent file gives the body of its resource. */
export function fluent(): Plugin {
  return {
    name: 'fluent',
    transform(text, id) {
      if (!id.endsWith('.ftl')) return null;
      const body = JSON.stringify(new FluentResource(text).body);
      // Text that is parsed is ready sooner than a script that makes the same.
      return { code: `export default JSON.parse(${JSON.stringify(body)});`, map: null };
    },
  };
}

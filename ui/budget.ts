// Holds the built page against what it may weigh: a build that is over fails, so that nobody finds out later.
// Deliberately not here: what is fetched first and what later, which `vite.config.ts` says.
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** All files of the page together, each gzipped, in bytes. */
const most = 150_000;

export function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.values(bundle).map((one) => (one.type === 'chunk' ? one.code : one.source));
        const weight = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
        if (weight > most) this.error(`the page weighs ${weight} bytes gzipped, and ${most} is the most`);
      },
    },
  };
}

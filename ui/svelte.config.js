// How Svelte components are compiled, for Vite, svelte-check and the editor alike.
// Deliberately not here: preprocessors. TypeScript in components is stripped by Svelte itself.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess({ script: true }),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
};

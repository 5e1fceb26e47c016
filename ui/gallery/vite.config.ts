// Shows the window in every state without the program behind it: `npm run gallery`, then `?scene=usual`.
// Deliberately not here: a build. Nothing of the gallery is shipped.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { fluent } from '../fluent.ts';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../node_modules/.vite-gallery', import.meta.url)),
  plugins: [fluent(), svelte({ configFile: fileURLToPath(new URL('../svelte.config.js', import.meta.url)) })],
  server: { port: 5199, strictPort: true, fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] } },
});

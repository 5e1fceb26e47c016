// Builds the page into `dist` and runs its tests.
// Deliberately not here: a development server for the program (the page is built into it) and the gallery, which has its own
// configuration so that nothing of it can reach the bundle.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { budget } from './budget.ts';
import { fluent } from './fluent.ts';

export default defineConfig({
  base: './',
  plugins: [fluent(), svelte(), svelteTesting(), budget()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // The content security policy allows no data: scripts or styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is fetched later has its looks already, and does not jump.
    cssCodeSplit: false,
    // All of the first picture is one file: each is asked for between two processes.
    // The pages behind the list share most of what they need, and are smaller as one.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'pages', test: /src.(all|details|settings)./ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    isolate: false,
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // A computer that builds something else beside the tests is slow and not wrong.
    testTimeout: 30_000,
    // A failure shows its sentence, not the whole page.
    env: { DEBUG_PRINT_LIMIT: '0' },
  },
});

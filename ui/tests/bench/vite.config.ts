// Runs the benches, which want a Chromium and a quiet computer: `npm run bench`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { environment: 'node', include: ['tests/bench/**/*.bench.ts'], testTimeout: 180_000 },
});

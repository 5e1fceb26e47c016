// Filtering a thousand accounts takes at most twice the time of ten, from the key to the painted list, in a real browser.
// Deliberately not here: the page that does it (`gallery/bench.ts`). jsdom neither lays out nor paints.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createServer, type Plugin } from 'vite';
import type { Times } from '../../gallery/bench';

/** The first round warms everything up. */
const warm = 2;

async function measured(): Promise<Times[]> {
  let report: (times: Times[]) => void = () => undefined;
  const answer = new Promise<Times[]>((resolve) => (report = resolve));
  const listens: Plugin = {
    name: 'listens',
    configureServer: ({ middlewares }) => {
      middlewares.use('/measured', (request, response) => {
        let body = '';
        request.on('data', (part) => (body += part));
        request.on('end', () => {
          response.end();
          report(JSON.parse(body) as Times[]);
        });
      });
    },
  };
  // As the page is built for people, not as it is watched while it is written.
  process.env.NODE_ENV = 'production';
  const server = await createServer({
    mode: 'production',
    cacheDir: join(import.meta.dirname, '../../node_modules/.vite-bench'),
    configFile: join(import.meta.dirname, '../../gallery/vite.config.ts'),
    plugins: [listens],
    server: { port: 0, strictPort: false },
    logLevel: 'error',
  });
  await server.listen();
  const address = server.httpServer?.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const profile = mkdtempSync(join(tmpdir(), 'keyreve-bench-'));
  const browser = spawn(
    process.env.CHROMIUM ?? 'chromium',
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--remote-debugging-port=0', '--window-size=520,780', `--user-data-dir=${profile}`],
      `http://localhost:${port}/bench.html`,
    ],
    { stdio: 'ignore' },
  );
  try {
    return await answer;
  } finally {
    const gone = once(browser, 'exit');
    browser.kill('SIGKILL');
    await gone;
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function worst(values: number[]): number {
  return Math.max(...values);
}

it('filtering a thousand accounts takes at most twice the time of ten', async () => {
  const rounds = (await measured()).slice(warm);
  const of = (accounts: number) => rounds.filter((round) => round.accounts === accounts);
  const times = (accounts: number, part: 'work' | 'painted') => of(accounts).flatMap((round) => round[part]);
  for (const accounts of [10, 1000]) {
    const line = (['work', 'painted'] as const).map(
      (part) =>
        `${part} ${median(times(accounts, part)).toFixed(1)} ms (worst ${worst(times(accounts, part)).toFixed(1)})`,
    );
    const [round] = of(accounts);
    console.log(
      `${accounts} accounts: ${line.join(', ')}; first list ${round?.first.toFixed(0)} ms; ` +
        `one change ${round?.change.toFixed(1)} ms; ${round?.nodes} elements; ${round?.work.map((one) => one.toFixed(0)).join(' ')}`,
    );
  }
  expect(median(times(1000, 'painted'))).toBeLessThanOrEqual(2 * median(times(10, 'painted')));
});

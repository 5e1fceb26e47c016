// The gallery, built once as a page without a server of its own behind it, and handed to the browser: a hundred loads of one file are quick.
// Deliberately not here: the development server, which a person uses (`npm run gallery`).
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** The gallery at an address of this computer, until `close`. */
export async function serveGallery() {
  // The page of the gallery throws where a sentence is missing, as it does while one develops.
  process.env.NODE_ENV = 'development';
  const { build } = await import('vite');
  const folder = mkdtempSync(join(tmpdir(), 'keyreve-gallery-'));
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    mode: 'development',
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', minify: false, chunkSizeWarningLimit: 10_000 },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://gallery').pathname;
    try {
      const file = join(folder, path === '/' ? 'index.html' : path);
      const text = readFileSync(file);
      response.writeHead(200, { 'content-type': kinds[extname(file)] ?? 'application/octet-stream' }).end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

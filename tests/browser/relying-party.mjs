// The server of a client that lives in the browser: one page for every address, and modules as their makers publish them.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const root = new URL('node_modules/', import.meta.url);

/** Where a package's entry is, below `node_modules`. */
const entry = (name) => decodeURIComponent(new URL(import.meta.resolve(name)).href).split('/node_modules/').pop();

/** Serves a page that knows packages by their names. */
export async function relyingParty(packages, script = '') {
  const imports = Object.fromEntries(packages.map((name) => [name, `/modules/${entry(name)}`]));
  const page = `<!doctype html><title>Shop</title><script type="importmap">${JSON.stringify({ imports })}</script><script type="module">${script}</script><h1>Shop</h1>`;
  const server = createServer(({ url }, response) => {
    const module = url.startsWith('/modules/') && new URL(url.slice('/modules/'.length), root);
    response.setHeader('content-type', module ? 'text/javascript' : 'text/html');
    response.end(module ? readFileSync(fileURLToPath(module)) : page);
  });
  const port = await new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
  return { base: `http://localhost:${port}`, close: () => (server.closeAllConnections(), server.close()) };
}

// A proxy that has the server below a path of its own, as many sites do.
import { createServer, request } from 'node:http';

/** Stands at an address such as `http://localhost:1234/id/oidc/token`; what is below `/id` comes from the server. */
export function proxy(address, server) {
  const prefix = address.pathname.replace(/\/oidc\/token$/, '');
  if (!prefix) return undefined;
  const listener = createServer((asked, response) => {
    if (!asked.url.startsWith(`${prefix}/`)) return response.writeHead(404).end('somebody else is here');
    const headers = { ...asked.headers, 'x-forwarded-host': asked.headers.host, 'x-forwarded-proto': 'http', 'x-forwarded-for': asked.socket.remoteAddress };
    // Some proxies take their path off, others pass it on.
    const path = asked.method === 'GET' ? asked.url.slice(prefix.length) : asked.url;
    const passed = request(new URL(path, server), { method: asked.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    return asked.pipe(passed);
  });
  return new Promise((done) => listener.listen(Number(address.port), '127.0.0.1', done));
}

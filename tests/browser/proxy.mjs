// A proxy in front of the server, as many sites have: with TLS, with a path of its own, or with a name that is not ours.
import dns from 'node:dns';
import { createServer, request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { keyPair } from '../clients/keys.mjs';

/** Names of a plain network lead here; the browser is told the same in `lab.mjs`. */
function lan(host) {
  const { lookup } = dns;
  dns.lookup = (name, ...rest) => lookup(name === host ? '127.0.0.1' : name, ...rest);
}

/** Stands at an address such as `https://localhost:1234/id/oidc/token`; what is below `/id` comes from the server. */
export function proxy(address, server) {
  if (!server || address.port === new URL(server).port) return undefined;
  const prefix = address.pathname.replace(/\/oidc\/token$/, '');
  const proto = address.protocol.replace(':', '');
  const pass = (asked, response) => {
    if (!asked.url.startsWith(`${prefix}/`)) return response.writeHead(404).end('somebody else is here');
    const headers = { ...asked.headers, 'x-forwarded-host': asked.headers.host, 'x-forwarded-proto': proto, 'x-forwarded-for': asked.socket.remoteAddress };
    // Some proxies take their path off, others pass it on.
    const path = asked.method === 'GET' ? asked.url.slice(prefix.length) : asked.url;
    const passed = request(new URL(path, server), { method: asked.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    return asked.pipe(passed);
  };
  if (address.hostname.endsWith('.lan')) lan(address.hostname);
  let listener;
  if (proto === 'https') {
    const { privateKey: key, certificate: cert } = keyPair();
    // Nobody but this process and its browser knows the certificate.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    listener = createSecureServer({ key, cert }, pass);
  } else listener = createServer(pass);
  return new Promise((done) => listener.listen(Number(address.port), '127.0.0.1', done));
}

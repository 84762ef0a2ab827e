// Providers of our own, elsewhere: one that people sign in at by OAuth 2.0, and an enterprise's by OpenID Connect.
import { createServer } from 'node:http';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

/** A server that answers by path; `answers` are given the request's parameters and the server's address. */
async function serve(answers) {
  let base;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, base);
    let body = '';
    for await (const part of request) body += part;
    const parameters = body ? new URLSearchParams(body) : url.searchParams;
    const told = await answers[url.pathname]?.(parameters, base);
    if (told instanceof URL) return response.writeHead(302, { location: told.href }).end();
    response.writeHead(told ? 200 : 404, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(told ?? {}));
  });
  base = `http://localhost:${await new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)))}`;
  return { base, close: () => (server.closeAllConnections(), server.close()) };
}

/** Sends someone back at once, with what the client wants to have back. */
function back(asked, answer) {
  const to = new URL(asked.get('redirect_uri'));
  for (const [name, value] of Object.entries({ state: asked.get('state'), ...answer })) to.searchParams.set(name, value);
  return to;
}

/** A provider that knows one person. */
export const social = (person) => serve({
  '/authorize': (asked) => back(asked, { code: 'fine' }),
  '/token': () => ({ access_token: 'a', token_type: 'Bearer' }),
  '/me': () => person,
});

/** The connector to such a provider. */
export const socialConnector = ({ base }, target = 'elsewhere', name = 'Elsewhere') => ({
  connectorId: 'oauth2', metadata: { target, name: { en: name } }, config: {
    authorizationEndpoint: `${base}/authorize`, tokenEndpoint: `${base}/token`, userInfoEndpoint: `${base}/me`,
    clientId: 'ours', clientSecret: 's', tokenEndpointAuthMethod: 'client_secret_post', tokenEndpointResponseType: 'json',
    profileMap: { id: 'sub', name: 'name', email: 'email' },
  },
});

/** The provider of an enterprise, with one employee; `asked` keeps what it was asked last. */
export async function enterprise(employee) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...await exportJWK(publicKey), kid: 'k', alg: 'RS256', use: 'sig' }];
  const seen = {};
  const made = await serve({
    '/.well-known/openid-configuration': (_, issuer) => ({
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/me`,
    }),
    '/jwks': () => ({ keys }),
    '/authorize': (asked) => {
      seen.asked = Object.fromEntries(asked);
      return back(asked, { code: 'fine' });
    },
    '/token': async (_, issuer) => ({
      access_token: 'a', token_type: 'Bearer', expires_in: 60,
      id_token: await new SignJWT({ ...employee, nonce: seen.asked.nonce }).setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setIssuer(issuer).setAudience('ours').setIssuedAt().setExpirationTime('5m').sign(privateKey),
    }),
    '/me': () => employee,
  });
  return Object.assign(made, { seen });
}

/** The connector to the provider of an enterprise. */
export const enterpriseConnector = ({ base }, connectorName, domains) => ({
  providerName: 'OIDC', connectorName, domains, config: { clientId: 'ours', clientSecret: 's', issuer: base, scope: 'openid profile email' },
});

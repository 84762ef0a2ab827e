// People of an enterprise sign in at its own provider: one that speaks SAML (samlify), with signed requests and signed and
// encrypted assertions, asked and unasked; and one that speaks OpenID Connect (oidc-provider).
//
// usage: node enterprise.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import samlify from 'samlify';
import { browser, callback, enter } from './person.mjs';

const { issuer, api, visit, experience } = await enter(JSON.parse(process.argv[2]));
const ours = 'https://ours.test/callback';
await api('PATCH', '/sign-in-exp', { singleSignOnEnabled: true });
const application = await api('POST', '/applications', {
  name: 'Shop',
  type: 'Traditional',
  oidcClientMetadata: { redirectUris: [callback], postLogoutRedirectUris: [] },
});
const authorization = new URL('/oidc/auth', issuer);
authorization.search = new URLSearchParams({
  client_id: application.id, redirect_uri: callback, response_type: 'code', scope: 'openid email', state: 'xyz', prompt: 'login',
});

/** Begins a sign-in, and goes to the provider; answers where that is. */
const depart = async (connector, start = authorization) => {
  assert.ok([302, 303].includes((await visit(start)).status));
  await experience('PUT', '', { interactionEvent: 'SignIn' });
  const body = { state: 'abc', redirectUri: ours };
  return experience('POST', `/verification/sso/${connector}/authorization-uri`, body);
};

/** Comes back from the provider, and goes on to the application; the first time as a new user. */
const arrive = async (connector, verificationId, connectorData, isNew) => {
  await experience('POST', `/verification/sso/${connector}/verify`, { verificationId, connectorData });
  if (isNew) await experience('PUT', '/interaction-event', { interactionEvent: 'Register' });
  await experience('POST', '/identification', { verificationId });
  let url = (await experience('POST', '/submit', {})).redirectTo;
  while (!url.startsWith(callback)) url = new URL((await visit(url)).headers.get('location'), issuer).href;
  assert.ok(new URL(url).searchParams.get('code'), url);
};

// --- SAML ---
samlify.setSchemaValidator({ validate: async () => 'not looked at' });
const made = execFileSync('openssl', [
  'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=idp', '-days', '1', '-keyout', '-',
], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const [privateKey, signingCert] = made.split(/(?=-----BEGIN CERTIFICATE-----)/);
const { post, redirect } = samlify.Constants.namespace.binding;
const identityProvider = (isAssertionEncrypted) => samlify.IdentityProvider({
  entityID: 'https://idp.test/metadata',
  privateKey,
  signingCert,
  isAssertionEncrypted,
  wantAuthnRequestsSigned: true,
  nameIDFormat: ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
  singleSignOnService: [redirect, post].map((Binding) => ({ Binding, Location: 'https://idp.test/sso' })),
  loginResponseTemplate: {
    context: samlify.SamlLib.defaultLoginResponseTemplate.context,
    attributes: ['email', 'name'].map((name) => ({
      name, valueTag: name, nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic', valueXsiType: 'xs:string',
    })),
  },
});
const connector = await api('POST', '/sso-connectors', {
  providerName: 'SAML', connectorName: 'acme', domains: ['acme.test'], config: { metadata: identityProvider(false).getMetadata() },
});
const key = await api('POST', `/sso-connectors/${connector.id}/signing-keys`, { active: true });
const { providerConfig } = await api('PATCH', `/sso-connectors/${connector.id}`, {
  config: { metadata: identityProvider(false).getMetadata(), signAuthnRequest: true },
});
const { entityId, assertionConsumerServiceUrl: acs } = providerConfig.serviceProvider;
const serviceProvider = samlify.ServiceProvider({
  entityID: entityId,
  authnRequestsSigned: true,
  wantAssertionsSigned: true,
  signingCert: key.certificate,
  encryptCert: key.certificate,
  assertionConsumerService: [{ Binding: post, Location: acs }],
});

/** What the provider answers to a request, or says unasked. */
const respond = async (isAssertionEncrypted, request) => {
  const provider = identityProvider(isAssertionEncrypted);
  const fill = (template) => {
    const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
    const id = `_${randomUUID()}`;
    return {
      id,
      context: samlify.SamlLib.replaceTagsByValue(template, {
        ID: id, AssertionID: `_${randomUUID()}`, Destination: acs, Audience: entityId, SubjectRecipient: acs,
        Issuer: provider.entityMeta.getEntityID(), IssueInstant: at(0), AssertionConsumerServiceURL: acs, EntityID: entityId,
        StatusCode: samlify.Constants.StatusCode.Success, ConditionsNotBefore: at(-10), ConditionsNotOnOrAfter: at(300),
        SubjectConfirmationDataNotOnOrAfter: at(300), NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        NameID: 'grace-7', InResponseTo: request?.extract.request.id ?? '', AuthnStatement: '',
        attrEmail: 'grace@acme.test', attrName: 'Grace',
      }),
    };
  };
  const { context } = await provider.createLoginResponse(serviceProvider, request, 'post', {}, fill);
  return context;
};
const bring = async (fields) => visit(acs, { method: 'POST', body: new URLSearchParams(fields) });

for (const isAssertionEncrypted of [false, true]) {
  const { authorizationUri, verificationId } = await depart(connector.id);
  const raw = new URL(authorizationUri).search.slice(1);
  const query = Object.fromEntries(new URLSearchParams(raw));
  const octetString = raw.split('&Signature=')[0];
  // It fails unless the connector's key signed the request.
  const request = await identityProvider(false).parseLoginRequest(serviceProvider, 'redirect', { query, octetString });
  assert.equal(request.extract.issuer, entityId);
  const SAMLResponse = await respond(isAssertionEncrypted, request);
  const answer = await bring({ SAMLResponse, RelayState: query.RelayState });
  assert.equal(answer.status, 302, await answer.text());
  assert.equal(answer.headers.get('location'), `${ours}?state=abc`);
  await arrive(connector.id, verificationId, { state: 'abc' }, !isAssertionEncrypted);
}

// The sign-in begins at the provider.
await api('PUT', `/sso-connectors/${connector.id}/idp-initiated-auth-config`, {
  autoSendAuthorizationRequest: true, defaultApplicationId: application.id, authParameters: { scope: 'openid email' },
});
const came = await bring({ SAMLResponse: await respond(true, undefined) });
assert.equal(came.status, 302, await came.text());
const { authorizationUri, verificationId } = await depart(connector.id, came.headers.get('location'));
assert.equal(authorizationUri, `${ours}?state=abc`);
await arrive(connector.id, verificationId, { state: 'abc' }, false);
const [grace, ...others] = await api('GET', '/users?search=grace%25');
assert.deepEqual([grace.primaryEmail, grace.name, others.length], ['grace@acme.test', 'Grace', 0]);

// --- OpenID Connect ---
const listener = createServer();
await new Promise((ready) => listener.listen(0, 'localhost', ready));
const upstream = `http://localhost:${listener.address().port}`;
const provider = new Provider(upstream, {
  clients: [{ client_id: 'ours', client_secret: 'a-secret-of-thirty-two-characters', redirect_uris: [ours] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@oidc.test`, email_verified: true, name: 'Ada' }),
  }),
  pkce: { required: () => false },
});
listener.on('request', provider.callback());
const second = await api('POST', '/sso-connectors', {
  providerName: 'OIDC', connectorName: 'oidc', domains: ['oidc.test'],
  config: { clientId: 'ours', clientSecret: 'a-secret-of-thirty-two-characters', issuer: upstream },
});
const departure = await depart(second.id);
const there = browser(upstream);
let url = departure.authorizationUri;
while (!url.startsWith(ours)) {
  const response = await there(url);
  const page = await response.text();
  const action = page.match(/action="([^"]+)"/)?.[1];
  if (response.status === 200) {
    const prompt = page.includes('name="login"') ? { prompt: 'login', login: 'ada', password: 'x' } : { prompt: 'consent' };
    const sent = await there(action, { method: 'POST', body: new URLSearchParams(prompt) });
    url = new URL(sent.headers.get('location'), upstream).href;
  } else {
    assert.ok(response.headers.get('location'), `${url}: ${response.status} ${page}`);
    url = new URL(response.headers.get('location'), upstream).href;
  }
}
await arrive(second.id, departure.verificationId, Object.fromEntries(new URL(url).searchParams), true);
const [ada] = await api('GET', '/users?search=ada%25');
assert.deepEqual([ada.primaryEmail, ada.name], ['ada@oidc.test', 'Ada']);
listener.closeAllConnections();
listener.close();
console.log('people of two enterprises got in');

// People of an enterprise sign in at its own provider: one that speaks SAML (samlify), with signed requests and signed and
// encrypted assertions, asked and unasked; and one that speaks OpenID Connect (oidc-provider), which everyone may use too.
//
// usage: node enterprise.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import samlify from 'samlify';
import { keyPair } from './keys.mjs';
import { browser, callback, enter, experienceOf } from './person.mjs';
import { startUpstream } from './upstream.mjs';

const { issuer, api } = await enter(JSON.parse(process.argv[2]));
let visit, experience;
/** Somebody else, with a browser of their own. */
const meet = () => {
  visit = browser(issuer);
  experience = experienceOf(visit);
};
meet();
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

/** Begins a sign-in. */
const begin = async (start = authorization) => {
  assert.ok([302, 303].includes((await visit(start)).status));
  await experience('PUT', '', { interactionEvent: 'SignIn' });
};

/** The same, and goes to the provider; answers where that is. */
const depart = async (connector, start) => {
  await begin(start);
  const body = { state: 'abc', redirectUri: ours };
  return experience('POST', `/verification/sso/${connector}/authorization-uri`, body);
};

/** Goes on to the application with what was proven; the first time as a new user. */
const enroll = async (verificationId, isNew) => {
  if (isNew) await experience('PUT', '/interaction-event', { interactionEvent: 'Register' });
  await experience('POST', '/identification', { verificationId });
  let url = (await experience('POST', '/submit', {})).redirectTo;
  while (!url.startsWith(callback)) {
    const answer = await visit(url);
    const location = answer.headers.get('location');
    assert.ok(location, `${url}: ${answer.status} ${await answer.text()}`);
    url = new URL(location, issuer).href;
  }
  assert.ok(new URL(url).searchParams.get('code'), url);
};

/** Comes back from the provider. */
const arrive = async (connector, verificationId, connectorData, isNew) => {
  await experience('POST', `/verification/sso/${connector}/verify`, { verificationId, connectorData });
  await enroll(verificationId, isNew);
};

// --- SAML ---
samlify.setSchemaValidator({ validate: async () => 'not looked at' });
const { privateKey, certificate: signingCert } = keyPair();
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
const upstream = await startUpstream(ours);
const { base, secret: clientSecret } = upstream;
const config = { clientId: 'ours', clientSecret, issuer: base };
const second = await api('POST', '/sso-connectors', {
  providerName: 'OIDC', connectorName: 'oidc', domains: ['oidc.test'], config,
});
for (const isNew of [true, false]) {
  meet();
  const departure = await depart(second.id);
  const back = await upstream.signInAt(departure.authorizationUri, 'ada');
  await arrive(second.id, departure.verificationId, back, isNew);
}
const [ada] = await api('GET', '/users?search=ada%25');
assert.deepEqual([ada.primaryEmail, ada.name], ['ada@oidc.test', 'Name of ada']);

await api('PATCH', `/sso-connectors/${second.id}`, { domains: [] });
// The same provider for everyone, by the two connectors that speak its language.
await api('PATCH', '/sign-in-exp', {
  socialSignInConnectorTargets: ['byoidc', 'byoauth'], socialSignIn: { skipRequiredIdentifiers: true },
});
const social = async (connectorId, target, who, more) => {
  const connector = await api('POST', '/connectors', {
    connectorId,
    metadata: { target, name: { en: target } },
    config: {
      authorizationEndpoint: `${base}/auth`, tokenEndpoint: `${base}/token`, clientId: 'posting', clientSecret,
      scope: 'openid profile email', ...more,
    },
  });
  meet();
  await begin();
  const asked = { state: 'abc', redirectUri: ours };
  const path = `/verification/social/${connector.id}`;
  const departure = await experience('POST', `${path}/authorization-uri`, asked);
  const connectorData = { ...(await upstream.signInAt(departure.authorizationUri, who)), redirectUri: ours };
  const { verificationId } = departure;
  await experience('POST', `${path}/verify`, { verificationId, connectorData });
  await enroll(verificationId, true);
  const [found] = await api('GET', `/users?search=${who}%25`);
  assert.equal(found.identities[target].userId, who);
  assert.deepEqual([found.primaryEmail, found.name], [`${who}@oidc.test`, `Name of ${who}`]);
};
await social('oidc', 'byoidc', 'lin', { idTokenVerificationConfig: { jwksUri: `${base}/jwks`, issuer: base } });
await social('oauth2', 'byoauth', 'eve', {
  userInfoEndpoint: `${base}/me`, tokenEndpointResponseType: 'json', profileMap: { id: 'sub' },
});
upstream.stop();
console.log('people of two enterprises got in');

// Every way to a token that `code.mjs` and `machine.mjs` do not go, by a standard client: pushed requests with a key in
// place of a secret and tokens bound to another (DPoP), answers by a form, devices, token exchange, organizations, clients
// that register themselves; and sign-out, told to the browser and behind its back.
//
// usage: node grants.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}' INITIAL_ACCESS_TOKEN
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import { callback, enter, insecure, signIn } from './person.mjs';

const credential = JSON.parse(process.argv[2]);
const initialAccessToken = process.argv[3];
const { issuer, api } = await enter(credential);
const discover = (id, authentication) => oidc.discovery(issuer, id, undefined, authentication, insecure);
const bye = 'http://localhost:9/bye';
const [username, password] = ['grace', 'Str0ng-Pa55word'];

// The fields of the form of a page, and where it goes.
const form = (page) => ({
  action: page.match(/action="([^"]*)"/)[1].replaceAll('&amp;', '&'),
  fields: Object.fromEntries([...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])),
});

// Someone with a fresh browser, who signs in where that is asked for.
const someone = async () => {
  const { visit, experience } = await enter(credential);
  // Goes where the server sends; answers the first address that begins with `end`, or the first page.
  const follow = async (response, end) => {
    let answer = response;
    while ([302, 303].includes(answer.status)) {
      const url = new URL(answer.headers.get('location'), issuer);
      if (url.href.startsWith(end)) return url;
      answer = await visit(url.pathname === '/sign-in' ? await signIn(experience, username, password) : url);
    }
    return answer;
  };
  const send = (action, fields) => visit(action, { method: 'POST', body: new URLSearchParams(fields) });
  return { visit, follow, send, open: async (url, end) => follow(await visit(url), end) };
};
const user = await api('POST', '/users', { username, password, name: 'Grace' });
const apply = (type, more = {}, metadata = {}) =>
  api('POST', '/applications', {
    name: type,
    type,
    oidcClientMetadata: { redirectUris: [callback], postLogoutRedirectUris: [bye], ...metadata },
    ...more,
  });
const request = async () => {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  return {
    params: {
      redirect_uri: callback,
      scope: 'openid offline_access',
      prompt: 'consent',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    },
    checks: { pkceCodeVerifier, expectedState, expectedNonce },
  };
};
const own = (tokens) => assert.equal(tokens.claims().sub, user.id);

// Pushed, with a key in place of a secret, bound to another key.
{
  const keys = await jose.generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await jose.exportJWK(keys.publicKey)), use: 'sig', alg: 'ES256', kid: 'own' };
  const { id } = await apply('Traditional', {
    customClientMetadata: { jwks: { keys: [jwk] }, dpopBoundAccessTokens: true, requirePushedAuthorizationRequests: true },
  });
  const client = await discover(id, oidc.PrivateKeyJwt({ key: keys.privateKey, kid: 'own' }));
  const DPoP = oidc.getDPoPHandle(client, await oidc.randomDPoPKeyPair());
  const { params, checks } = await request();
  const person = await someone();
  const url = await oidc.buildAuthorizationUrlWithPAR(client, params, { DPoP });
  assert.match(url.searchParams.get('request_uri'), /^urn:ietf:params:oauth:request_uri:/);
  const tokens = await oidc.authorizationCodeGrant(client, await person.open(url, callback), checks, undefined, { DPoP });
  own(tokens);
  assert.equal(tokens.token_type, 'dpop');
  assert.equal((await oidc.fetchUserInfo(client, tokens.access_token, user.id, { DPoP })).sub, user.id);
  await assert.rejects(oidc.fetchUserInfo(client, tokens.access_token, user.id));
  own(await oidc.refreshTokenGrant(client, tokens.refresh_token, undefined, { DPoP }));
}

// Answered by a form that posts itself; then signed out of, by the browser and behind its back.
{
  const told = [];
  const receiver = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (part) => (body += part));
    incoming.on('end', () => {
      told.push(new URLSearchParams(body).get('logout_token'));
      outgoing.end();
    });
  });
  await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening));
  const { id } = await apply('Traditional', {}, {
    backchannelLogoutUri: `http://127.0.0.1:${receiver.address().port}/`,
    backchannelLogoutSessionRequired: true,
  });
  const [secret] = await api('GET', `/applications/${id}/secrets`);
  const client = await discover(id, oidc.ClientSecretPost(secret.value));
  const { params, checks } = await request();
  const person = await someone();
  const page = await person.open(oidc.buildAuthorizationUrl(client, { ...params, response_mode: 'form_post' }), callback);
  const { action, fields } = form(await page.text());
  assert.equal(action, callback);
  const posted = new Request(action, { method: 'POST', body: new URLSearchParams(fields) });
  const tokens = await oidc.authorizationCodeGrant(client, posted, checks);
  own(tokens);
  const { sid } = tokens.claims();
  const url = oidc.buildEndSessionUrl(client, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: bye,
    state: 'done',
  });
  const asked = form(await (await person.visit(url)).text());
  const end = await person.send(asked.action, asked.fields);
  assert.equal(end.headers.get('location'), `${bye}?state=done`);
  for (let waited = 0; told.length === 0 && waited < 5000; waited += 10) await new Promise((next) => setTimeout(next, 10));
  const keys = jose.createRemoteJWKSet(new URL(client.serverMetadata().jwks_uri));
  const { payload } = await jose.jwtVerify(told[0], keys, { issuer: issuer.href, audience: id, typ: 'logout+jwt' });
  assert.deepEqual([payload.sid, payload.sub, payload.nonce], [sid, user.id, undefined]);
  assert.ok('http://schemas.openid.net/event/backchannel-logout' in payload.events);
  receiver.close();
}

// A device.
{
  const { id } = await apply('Native', { customClientMetadata: { isDeviceFlow: true } }, { redirectUris: [] });
  const client = await discover(id, oidc.None());
  const asked = await oidc.initiateDeviceAuthorization(client, { scope: 'openid offline_access' });
  const polled = oidc.pollDeviceAuthorizationGrant(client, { ...asked, interval: 5 });
  const person = await someone();
  const first = form(await (await person.open(asked.verification_uri_complete, 'none')).text());
  await person.send(first.action, first.fields);
  const done = await person.follow(await person.send(first.action, { ...first.fields, confirm: 'yes' }), 'none');
  assert.equal(new URL(done.url).pathname, '/device/success');
  own(await polled);
}

// For someone else, and within an organization.
{
  const organization = await api('POST', '/organizations', { name: 'Club' });
  await api('POST', `/organizations/${organization.id}/users`, { userIds: [user.id] });
  const { id } = await apply('Traditional', { customClientMetadata: { allowTokenExchange: true } });
  const [secret] = await api('GET', `/applications/${id}/secrets`);
  const client = await discover(id, oidc.ClientSecretBasic(secret.value));
  const { subjectToken } = await api('POST', '/subject-tokens', { userId: user.id });
  const exchanged = await oidc.genericGrantRequest(client, 'urn:ietf:params:oauth:grant-type:token-exchange', {
    subject_token: subjectToken,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    organization_id: organization.id,
  });
  const keys = jose.createRemoteJWKSet(new URL(client.serverMetadata().jwks_uri));
  const audience = `urn:logto:organization:${organization.id}`;
  const { payload } = await jose.jwtVerify(exchanged.access_token, keys, { issuer: issuer.href, audience, typ: 'at+jwt' });
  assert.deepEqual([payload.sub, payload.client_id], [user.id, id]);

  const { params, checks } = await request();
  const person = await someone();
  const url = oidc.buildAuthorizationUrl(client, {
    ...params,
    scope: `${params.scope} urn:logto:scope:organizations`,
    resource: 'urn:logto:resource:organizations',
  });
  const tokens = await oidc.authorizationCodeGrant(client, await person.open(url, callback), checks);
  const inside = await oidc.refreshTokenGrant(client, tokens.refresh_token, { organization_id: organization.id });
  await jose.jwtVerify(inside.access_token, keys, { issuer: issuer.href, audience, typ: 'at+jwt' });
}

// A client that registers itself, manages itself, and goes.
{
  const options = { ...insecure, initialAccessToken };
  const metadata = { client_name: 'Robot', grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
  const client = await oidc.dynamicClientRegistration(issuer, metadata, undefined, options);
  await api('POST', '/resources', { name: 'Robots', indicator: 'https://robots.example' });
  const { access_token } = await oidc.clientCredentialsGrant(client, { resource: 'https://robots.example' });
  assert.ok(access_token);
  const { registration_client_uri, registration_access_token } = client.clientMetadata();
  const headers = { authorization: `Bearer ${registration_access_token}` };
  assert.equal((await (await fetch(registration_client_uri, { headers })).json()).client_name, 'Robot');
  assert.equal((await fetch(registration_client_uri, { method: 'DELETE', headers })).status, 204);
  await assert.rejects(oidc.clientCredentialsGrant(client, { resource: 'https://robots.example' }));
}
console.log('every way led to its token');

// A person signs in to an application of a standard client: authorization code with PKCE, ID token, userinfo, refresh,
// introspection, revocation. The browser is played by fetch with a cookie jar, the sign-in page by the Experience API.
//
// usage: node code.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
import assert from 'node:assert/strict';
import * as jose from 'jose';
import * as oidc from 'openid-client';
import { callback, enter, insecure, signIn } from './person.mjs';

const [username, password] = ['grace', 'Str0ng-Pa55word'];
const { issuer, api, visit, experience } = await enter(JSON.parse(process.argv[2]));
const application = await api('POST', '/applications', {
  name: 'Shop',
  type: 'SPA',
  oidcClientMetadata: { redirectUris: [callback], postLogoutRedirectUris: [] },
});
const user = await api('POST', '/users', { username, password, name: 'Grace' });

const client = await oidc.discovery(issuer, application.id, undefined, oidc.None(), insecure);
const verifier = oidc.randomPKCECodeVerifier();
const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
let url = oidc.buildAuthorizationUrl(client, {
  redirect_uri: callback,
  scope: 'openid profile offline_access',
  prompt: 'consent',
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
}).href;
while (!url.startsWith(callback)) {
  const response = await visit(url);
  assert.ok([302, 303].includes(response.status), `${url}: ${response.status} ${await response.text()}`);
  url = new URL(response.headers.get('location'), issuer).href;
  if (new URL(url).pathname === '/sign-in') url = await signIn(experience, username, password);
}
const tokens = await oidc.authorizationCodeGrant(client, new URL(url), {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
});
assert.equal(tokens.claims().sub, user.id);
assert.equal(tokens.claims().name, 'Grace');
const keys = jose.createRemoteJWKSet(new URL(client.serverMetadata().jwks_uri));
await jose.jwtVerify(tokens.id_token, keys, { issuer: issuer.href, audience: application.id });
const claims = await oidc.fetchUserInfo(client, tokens.access_token, user.id);
assert.equal(claims.username, username);
const refreshed = await oidc.refreshTokenGrant(client, tokens.refresh_token);
assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
const told = await oidc.tokenIntrospection(client, refreshed.access_token);
assert.equal(told.active, true);
await oidc.tokenRevocation(client, refreshed.refresh_token);
assert.equal((await oidc.tokenIntrospection(client, refreshed.access_token)).active, false);
await assert.rejects(oidc.refreshTokenGrant(client, refreshed.refresh_token));
console.log('the person got in and out');

// The browser SDK of compatible software, as it is published: sign in, tokens for an API and an organization, the user's
// claims, and out.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { relyingParty } from '../relying-party.mjs';

const packages = [
  '@logto/browser', '@logto/client', '@logto/js', '@silverhand/essentials', 'camelcase', 'camelcase-keys', 'jose', 'js-base64', 'map-obj', 'quick-lru',
];
const script = 'import LogtoClient from "@logto/browser"; window.LogtoClient = LogtoClient;';
const RESOURCE = 'https://orders.test';

const call = (page, settings, method, ...more) => page.evaluate(
  ([settings, method, more]) => new window.LogtoClient(settings)[method](...more), [settings, method, more],
);

export default async function (lab) {
  const shop = await relyingParty(packages, script);
  const user = await lab.user({ username: 'karen', name: 'Karen', password: PASSWORD });
  const { id: resource } = await lab.api('POST', '/resources', { name: 'Orders', indicator: RESOURCE });
  const { id: scope } = await lab.api('POST', `/resources/${resource}/scopes`, { name: 'read:orders' });
  const { id: role } = await lab.api('POST', '/roles', { name: 'clerk', description: 'Reads orders', scopeIds: [scope] });
  await lab.api('POST', `/users/${user.id}/roles`, { roleIds: [role] });
  const { id: organization } = await lab.api('POST', '/organizations', { name: 'Navy' });
  await lab.api('POST', `/organizations/${organization}/users`, { userIds: [user.id] });
  const { id: appId } = await lab.api('POST', '/applications', { name: 'Shop', type: 'SPA', oidcClientMetadata: {
    redirectUris: [`${shop.base}/callback`], postLogoutRedirectUris: [`${shop.base}/bye`],
  } });
  const settings = {
    endpoint: lab.issuer.origin, appId, resources: [RESOURCE], scopes: ['email', 'roles', 'urn:logto:scope:organizations', 'read:orders'],
  };
  const page = await lab.visitor();

  await page.goto(shop.base);
  const start = { redirectUri: `${shop.base}/callback`, firstScreen: 'sign_in' };
  await Promise.all([page.waitForURL(`${lab.issuer.origin}/sign-in?**`), call(page, settings, 'signIn', start).catch(() => {})]);
  await lab.enterPassword(page, 'karen', PASSWORD);
  await page.waitForURL(`${shop.base}/callback?**`);
  await call(page, settings, 'handleSignInCallback', page.url());
  assert.equal(await call(page, settings, 'isAuthenticated'), true);
  const claims = await call(page, settings, 'getIdTokenClaims');
  assert.deepEqual([claims.sub, claims.name], [user.id, 'Karen']);
  const told = await call(page, settings, 'fetchUserInfo');
  assert.deepEqual([told.sub, told.roles, told.organizations], [user.id, ['clerk'], [organization]]);
  const api = await call(page, settings, 'getAccessTokenClaims', RESOURCE);
  assert.deepEqual([api.aud, api.scope, api.sub], [RESOURCE, 'read:orders', user.id]);
  const own = await call(page, settings, 'getOrganizationTokenClaims', organization);
  assert.equal(own.aud, `urn:logto:organization:${organization}`);

  await Promise.all([page.waitForURL(`${shop.base}/bye`), call(page, settings, 'signOut', `${shop.base}/bye`).catch(() => {})]);
  assert.equal(await call(page, settings, 'isAuthenticated'), false);
  await Promise.all([page.waitForURL(`${lab.issuer.origin}/sign-in?**`), call(page, settings, 'signIn', start).catch(() => {})]);
  await lab.api('DELETE', `/resources/${resource}`);
  await lab.api('DELETE', `/roles/${role}`);
  await lab.api('DELETE', `/organizations/${organization}`);
  shop.close();
}

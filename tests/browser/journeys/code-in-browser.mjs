// A client that lives in the browser alone, as it comes from its makers: there and back by redirect, renewed with a refresh
// token and in a hidden frame, what it learns of the user, and out again.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { relyingParty } from '../relying-party.mjs';

/** The page has the library at hand; in the hidden frame it tells the page around it what came back. */
const script = `
  import * as oidc from 'oidc-client-ts';
  window.oidc = oidc;
  const anything = { authority: location.origin, client_id: 'x', redirect_uri: location.href };
  if (location.pathname === '/silent') new oidc.UserManager(anything).signinSilentCallback();
`;

/** Calls the library's manager in the page; answers what a test looks at. */
const call = (page, settings, method, more) => page.evaluate(async ([settings, method, more]) => {
  const user = await new window.oidc.UserManager(settings)[method](more);
  return user && { profile: user.profile, access: user.access_token, refresh: user.refresh_token, state: user.userState ?? user.state };
}, [settings, method, more]);

/** Leaves the page by the library, and waits until the browser is where it is to be. */
async function leave(page, settings, method, more, end) {
  await Promise.all([page.waitForURL(end), call(page, settings, method, more).catch(() => {})]);
}

export default async function (lab) {
  const shop = await relyingParty(['oidc-client-ts', 'jwt-decode'], script);
  const user = await lab.user({ username: 'hedy', name: 'Hedy', primaryEmail: 'hedy@example.test', password: PASSWORD });
  const { id } = await lab.api('POST', '/applications', { name: 'Shop', type: 'SPA', oidcClientMetadata: {
    redirectUris: [`${shop.base}/callback`, `${shop.base}/silent`], postLogoutRedirectUris: [`${shop.base}/bye`],
  } });
  const settings = {
    authority: lab.issuer.href, client_id: id, redirect_uri: `${shop.base}/callback`, silent_redirect_uri: `${shop.base}/silent`,
    post_logout_redirect_uri: `${shop.base}/bye`, scope: 'openid profile email', loadUserInfo: true,
  };
  const pages = `${lab.issuer.origin}/sign-in?**`;
  const page = await lab.visitor();

  await page.goto(shop.base);
  await leave(page, settings, 'signinRedirect', { state: { cart: 7 } }, pages);
  await lab.enterPassword(page, 'hedy', PASSWORD);
  await page.waitForURL(`${shop.base}/callback?**`);
  const first = await call(page, settings, 'signinRedirectCallback');
  assert.deepEqual([first.profile.sub, first.state, first.refresh], [user.id, { cart: 7 }, undefined]);
  assert.deepEqual([first.profile.name, first.profile.email], ['Hedy', 'hedy@example.test'], 'from the userinfo endpoint');

  // In a hidden frame, with the session that is there.
  const renewed = await call(page, settings, 'signinSilent');
  assert.equal(renewed.profile.sub, user.id);
  assert.notEqual(renewed.access, first.access);

  // With a refresh token, which another takes the place of; to revoke one ends all of them.
  const lasting = { ...settings, scope: 'openid profile offline_access', prompt: 'consent' };
  await page.goto(shop.base);
  await leave(page, lasting, 'signinRedirect', {}, `${shop.base}/callback?**`);
  const held = await call(page, lasting, 'signinRedirectCallback');
  assert.ok(held.refresh);
  const next = await call(page, lasting, 'signinSilent');
  assert.deepEqual([next.profile.sub, next.profile.name], [user.id, 'Hedy']);
  assert.ok(next.refresh !== held.refresh && next.access !== held.access);
  await call(page, lasting, 'revokeTokens', ['refresh_token']);
  const told = await fetch(`${lab.issuer.href}/me`, { headers: { authorization: `Bearer ${next.access}` } });
  assert.equal(told.status, 401, 'what came of the same grant');

  // Out, and back to where the client wants its people; nobody is there any more.
  await leave(page, settings, 'signoutRedirect', { state: { from: 'shop' } }, `${shop.base}/bye?**`);
  const out = await call(page, settings, 'signoutRedirectCallback');
  assert.deepEqual(out.state, { from: 'shop' });
  await assert.rejects(call(page, settings, 'signinSilent'), /End-User authentication is required/);
  await leave(page, settings, 'signinRedirect', {}, pages);
  shop.close();
}

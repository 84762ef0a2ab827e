// The whole of it with a stock client: register with a code by mail, a second factor, consent, tokens, refresh, the account,
// and a sign-out that the client's server is told of.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';
import { totp } from '../totp.mjs';

/** A server of the client's that is told of sign-outs. */
async function backChannel() {
  const told = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    told.push(new URLSearchParams(body).get('logout_token'));
    response.end();
  });
  const port = await new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
  const next = async () => {
    for (let tries = 0; tries < 200 && told.length === 0; tries += 1) await new Promise((done) => setTimeout(done, 50));
    assert.ok(told.length > 0, 'nobody was told of the sign-out');
    return JSON.parse(Buffer.from(told[0].split('.')[1], 'base64url'));
  };
  return { uri: `http://127.0.0.1:${port}/bye`, next, close: () => (server.closeAllConnections(), server.close()) };
}

export default async function (lab) {
  const server = await backChannel();
  await lab.openAccounts();
  await lab.settings({
    signUp: { identifiers: ['email'], password: true, verify: true }, mfa: { factors: ['Totp', 'BackupCode'], policy: 'Mandatory' },
    signIn: { methods: [{ identifier: 'email', password: true, verificationCode: true, isPasswordPrimary: true }] },
  });
  const client = await lab.makeClient({ name: 'Foreign', isThirdParty: true, oidcClientMetadata: {
    redirectUris: [lab.callback], postLogoutRedirectUris: [lab.callback], backchannelLogoutUri: server.uri,
  } });
  const { client_id: id } = client.clientMetadata();
  await lab.api('POST', `/applications/${id}/user-consent-scopes`, { userScopes: ['profile', 'email'] });
  const page = await lab.visitor();
  const email = 'whole@example.test';
  const tokens = await lab.signInTokens(page, { scope: 'openid offline_access email', prompt: 'consent', first_screen: 'register' }, client);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code').fill(await lab.mailbox.code(email));
  await lab.choosePassword(page, 'Str0ng-Pa55word');
  await page.getByText('Cannot scan it?').click();
  await page.locator('input[name=totpCode_0]').fill(totp(await page.locator('code.secret').innerText()));
  await page.getByRole('heading', { name: 'Save your backup codes' }).waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Authorize' }).click();
  const got = await tokens();
  const { sub } = got.claims();
  assert.equal((await lab.api('GET', `/users/${sub}`)).primaryEmail, email);
  const refreshed = await oidc.refreshTokenGrant(client, got.refresh_token);
  assert.equal((await oidc.fetchUserInfo(client, refreshed.access_token, sub)).email, email);

  // The account shows what the application was allowed, and needs no further sign-in.
  await page.goto(lab.at('/account/sessions'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Password', exact: true }).click();
  await page.getByRole('dialog').locator('input').fill('Str0ng-Pa55word');
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Connected applications' }).waitFor();
  await page.getByText('Foreign').waitFor();

  const end = oidc.buildEndSessionUrl(client, { id_token_hint: got.id_token, post_logout_redirect_uri: lab.callback });
  await page.goto(end.href);
  await page.waitForURL(lab.callback);
  assert.equal((await server.next()).sub, sub);
  server.close();
}

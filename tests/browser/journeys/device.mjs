// A device without a keyboard: its code is typed, confirmed, and the device gets its tokens. Then one that was refused.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const user = await lab.user({ username: 'dora', password: PASSWORD });
  const { id } = await lab.api('POST', '/applications', {
    name: 'Television', type: 'Native', oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] }, customClientMetadata: { isDeviceFlow: true },
  });
  const post = async (path, body) => (await fetch(lab.at(path), { method: 'POST', body: new URLSearchParams(body) })).json();
  const ask = () => post('/oidc/device/auth', { client_id: id, scope: 'openid' });
  const asked = await ask();
  const page = await lab.visitor();
  await page.goto(asked.verification_uri);
  await page.getByLabel('Code').fill('bcdf-ghjk');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').filter({ hasText: 'No device waits with this code' }).waitFor();
  await lab.check(page, 'device');
  await page.getByLabel('Code').fill(asked.user_code.toLowerCase());
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Does your device show this code?').waitFor();
  await lab.check(page, 'device-confirm');
  await page.getByRole('button', { name: 'Continue' }).click();
  await lab.enterPassword(page, 'dora', PASSWORD);
  await page.getByRole('heading', { name: 'Device connected' }).waitFor();
  await lab.check(page, 'device-connected');
  const tokens = await post('/oidc/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: id, device_code: asked.device_code });
  assert.equal(JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url')).sub, user.id);

  const other = await ask();
  await page.goto(other.verification_uri_complete);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alert').filter({ hasText: 'The device was not connected' }).waitFor();
}

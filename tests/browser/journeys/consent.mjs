// A third party asks what it may see: refused, then allowed, with organizations to choose.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const user = await lab.user({ username: 'olga', password: PASSWORD, name: 'Olga' });
  const client = await lab.makeClient({ name: 'Foreign', type: 'SPA', isThirdParty: true });
  const id = client.clientMetadata().client_id;
  await lab.api('POST', `/applications/${id}/user-consent-scopes`, { userScopes: ['profile', 'email'] });
  const page = await lab.visitor();
  const refused = await lab.signIn(page, { state: 'mine' }, client);
  await lab.enterPassword(page, 'olga', PASSWORD);
  await page.getByRole('heading', { name: 'Authorize Foreign' }).waitFor();
  await page.getByText('Your email address').waitFor();
  await lab.check(page, 'consent');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForURL(`${lab.callback}*`);
  const told = new URL(page.url()).searchParams;
  assert.deepEqual([told.get('error'), told.get('state'), told.get('code')], ['access_denied', 'mine', null]);
  await assert.rejects(refused);
  // The session is there, the word is not.
  const again = await lab.signIn(page, {}, client);
  await page.getByRole('button', { name: 'Authorize' }).click();
  assert.equal((await again()).sub, user.id);
}

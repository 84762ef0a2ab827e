// A third party may act for organizations: the user picks which.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const user = await lab.user({ username: 'olaf', password: PASSWORD });
  for (const name of ['North', 'South']) {
    const { id } = await lab.api('POST', '/organizations', { name });
    await lab.api('POST', `/organizations/${id}/users`, { userIds: [user.id] });
  }
  const client = await lab.makeClient({ name: 'Foreign', isThirdParty: true });
  const { client_id: id } = client.clientMetadata();
  await lab.api('POST', `/applications/${id}/user-consent-scopes`, { userScopes: ['profile', 'urn:logto:scope:organizations'] });
  const page = await lab.visitor();
  const tokens = await lab.signIn(page, { scope: 'openid profile urn:logto:scope:organizations' }, client);
  await lab.enterPassword(page, 'olaf', PASSWORD);
  await page.getByText('Choose the organizations to share').waitFor();
  await lab.check(page, 'consent-organizations');
  await page.getByLabel('North').setChecked(false);
  await page.getByLabel('South').setChecked(true);
  await page.getByRole('button', { name: 'Authorize' }).click();
  assert.equal((await tokens()).sub, user.id);
  const { organizations } = await lab.api('GET', `/applications/${id}/users/${user.id}/consent-organizations`);
  assert.deepEqual(organizations.map(({ name }) => name), ['South']);
}

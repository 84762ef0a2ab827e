// Passkeys in the account: made with a name, renamed, used to sign in, removed.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.openAccounts();
  await lab.settings({ passkeySignIn: { enabled: true, showPasskeyButton: true, allowAutofill: false }, mfa: { factors: [], policy: 'NoPrompt' } });
  const user = await lab.user({ username: 'paula', password: PASSWORD });
  const page = await lab.visitor();
  await lab.authenticator(page);
  const tokens = await lab.signIn(page);
  await lab.enterPassword(page, 'paula', PASSWORD);
  await page.getByRole('button', { name: 'Not now' }).click();
  await tokens();

  await page.goto(lab.at('/account/passkey/add'));
  await lab.prove(page);
  await page.getByLabel('Name your passkey').fill('Desk');
  await lab.check(page, 'account-passkey');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  await page.getByRole('button', { name: 'Rename: Desk' }).click();
  await page.getByRole('dialog').getByLabel('Name your passkey').fill('Kitchen');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Remove: Kitchen' }).waitFor();
  const [passkey] = await lab.api('GET', `/users/${user.id}/mfa-verifications`);
  assert.equal(passkey.name, 'Kitchen');

  await page.context().clearCookies();
  const again = await lab.signIn(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  assert.equal((await again()).sub, user.id);
  await page.goto(lab.at('/account/passkey/manage'));
  await page.getByRole('button', { name: 'Remove: Kitchen' }).waitFor();
  await lab.check(page, 'account-passkeys');
  await page.getByRole('button', { name: 'Remove: Kitchen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove: Kitchen' }).waitFor({ state: 'detached' });
  assert.deepEqual(await lab.api('GET', `/users/${user.id}/mfa-verifications`), []);
}

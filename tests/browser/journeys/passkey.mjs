// A passkey of Chromium's virtual authenticator: made when it is suggested, then the whole sign-in.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.settings({ passkeySignIn: { enabled: true, showPasskeyButton: true, allowAutofill: false }, mfa: { factors: ['WebAuthn'], policy: 'NoPrompt' } });
  const user = await lab.user({ username: 'noor', password: PASSWORD });
  const page = await lab.visitor();
  await lab.authenticator(page);
  let tokens = await lab.signIn(page);
  await page.locator('input[name=identifier]').fill('noor');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Create a passkey' }).waitFor();
  await lab.check(page, 'create-passkey');
  await page.getByRole('button', { name: 'Create a passkey' }).click();
  assert.equal((await tokens()).sub, user.id);

  await page.context().clearCookies();
  tokens = await lab.signIn(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  assert.equal((await tokens()).sub, user.id);

  // By name it is found, too.
  await page.context().clearCookies();
  tokens = await lab.signIn(page);
  await page.locator('input[name=identifier]').fill('noor');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByRole('heading', { name: 'Use a passkey' }).waitFor();
  await lab.check(page, 'use-passkey');
  await page.getByRole('button', { name: 'Try another way' }).click();
  await page.getByRole('button', { name: 'Sign in with a password' }).waitFor();
  await lab.check(page, 'verification-methods');
  await page.goBack();
  await page.getByRole('button', { name: 'Verify with a passkey' }).click();
  assert.equal((await tokens()).sub, user.id);
}

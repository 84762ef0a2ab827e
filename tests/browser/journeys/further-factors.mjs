// Whoever registers with a mail address has one factor; another one is suggested, and may be skipped.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.settings({
    signUp: { identifiers: ['email'], password: true, verify: true },
    signIn: { methods: [{ identifier: 'email', password: true, verificationCode: false, isPasswordPrimary: true }] },
    mfa: { factors: ['EmailVerificationCode', 'Totp', 'BackupCode'], policy: 'Mandatory' },
  });
  const page = await lab.visitor();
  const tokens = await lab.signIn(page, { first_screen: 'register' });
  await page.getByLabel('Email').fill('frida@example.test');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code').fill(await lab.mailbox.code('frida@example.test'));
  await lab.choosePassword(page, PASSWORD);
  await page.getByRole('heading', { name: 'Add another way' }).waitFor();
  await lab.check(page, 'further-factors');
  // The one that is there already cannot be chosen again.
  assert.ok(await page.getByRole('button', { name: /^Code by email/ }).isDisabled());
  await page.getByRole('button', { name: /^Authenticator app/ }).click();
  await page.locator('img.qr').waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Skip' }).click();
  await page.getByRole('heading', { name: 'Save your backup codes' }).waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  const { sub } = await tokens();
  assert.equal((await lab.api('GET', `/users/${sub}`)).primaryEmail, 'frida@example.test');
}

// Screens that other journeys pass by, each as it is opened: everyone can use them, and they say where one is.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

const email = { type: 'email', value: 'sara@example.test' };
const factors = { event: 'SignIn', skippable: true, availableFactors: ['WebAuthn', 'Totp', 'EmailVerificationCode', 'BackupCode'], maskedIdentifiers: { EmailVerificationCode: 's***@example.test' } };

/** Path, what the history entry has, and the heading. */
const SCREENS = [
  ['/forgot-password', {}, 'Reset password'],
  ['/forgot-password/reset', {}, 'Reset password'],
  ['/forgot-password/verification-code', { event: 'ForgotPassword', identifier: email, sentAt: 0 }, 'Enter verification code'],
  ['/continue/email', { event: 'SignIn' }, 'Link email'],
  ['/continue/phone', { event: 'SignIn' }, 'Link phone'],
  ['/continue/emailOrPhone', { event: 'SignIn' }, 'Link email or phone'],
  ['/continue/username', { event: 'SignIn' }, 'Set username'],
  ['/continue/password', { event: 'SignIn' }, 'Set password'],
  ['/mfa-onboarding', { event: 'SignIn' }, 'Turn on 2-step verification?'],
  ['/mfa-binding', factors, 'Add 2-step verification'],
  ['/mfa-binding/EmailVerificationCode', factors, 'Add 2-step verification'],
  ['/mfa-verification', factors, '2-step verification'],
  ['/mfa-verification/BackupCode', factors, '2-step verification'],
  ['/social/link/x', { related: email, verificationId: 'x' }, 'We found an account that may be yours.'],
  ['/account-suspended', {}, 'Something went wrong'],
  ['/one-time-token/error', {}, 'This link is not valid'],
];

export default async function (lab) {
  await lab.settings({ forgotPasswordMethods: ['EmailVerificationCode'] });
  const page = await lab.visitor();
  await lab.signIn(page);
  for (const [path, state, heading] of SCREENS) {
    // A history entry is kept when a page is loaded again.
    await page.evaluate(([told, to]) => history.pushState(told, '', to), [state, new URL(lab.at(path)).pathname]);
    await page.reload();
    await page.getByRole('heading', { name: heading, exact: true, level: 1 }).waitFor();
    assert.equal(await page.title(), heading);
    await lab.check(page, `screen${path.replaceAll('/', '-')}`);
  }

  // The account's pages with one thing to do.
  await lab.openAccounts();
  await lab.user({ username: 'sara', password: PASSWORD });
  await page.goto(lab.at('/account/username?redirect=https://shop.test/&show_success=true'));
  await lab.enterPassword(page, 'sara', PASSWORD);
  await lab.prove(page);
  await page.getByLabel('Username').fill('sarah');
  await lab.check(page, 'account-username');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  await lab.check(page, 'account-done');
  await page.goto(lab.at('/account/phone'));
  await page.getByLabel('New phone number').waitFor();
  await lab.check(page, 'account-phone');
}

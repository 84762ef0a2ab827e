// The account's pages: name, e-mail address, password, authenticator app, backup codes, passkey, sessions, the way back.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { totp } from '../totp.mjs';

const NEXT = 'An0ther-Pa55phrase';

export default async function (lab) {
  await lab.openAccounts();
  await lab.settings({ mfa: { factors: ['Totp', 'BackupCode'], policy: 'NoPrompt' } });
  const user = await lab.user({ username: 'vera', password: PASSWORD, name: 'Vera', primaryEmail: 'vera@example.test' });
  const own = () => lab.api('GET', `/users/${user.id}`);
  const page = await lab.visitor();
  const at = (path) => page.goto(lab.at(path));
  const saved = () => page.getByRole('status').filter({ hasText: /./ }).waitFor();
  await at('/account');
  await lab.enterPassword(page, 'vera', PASSWORD);
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await lab.check(page, 'account-profile');
  await page.getByRole('button', { name: 'Edit: Name' }).click();
  await lab.check(page, 'account-edit');
  await page.getByLabel('Name (optional)').fill('Vera Rubin');
  await page.getByRole('button', { name: 'Save' }).click();
  await saved();
  assert.equal((await own()).name, 'Vera Rubin');

  // What is protected asks once who it is; a wrong password is said.
  await page.getByRole('link', { name: 'Security' }).click();
  await page.getByRole('heading', { name: 'Linked accounts' }).or(page.getByRole('heading', { name: 'Sign-in' })).first().waitFor();
  await lab.check(page, 'account-security');
  await page.getByRole('button', { name: 'Change: Email' }).click();
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await lab.check(page, 'account-proof');
  await page.getByRole('dialog').getByRole('button', { name: 'Password', exact: true }).click();
  await page.getByRole('dialog').locator('input').fill('wrong');
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('dialog').getByRole('alert').filter({ hasText: /./ }).waitFor();
  await page.getByRole('dialog').locator('input').fill(PASSWORD);
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  const mails = lab.mailbox.mails.length;
  await page.getByLabel('New email').fill('rubin@example.test');
  await lab.check(page, 'account-email');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Code').fill(await lab.mailbox.code('rubin@example.test', mails));
  await page.getByRole('button', { name: 'Change: Email' }).waitFor();
  assert.equal((await own()).primaryEmail, 'rubin@example.test');

  // An authenticator app, its codes for bad days.
  await page.getByRole('button', { name: 'Add: Authenticator app' }).click();
  await page.locator('img.qr').waitFor();
  await page.getByText('Cannot scan it?').click();
  await lab.check(page, 'account-authenticator-app');
  await page.locator('input[name=totpCode_0]').fill(totp(await page.locator('code.secret').innerText()));
  await page.getByRole('button', { name: 'Remove: Authenticator app' }).waitFor();
  await page.getByRole('button', { name: 'Add: Backup code' }).click();
  await page.locator('.codes li').nth(9).waitFor();
  await lab.check(page, 'account-backup-codes');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('10 codes left').waitFor();
  for (const name of ['Backup code', 'Authenticator app']) {
    await page.getByRole('button', { name: `Remove: ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: `Remove: ${name}` }).waitFor({ state: 'detached' });
  }

  // A password, for an application that wants its user back.
  await at(`/account/password?redirect=${encodeURIComponent(lab.callback)}`);
  await page.getByLabel('New password').fill(NEXT);
  await page.getByLabel('Confirm password').fill('different');
  await page.getByRole('button', { name: 'Save password' }).click();
  await page.getByRole('alert').filter({ hasText: 'do not match' }).waitFor();
  await page.getByLabel('Confirm password').fill(NEXT);
  await lab.check(page, 'account-password');
  await page.getByRole('button', { name: 'Save password' }).click();
  await page.waitForURL(lab.callback);

  // Another device is seen, and signed out.
  const other = await lab.visitor();
  await lab.signIn(other);
  await lab.enterPassword(other, 'vera', NEXT);
  await other.waitForURL(`${lab.callback}*`);
  await at('/account/sessions');
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await page.getByText('This device').waitFor();
  await lab.check(page, 'account-sessions');
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  assert.equal((await download).suggestedFilename(), 'account.json');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(/\/(sign-in|account)/);
  await page.locator('input[name=identifier]').waitFor();
}

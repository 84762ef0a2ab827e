// An authenticator app and backup codes: set up because they must be, used the next time.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { totp } from '../totp.mjs';

const enterPassword = async (page, username) => {
  await page.locator('input[name=identifier]').fill(username);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

export default async function (lab) {
  await lab.settings({ mfa: { factors: ['Totp', 'BackupCode'], policy: 'Mandatory' } });
  const user = await lab.user({ username: 'mia', password: PASSWORD });
  const page = await lab.visitor();
  let tokens = await lab.signIn(page);
  await enterPassword(page, 'mia');
  await page.getByText('Cannot scan it?').click();
  await lab.check(page, 'totp-binding');
  const secret = (await page.locator('code.secret').innerText()).trim();
  // It is in the application already, whatever happens to the page.
  await page.reload();
  await page.getByText('Cannot scan it?').click();
  assert.equal((await page.locator('code.secret').innerText()).trim(), secret);
  const first = totp(secret);
  await page.locator('input[name=totpCode_0]').fill('000000');
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
  await page.locator('input[name=totpCode_0]').fill(first);
  await page.getByRole('heading', { name: 'Save your backup codes' }).waitFor();
  await lab.check(page, 'backup-codes');
  const [code] = await page.locator('.codes li').allInnerTexts();
  await page.getByRole('button', { name: 'Continue' }).click();
  assert.equal((await tokens()).sub, user.id);

  const again = await lab.visitor();
  tokens = await lab.signIn(again);
  await enterPassword(again, 'mia');
  await again.getByText('Enter the code of your app').waitFor();
  await lab.check(again, 'totp-verification');
  await again.getByRole('button', { name: 'Try another way' }).click();
  await again.getByRole('button', { name: 'Backup code' }).click();
  await again.getByLabel('Backup code').fill(code);
  await again.getByRole('button', { name: 'Continue' }).click();
  assert.equal((await tokens()).sub, user.id);
  // It works once.
  const third = await lab.visitor();
  await lab.signIn(third);
  await enterPassword(third, 'mia');
  await third.getByRole('button', { name: 'Try another way' }).click();
  await third.getByRole('button', { name: 'Backup code' }).click();
  await third.getByLabel('Backup code').fill(code);
  await third.getByRole('button', { name: 'Continue' }).click();
  await third.getByRole('alert').filter({ hasText: /./ }).waitFor();
}

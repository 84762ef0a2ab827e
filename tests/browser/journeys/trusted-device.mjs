// Someone does not want to be asked for a second factor on this device again; in the account the device is forgotten.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { totp } from '../totp.mjs';

export default async function (lab) {
  const names = ['name', 'password', 'username', 'mfa', 'session', 'trustedDevice'];
  await lab.openAccounts({ fields: Object.fromEntries(names.map((name) => [name, 'Edit'])) });
  await lab.settings({ mfa: { factors: ['Totp'], policy: 'Mandatory' }, trustedDevice: { enabled: true } });
  try {
    const user = await lab.user({ username: 'tess', password: PASSWORD });
    const { secret } = await lab.api('POST', `/users/${user.id}/mfa-verifications`, { type: 'Totp' });
    const page = await lab.visitor();
    let tokens = await lab.signIn(page, { prompt: 'login' });
    await lab.enterPassword(page, 'tess', PASSWORD);
    await page.getByText('Enter the code of your app').waitFor();
    await page.getByLabel('Trust this device').check();
    await lab.check(page, 'trusted-device');
    await page.locator('input[name=totpCode_0]').fill(totp(secret));
    assert.equal((await tokens()).sub, user.id);

    // The password is still asked for, the code is not.
    tokens = await lab.signIn(page, { prompt: 'login' });
    await lab.enterPassword(page, 'tess', PASSWORD);
    assert.equal((await tokens()).sub, user.id);
    // On another device it is.
    const other = await lab.visitor();
    await lab.signIn(other);
    await lab.enterPassword(other, 'tess', PASSWORD);
    await other.getByText('Enter the code of your app').waitFor();

    await page.goto(lab.at('/account/sessions'));
    await page.getByRole('button', { name: 'Continue' }).click();
    await lab.prove(page);
    await page.getByRole('heading', { name: 'Trusted devices' }).waitFor();
    await lab.check(page, 'account-trusted-devices');
    await page.getByRole('button', { name: /^Remove: / }).click();
    await page.getByRole('heading', { name: 'Trusted devices' }).waitFor({ state: 'detached' });
    await lab.signIn(page, { prompt: 'login' });
    await lab.enterPassword(page, 'tess', PASSWORD);
    await page.getByText('Enter the code of your app').waitFor();
  } finally {
    await lab.settings({ trustedDevice: {} });
  }
}

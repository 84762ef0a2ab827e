// Wrong passwords and wrong codes, until nothing is tried any more; the right one does not help then.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.settings({ sentinelPolicy: { maxAttempts: 3, lockoutDuration: 10 } });
  try {
    await lab.user({ username: 'lock', password: PASSWORD });
    const page = await lab.visitor();
    await lab.signIn(page);
    await lab.enterPassword(page, 'lock', 'wrong');
    const told = page.getByRole('alert').filter({ hasText: /./ });
    for (let tries = 0; tries < 4; tries += 1) {
      await told.waitFor();
      await page.locator('input[name=password]').fill(tries < 2 ? `wrong${tries}` : PASSWORD);
      const answered = page.waitForResponse('**/verification/password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      const { code } = await (await answered).json();
      if (code === 'session.verification_blocked_too_many_attempts') break;
      if (tries === 3) throw new Error(`nobody was locked out: ${code}`);
    }
    await told.waitFor();
    await lab.check(page, 'locked-out');

    // Codes are tried as seldom.
    await lab.user({ primaryEmail: 'lock@example.test' });
    await lab.signIn(page);
    const before = lab.mailbox.mails.length;
    await page.locator('input[name=identifier]').fill('lock@example.test');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    const right = await lab.mailbox.code('lock@example.test', before);
    for (let tries = 0; ; tries += 1) {
      const answered = page.waitForResponse('**/verification-code/verify');
      await page.getByLabel('Code').fill(tries < 3 ? '000000' : right);
      const { code } = await (await answered).json();
      await told.waitFor();
      if (code === 'session.verification_blocked_too_many_attempts') break;
      assert.ok(tries < 3, `nobody was locked out: ${code}`);
    }
  } finally {
    await lab.settings({ sentinelPolicy: {} });
  }
}

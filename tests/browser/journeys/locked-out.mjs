// Wrong passwords and wrong codes, until nothing is tried any more; the right one does not help then.
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
  } finally {
    await lab.settings({ sentinelPolicy: {} });
  }
}

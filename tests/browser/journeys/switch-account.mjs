// Someone is signed in and opens a link that is for somebody else: the person decides.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const first = await lab.user({ username: 'swan', password: PASSWORD, primaryEmail: 'swan@example.test' });
  const second = await lab.user({ username: 'crane', password: PASSWORD, primaryEmail: 'crane@example.test' });
  const page = await lab.visitor();
  let tokens = await lab.signIn(page);
  await lab.enterPassword(page, 'swan', PASSWORD);
  assert.equal((await tokens()).sub, first.id);
  const link = async () => ({ one_time_token: (await lab.api('POST', '/one-time-tokens', { email: 'crane@example.test' })).token, login_hint: 'crane@example.test', prompt: 'consent' });
  tokens = await lab.signIn(page, await link());
  await page.getByRole('heading', { name: 'You are signed in as swan' }).waitFor();
  await lab.check(page, 'switch-account');
  await page.getByRole('button', { name: 'Stay signed in as swan' }).click();
  await page.waitForURL(`${new URL(lab.callback).origin}/`);
  tokens = await lab.signIn(page, await link());
  await page.getByRole('button', { name: 'Continue as crane@example.test' }).click();
  assert.equal((await tokens()).sub, second.id);
}

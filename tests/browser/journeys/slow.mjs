// A slow network: buttons say that something happens, and clicking again does no harm. A broken one: it is said, and works again.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const user = await lab.user({ username: 'slow', password: PASSWORD });
  const page = await lab.visitor();
  const tokens = await lab.signIn(page);
  await page.locator('input[name=identifier]').fill('slow');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.route('**/verification/password', (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'took too long' }).waitFor();
  let free;
  const held = new Promise((done) => {
    free = done;
  });
  let calls = 0;
  await page.route('**/verification/password', async (route) => {
    calls += 1;
    await held;
    await route.continue();
  });
  const button = page.locator('button[name=submit]');
  await button.click();
  await page.locator('button[name=submit][aria-busy=true]').waitFor();
  await button.click();
  await page.keyboard.press('Enter');
  free();
  assert.equal((await tokens()).sub, user.id);
  assert.equal(calls, 1);
}

// A name and a password; in light and dark, on a phone and a desktop.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.settings({ signIn: { methods: [{ identifier: 'username', password: true, verificationCode: false, isPasswordPrimary: true }] } });
  const user = await lab.user({ username: 'ada', password: PASSWORD });
  for (const [name, options] of [
    ['phone-light', {}], ['phone-dark', { colorScheme: 'dark' }], ['desktop-light', { viewport: { width: 1280, height: 800 } }],
    ['desktop-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ]) {
    const page = await lab.visitor(options);
    const requests = [];
    page.on('request', (request) => requests.push(request.url()));
    const tokens = await lab.signIn(page);
    await page.getByLabel('Username').fill('ada');
    const foreign = requests.filter((url) => new URL(url).host !== lab.issuer.host);
    assert.deepEqual(foreign, [], 'requests to others');
    await page.locator('input[name=password]').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await lab.check(page, `sign-in-${name}`);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    assert.equal((await tokens()).sub, user.id);
    // The session is there: the next time there is nothing to do.
    const again = await lab.signIn(page, { prompt: 'none' });
    assert.equal((await again()).sub, user.id);
  }
  // The password can be looked at, and the field says so.
  const page = await lab.visitor();
  await lab.signIn(page);
  // What is missing is said, where it is missing.
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'Username is required' }).waitFor();
  await page.getByLabel('Username').and(page.locator(':focus[aria-invalid]')).fill('ada');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Password is required' }).waitFor();
  await lab.check(page, 'password-required');
  await page.locator('input[name=password]').fill('seen');
  await page.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await page.locator('input[name=password]').getAttribute('type'), 'text');
}

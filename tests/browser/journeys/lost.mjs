// Pages without a sign-in, links whose time is over, a cookie that is gone, an account that is suspended.
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const page = await lab.visitor();
  for (const path of ['/sign-in', '/register', '/unknown-session', '/forgot-password']) {
    await page.goto(lab.at(path));
    await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
  }
  await lab.check(page, 'unknown-session');
  // A screen without the steps before it.
  await lab.signIn(page);
  for (const path of ['/mfa-verification/Totp', '/mfa-binding', '/continue/email', '/sign-in/password', '/sign-in/verification-code', '/social/link/x']) {
    await page.goto(lab.at(path));
    await page.getByText('The session was not found').waitFor();
  }
  await lab.check(page, 'nothing-before');
  await page.getByRole('button', { name: 'Go back' }).click();
  await page.locator('input[name=identifier]').waitFor();
  await page.context().clearCookies();
  await page.locator('input[name=identifier]').fill('ada');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('input[name=password]').fill('x');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();

  const user = await lab.user({ username: 'sus', password: PASSWORD });
  await lab.api('PATCH', `/users/${user.id}/is-suspended`, { isSuspended: true });
  await lab.signIn(page);
  await page.locator('input[name=identifier]').fill('sus');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('This account is suspended').waitFor();

  await lab.signIn(page, { one_time_token: 'nope', login_hint: 'a@b.test' });
  await page.getByRole('heading', { name: 'This link is not valid' }).waitFor();
}

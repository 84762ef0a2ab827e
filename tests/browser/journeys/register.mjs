// A new account: a name, a password; going back and reloading on the way, and two tabs.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const page = await lab.visitor();
  const tokens = await lab.signIn(page, { first_screen: 'register' });
  await lab.check(page, 'register');
  await page.getByLabel('Username').fill('grace');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Set password' }).waitFor();
  await lab.check(page, 'register-password');
  await page.reload();
  await page.getByRole('heading', { name: 'Set password' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Create your account' }).waitFor();
  await page.goForward();
  await lab.choosePassword(page, '123');
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Confirm password').fill(`${PASSWORD}!`);
  await page.getByRole('button', { name: 'Save password' }).click();
  await page.getByRole('alert').filter({ hasText: 'do not match' }).waitFor();
  await page.getByLabel('Confirm password').and(page.locator(':focus')).fill(PASSWORD);
  // Twice quickly does no harm.
  await page.getByRole('button', { name: 'Save password' }).dblclick();
  const claims = await tokens();
  const [grace] = await lab.api('GET', '/users?search=grace');
  assert.equal(claims.sub, grace.id);
  // The name is taken now, and that is said.
  const other = await lab.visitor();
  await lab.signIn(other, { first_screen: 'register' });
  await other.getByLabel('Username').fill('grace');
  await other.getByRole('button', { name: 'Create account' }).click();
  await other.getByRole('alert').filter({ hasText: /./ }).waitFor();
  // A second tab of another client does not disturb the first.
  const tab = await other.context().newPage();
  lab.watch(tab);
  const second = await lab.makeClient({ name: 'Second' });
  await lab.signIn(tab, {}, second);
  await other.getByLabel('Username').fill('lin');
  await other.getByRole('button', { name: 'Create account' }).click();
  await other.getByRole('heading', { name: 'Set password' }).waitFor();
}

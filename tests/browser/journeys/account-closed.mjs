// What is not open is not shown: no account center, fields that may only be read, addresses of nothing.
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.openAccounts({ enabled: false });
  const page = await lab.visitor();
  await page.goto(lab.at('/account/security'));
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await lab.check(page, 'account-closed');

  await lab.openAccounts({ fields: { username: 'ReadOnly', email: 'Off', password: 'Edit' }, deleteAccountUrl: null, profileFields: [] });
  await lab.user({ username: 'rita', password: PASSWORD });
  await page.goto(lab.at('/account'));
  await lab.enterPassword(page, 'rita', PASSWORD);
  await page.getByText('rita', { exact: true }).waitFor();
  for (const name of ['Change: Username', 'Add: Email', 'Delete account']) await page.getByRole('button', { name }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Change: Password' }).waitFor();
  await page.goto(lab.at('/account/email'));
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
}

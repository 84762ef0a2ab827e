// The demonstrations: an application that shows its tokens, at an address whose browser lends no digests, and a device.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.user({ username: 'demeter', name: 'Demeter', password: PASSWORD });
  const page = await lab.visitor();
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
  await page.goto(lab.at('/demo-app'));
  await page.getByText('Nobody is signed in.').waitFor();
  await lab.check(page, 'demo-app');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await lab.enterPassword(page, 'demeter', PASSWORD);
  await page.getByText('Signed in as Demeter.').waitFor();
  const told = async (name) => JSON.parse(await page.getByRole('region', { name }).locator('pre').innerText());
  assert.equal((await told('ID token')).sub, (await told('Userinfo')).sub);
  await lab.check(page, 'demo-app-signed-in');

  const device = await page.context().newPage();
  await device.goto(lab.at('/device-demo-app'));
  const address = await device.getByRole('link').getAttribute('href');
  await lab.check(device, 'device-demo-app');
  await page.goto(address);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Device connected' }).waitFor();
  await device.getByText('Signed in as Demeter.').waitFor();
}

// A script that fails in a browser is told to the server, and an address of nothing says what to do.
import assert from 'node:assert/strict';

export default async function (lab) {
  const page = await lab.visitor();
  await page.goto(lab.at('/no/such/page'));
  await page.getByRole('heading', { name: '404 Not found' }).waitFor();
  await lab.check(page, 'not-found');
  // What the provider can neither answer nor send back.
  await page.goto(lab.at('/oidc/auth?client_id=nobody'));
  await page.getByRole('heading', { name: 'This application is not known here' }).waitFor();
  await page.getByText('Details for developers').click();
  await page.getByText('no such client').waitFor();
  await lab.check(page, 'unknown-application');
  const client = lab.client.clientMetadata().client_id;
  await page.goto(lab.at(`/oidc/auth?client_id=${client}&redirect_uri=https://evil.test&ui_locales=de`));
  await page.getByRole('heading', { name: 'Sie wurden nicht weitergeleitet' }).waitFor();
  await lab.check(page, 'foreign-address');
  await page.goto(lab.at('/oidc/session/end?id_token_hint=x'));
  await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
  await page.getByText('could not decode id_token_hint').waitFor({ state: 'hidden' });
  await page.goto(lab.at('/oidc/auth/nothing'));
  await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
  await page.getByRole('button', { name: 'Go back' }).click();
  await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
  const told = page.waitForRequest('**/page-errors');
  await page.evaluate(() => setTimeout(() => {
    throw new Error('on purpose');
  }));
  const request = await told;
  assert.equal(request.postDataJSON().message, 'on purpose');
  assert.equal((await request.response()).status(), 204);
  assert.match(lab.complaints.pop(), /on purpose/);
}

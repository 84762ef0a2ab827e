// A script that fails in a browser is told to the server, and an address of nothing says what to do.
import assert from 'node:assert/strict';

export default async function (lab) {
  const page = await lab.visitor();
  await page.goto(lab.at('/no/such/page'));
  await page.getByRole('heading', { name: '404 Not found' }).waitFor();
  await lab.check(page, 'not-found');
  const told = page.waitForRequest('**/page-errors');
  await page.evaluate(() => setTimeout(() => {
    throw new Error('on purpose');
  }));
  const request = await told;
  assert.equal(request.postDataJSON().message, 'on purpose');
  assert.equal((await request.response()).status(), 204);
  assert.match(lab.complaints.pop(), /on purpose/);
}

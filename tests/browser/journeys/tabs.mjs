// Two tabs of one browser, for one client: whichever goes on, someone gets in. And the way back after all is done.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const user = await lab.user({ username: 'tab', password: PASSWORD, primaryEmail: 'tab@example.test' });
  const first = await lab.visitor();
  await lab.signIn(first);
  const before = lab.mailbox.mails.length;
  await first.locator('input[name=identifier]').fill('tab@example.test');
  await first.getByRole('button', { name: 'Continue' }).click();
  const code = await lab.mailbox.code('tab@example.test', before);
  const second = await first.context().newPage();
  lab.watch(second);
  await lab.signIn(second);
  await second.locator('input[name=identifier]').waitFor();
  // The first tab's steps belong to a sign-in that the second has replaced: it is said, and there is a way on.
  await first.getByLabel('Code').fill(code);
  await first.getByRole('alert').filter({ hasText: 'The session was not found' }).waitFor();
  await lab.enterPassword(first, 'tab', PASSWORD);
  await first.waitForURL(`${lab.callback}*`);
  assert.ok(new URL(first.url()).searchParams.get('code'));

  // The second tab's sign-in was that one.
  await second.reload();
  await second.getByRole('heading', { name: 'This sign-in is over' }).waitFor();

  // Back from the client: nothing is done twice, and the client can start again.
  await first.goBack();
  await first.locator('h1').waitFor();
  const tokens = await lab.signIn(first);
  assert.equal((await tokens()).sub, user.id);
}

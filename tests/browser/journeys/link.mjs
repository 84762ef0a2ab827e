// A link of a mail signs in at once, and makes an account for someone new.
import assert from 'node:assert/strict';

export default async function (lab) {
  await lab.settings({ signUp: { identifiers: ['email'], password: false, verify: true } });
  const email = 'lea@example.test';
  const { token } = await lab.api('POST', '/one-time-tokens', { email });
  const page = await lab.visitor();
  const tokens = await lab.signIn(page, { one_time_token: token, login_hint: email });
  const claims = await tokens();
  assert.equal((await lab.api('GET', `/users/${claims.sub}`)).primaryEmail, email);
}

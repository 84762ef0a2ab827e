// A number is typed as people know it: its country is added, and may be another one; the code comes by text message.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';

/** A gateway of text messages; `said` keeps what it was told. */
async function gateway() {
  const said = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    said.push(JSON.parse(body));
    response.end();
  });
  const port = await new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
  return { said, endpoint: `http://127.0.0.1:${port}/sms`, close: () => (server.closeAllConnections(), server.close()) };
}

export default async function (lab) {
  const { said, endpoint, close } = await gateway();
  const connector = await lab.api('POST', '/connectors', { connectorId: 'http-sms', config: { endpoint } });
  try {
    await lab.settings({
      signUp: { identifiers: ['phone'], password: false, verify: true },
      signIn: { methods: [
        { identifier: 'username', password: true, verificationCode: false, isPasswordPrimary: true },
        { identifier: 'phone', password: false, verificationCode: true, isPasswordPrimary: false },
      ] },
    });
    const page = await lab.visitor({ locale: 'en-GB' });
    let tokens = await lab.signIn(page, { first_screen: 'register' });
    await page.getByLabel('Phone number').fill('12');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').filter({ hasText: 'not valid' }).waitFor();
    await page.getByLabel('Search region code').selectOption('44');
    await page.getByLabel('Phone number').fill('020 7946 0018');
    await lab.check(page, 'phone');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('+442079460018').waitFor();
    assert.equal(said[0].to, '442079460018');
    await page.getByLabel('Code').fill(said[0].payload.code);
    const { sub } = await tokens();
    assert.equal((await lab.api('GET', `/users/${sub}`)).primaryPhone, '442079460018');

    // Where a name may be of several kinds, a country is offered once it looks like a number.
    const again = await lab.visitor();
    tokens = await lab.signIn(again);
    const name = again.getByLabel('Username / Phone number');
    assert.equal(await again.getByLabel('Search region code').count(), 0);
    await name.pressSequentially('4420');
    await again.getByLabel('Search region code').waitFor();
    await name.fill('+44 20 7946 0018');
    await again.getByLabel('Search region code').waitFor({ state: 'detached' });
    assert.ok(await name.evaluate((one) => one === document.activeElement));
    await again.getByRole('button', { name: 'Continue', exact: true }).click();
    await again.getByRole('heading', { name: 'Enter verification code' }).waitFor();
    await again.getByLabel('Code').fill(said.at(-1).payload.code);
    assert.equal((await tokens()).sub, sub);
  } finally {
    close();
    await lab.settings({ signUp: { identifiers: ['username'], password: true, verify: false }, signIn: { methods: [{ identifier: 'username', password: true, verificationCode: false, isPasswordPrimary: true }] } });
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

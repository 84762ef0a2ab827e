// A provider that tells no address, where accounts need one: someone types an address that has an account, and links it. And an
// address of an enterprise's that a provider tells: its people sign in at the enterprise.
import assert from 'node:assert/strict';
import { enterprise, enterpriseConnector, social, socialConnector } from '../provider.mjs';

export default async function (lab) {
  const person = { sub: 'r1', name: 'Rita' };
  const there = await social(person);
  const acme = await enterprise({ sub: 'e9', name: 'Rita', email: 'rita@office.test', email_verified: true });
  const connector = await lab.api('POST', '/connectors', socialConnector(there));
  const office = await lab.api('POST', '/sso-connectors', enterpriseConnector(acme, 'Office', ['office.test']));
  await lab.settings({ socialSignInConnectorTargets: ['elsewhere'], singleSignOnEnabled: true, signUp: { identifiers: ['email'], password: false, verify: true } });
  try {
    const known = await lab.user({ primaryEmail: 'rita@example.test' });
    const page = await lab.visitor();
    let tokens = await lab.signIn(page);
    await page.getByRole('button', { name: 'Continue with Elsewhere' }).click();
    await page.getByRole('heading', { name: 'Link email' }).waitFor();
    await page.reload();
    const before = lab.mailbox.mails.length;
    await page.getByLabel('Email').fill('rita@example.test');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Code').fill(await lab.mailbox.code('rita@example.test', before));
    const question = page.getByRole('dialog');
    await question.getByText('rita@example.test').waitFor();
    await lab.check(page, 'social-link-question');
    await question.getByRole('button', { name: 'Link and continue' }).click();
    assert.equal((await tokens()).sub, known.id);
    assert.equal((await lab.api('GET', `/users/${known.id}`)).identities.elsewhere.userId, 'r1');

    Object.assign(person, { sub: 'r2', email: 'rita@office.test' });
    const worker = await lab.visitor();
    tokens = await lab.signIn(worker);
    await worker.getByRole('button', { name: 'Continue with Elsewhere' }).click();
    await worker.getByRole('button', { name: 'Continue with Office' }).click();
    const { sub } = await tokens();
    assert.equal((await lab.api('GET', `/users/${sub}?includeSsoIdentities=true`)).ssoIdentities[0].identityId, 'e9');
  } finally {
    there.close();
    acme.close();
    await lab.settings({ singleSignOnEnabled: false });
    await lab.api('DELETE', `/connectors/${connector.id}`);
    await lab.api('DELETE', `/sso-connectors/${office.id}`);
  }
}

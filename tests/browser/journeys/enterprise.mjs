// An address of an enterprise leads to the enterprise's provider: while it is typed, from a page of its own, at once.
import assert from 'node:assert/strict';
import { enterprise, enterpriseConnector } from '../provider.mjs';

export default async function (lab) {
  const acme = await enterprise({ sub: 'e7', name: 'Edda', email: 'edda@acme.test', email_verified: true });
  const connector = await lab.api('POST', '/sso-connectors', enterpriseConnector(acme, 'Acme', ['acme.test']));
  const other = await lab.api('POST', '/sso-connectors', enterpriseConnector(acme, 'Acme abroad', ['acme.test']));
  await lab.settings({
    singleSignOnEnabled: true, signIn: { methods: [{ identifier: 'email', password: true, verificationCode: false, isPasswordPrimary: true }] },
  });
  try {
    const page = await lab.visitor();
    let tokens = await lab.signIn(page);
    await page.getByRole('button', { name: 'Single sign-on' }).click();
    await page.getByLabel('Email').fill('edda@nowhere.test');
    await page.getByRole('button', { name: 'Single sign-on' }).click();
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await page.getByLabel('Email').fill('edda@acme.test');
    await page.getByRole('button', { name: 'Single sign-on' }).click();
    await page.getByRole('button', { name: 'Continue with Acme abroad' }).waitFor();
    await lab.check(page, 'enterprises');
    await page.getByRole('button', { name: 'Continue with Acme', exact: true }).click();
    const { sub } = await tokens();
    const [identity] = (await lab.api('GET', `/users/${sub}?includeSsoIdentities=true`)).ssoIdentities;
    assert.deepEqual([identity.identityId, identity.ssoConnectorId], ['e7', connector.id]);

    // Where one enterprise answers for the address, no password is asked for.
    await lab.api('DELETE', `/sso-connectors/${other.id}`);
    const again = await lab.visitor();
    tokens = await lab.signIn(again);
    await again.locator('input[name=password]').waitFor();
    await again.getByLabel('Email').fill('edda@acme.test');
    await again.locator('input[name=password]').waitFor({ state: 'hidden' });
    await lab.check(again, 'enterprise-by-address');
    await again.locator('button[name=submit]').click();
    assert.equal((await tokens()).sub, sub);

    const direct = await lab.visitor();
    tokens = await lab.signIn(direct, { direct_sign_in: `sso:${connector.id}` });
    assert.equal((await tokens()).sub, sub);
  } finally {
    acme.close();
    await lab.settings({ singleSignOnEnabled: false });
    for (const one of await lab.api('GET', '/sso-connectors')) await lab.api('DELETE', `/sso-connectors/${one.id}`);
  }
}

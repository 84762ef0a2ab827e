// Applications say where people begin, with which name, and with what is filled in; pages that are not for them lead on.
import assert from 'node:assert/strict';
import { social, socialConnector } from '../provider.mjs';

export default async function (lab) {
  const there = await social({ sub: 'f1' });
  const connector = await lab.api('POST', '/connectors', socialConnector(there));
  await lab.settings({ socialSignInConnectorTargets: ['elsewhere'], forgotPasswordMethods: ['EmailVerificationCode'], signUp: { identifiers: ['email'], password: true, verify: true } });
  const path = async (page) => new URL(page.url()).pathname.replace(new URL(lab.at('')).pathname.replace(/\/$/, ''), '');
  const page = await lab.visitor();
  const begin = async (more) => {
    await lab.signIn(page, more);
    await page.locator('h1').waitFor();
    return page;
  };
  try {
    // A name of one kind, and nothing beside it.
    const focused = await begin({ first_screen: 'identifier:sign_in', identifier: 'email', login_hint: 'filled@example.test' });
    assert.equal(await path(focused), '/identifier-sign-in');
    const name = focused.getByLabel('Email', { exact: true });
    assert.deepEqual([await name.inputValue(), await name.getAttribute('autocomplete')], ['filled@example.test', 'email webauthn']);
    assert.equal(await focused.getByRole('button', { name: 'Continue with Elsewhere' }).count(), 0);
    await lab.check(focused, 'identifier-sign-in');
    await focused.getByRole('button', { name: 'Try another way' }).click();
    await focused.getByRole('button', { name: 'Continue with Elsewhere' }).waitFor();
    assert.equal(await path(focused), '/sign-in');
    // Reloading and going back lose nothing.
    await focused.reload();
    await focused.getByRole('button', { name: 'Continue with Elsewhere' }).waitFor();
    await focused.goBack();
    await focused.getByRole('button', { name: 'Try another way' }).waitFor();

    // Kinds that are none here do not count.
    const any = await begin({ identifier: 'phone pigeon' });
    await any.getByLabel('Username / Email').waitFor();
    for (const [first, expected] of [['register', '/register'], ['identifier:register', '/identifier-register'], ['reset_password', '/reset-password'], ['single_sign_on', '/sign-in']]) {
      assert.equal(await path(await begin({ first_screen: first })), expected, first);
    }
    // A provider that is gone leads to where people would have begun.
    assert.equal(await path(await begin({ direct_sign_in: 'social:nobody' })), '/sign-in');
    assert.equal(await path(await begin({ direct_sign_in: 'social:nobody', first_screen: 'register' })), '/register');

    await lab.settings({ signInMode: 'SignIn', forgotPasswordMethods: [] });
    for (const first of ['register', 'identifier:register', 'reset_password']) {
      await begin({ first_screen: first });
      await page.waitForURL('**/sign-in?*');
      assert.equal(await page.getByRole('button', { name: 'Create account' }).count(), 0);
    }
    await lab.settings({ signInMode: 'Register' });
    const only = await begin({});
    await only.getByRole('heading', { name: 'Create your account' }).waitFor();
    assert.equal(await path(only), '/register');
    await lab.settings({ signInMode: 'SignInAndRegister', signIn: { methods: [] } });
    const providers = await begin({ first_screen: 'identifier:sign_in' });
    await providers.getByRole('button', { name: 'Continue with Elsewhere' }).waitFor();
    assert.equal(await providers.locator('input[name=identifier]').count(), 0);
    assert.equal(await path(providers), '/sign-in');
  } finally {
    there.close();
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

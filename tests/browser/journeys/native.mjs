// An application shows the pages inside itself: the way to a provider goes through the phone's browser, and back.
import assert from 'node:assert/strict';
import { social, socialConnector } from '../provider.mjs';

export default async function (lab) {
  const there = await social({ sub: 'n1', name: 'Nora', email: 'nora@example.test' });
  const connector = await lab.api('POST', '/connectors', socialConnector(there));
  await lab.settings({ socialSignInConnectorTargets: ['elsewhere'], signUp: { identifiers: [], password: false, verify: false } });
  try {
    const inside = await lab.visitor();
    // What such an application lends the page.
    await inside.addInitScript((callbackLink) => {
      window.told = [];
      window.logtoNativeSdk = {
        platform: 'ios', callbackLink, getPostMessage: () => (data) => window.told.push(data), supportedConnector: { universal: true, nativeTargets: [] },
      };
    }, lab.callback);
    const tokens = await lab.signIn(inside);
    await inside.getByRole('button', { name: 'Continue with Elsewhere' }).click();
    await inside.waitForFunction(() => window.told.length > 0);
    const [{ callbackUri, redirectTo }] = await inside.evaluate(() => window.told);
    assert.equal(callbackUri, lab.at(`/callback/social/${connector.id}`));

    const browser = await lab.visitor();
    await browser.goto(redirectTo);
    await lab.check(browser, 'landing');
    await browser.getByRole('button', { name: 'Continue' }).click();
    await browser.waitForURL(`${lab.callback}*`);
    await inside.goto(`${callbackUri}${new URL(browser.url()).search}`);
    const { sub } = await tokens();
    assert.equal((await lab.api('GET', `/users/${sub}`)).identities.elsewhere.userId, 'n1');

    // An address that would run a script is not gone to.
    const victim = await lab.visitor();
    const evil = new URL(redirectTo);
    evil.searchParams.set('native_callback', 'javascript:alert(1)');
    await victim.goto(evil.href);
    await victim.getByText('The provider\'s answer is not valid').waitFor();
  } finally {
    there.close();
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

// Captchas: the provider's script is loaded from its site, and what it says goes along with the start of a sign-in.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

/** Scripts of the providers, as far as pages use them. */
const PROVIDERS = [
  ['turnstile', { type: 'Turnstile', siteKey: 'k', secretKey: 's' }, 'https://challenges.cloudflare.com/**',
    'window.turnstile = { render: (place, { sitekey, callback }) => { place.textContent = "seen"; callback("turnstile-" + sitekey) } }'],
  ['recaptcha', { type: 'RecaptchaEnterprise', siteKey: 'k', secretKey: 's', projectId: 'p' }, 'https://www.google.com/recaptcha/**',
    'window.grecaptcha = { enterprise: { ready: (then) => then(), execute: async (key) => "recaptcha-" + key } }'],
];

export default async function (lab) {
  await lab.user({ username: 'carl', password: PASSWORD });
  try {
    for (const [name, config, address, script] of PROVIDERS) {
      await lab.api('PUT', '/captcha-provider', { config });
      await lab.settings({ captchaPolicy: { enabled: true } });
      const page = await lab.visitor();
      await page.route(address, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
      await lab.signIn(page);
      const started = page.waitForRequest((request) => request.method() === 'PUT' && request.url().endsWith('/api/experience'));
      await lab.enterPassword(page, 'carl', PASSWORD);
      assert.deepEqual((await started).postDataJSON(), { interactionEvent: 'SignIn', captchaToken: `${name}-k` });
      // The provider's own server does not know the token.
      await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    }
    // A script that does not come: it is the server that says what is missing.
    const page = await lab.visitor();
    await page.route('https://www.google.com/**', (route) => route.abort());
    await lab.signIn(page);
    await lab.enterPassword(page, 'carl', PASSWORD);
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await lab.check(page, 'captcha-failed');
  } finally {
    await lab.api('DELETE', '/captcha-provider');
  }
}

// Languages by what the application, the browser and the tenant say; from right to left; a text of the tenant's own.
import assert from 'node:assert/strict';

export default async function (lab) {
  const heading = (page) => page.locator('h1').innerText();
  const german = await lab.visitor({ locale: 'de-AT' });
  await lab.signIn(german);
  assert.equal(await german.locator('html').getAttribute('lang'), 'de');
  const arabic = await lab.visitor({ locale: 'en-US' });
  await lab.signIn(arabic, { ui_locales: 'ar' });
  assert.equal(await arabic.locator('html').getAttribute('dir'), 'rtl');
  await lab.check(arabic, 'sign-in-arabic');
  const unknown = await lab.visitor({ locale: 'sw-KE' });
  await lab.signIn(unknown);
  assert.equal(await heading(unknown), 'Sign in to your account');
  await lab.api('PUT', '/custom-phrases/fr', { description: { sign_in_to_your_account: 'Bienvenue' } });
  const french = await lab.visitor({ locale: 'fr-FR' });
  await lab.signIn(french);
  assert.equal(await heading(french), 'Bienvenue');
  await lab.api('DELETE', '/custom-phrases/fr');
}

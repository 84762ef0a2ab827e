// An address in a plain network: browsers lend neither passkeys nor their cryptography there. Everything else works.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.settings({ passkeySignIn: { enabled: true, showPasskeyButton: true, allowAutofill: true }, mfa: { factors: ['WebAuthn'], policy: 'Mandatory' } });
  await lab.user({ username: 'hugo', password: PASSWORD });
  const page = await lab.visitor();
  // What such an address takes away, taken away.
  await page.addInitScript(() => {
    Object.defineProperty(window, 'isSecureContext', { value: false });
    Object.defineProperty(window, 'PublicKeyCredential', { value: undefined });
    Object.defineProperty(navigator, 'credentials', { value: undefined });
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    Object.defineProperty(crypto, 'subtle', { value: undefined });
  });
  await lab.signIn(page);
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
  await lab.enterPassword(page, 'hugo', PASSWORD);
  await page.getByText('Passkeys work over a secure connection only').waitFor();
  await lab.check(page, 'no-passkeys');
}

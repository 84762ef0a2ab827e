// Passkeys as the way in.
import { settings, t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { backButton, button, link } from '../ui/form.js';
import { show } from '../ui/page.js';
import { go } from '../ui/router.js';
import { supported, use } from '../ui/webauthn.js';
import { api } from './api.js';
import { nothingBefore } from './ends.js';
import { finish, start } from './flow.js';
import { shown } from './identifier.js';
import { isPreview } from './preview.js';

const isOn = () => settings.passkeySignIn?.enabled === true;

/** Whether passkeys are a way in here. */
export const hasPasskeys = () => isOn() && supported;

let waiting;

/** Whoever has a passkey may pick it where the name is typed. */
export async function autofill() {
  if (!isOn() || !settings.passkeySignIn.allowAutofill || !supported || isPreview) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting?.abort();
  const mine = new AbortController();
  waiting = mine;
  setTimeout(() => mine.abort(), 60_000);
  try {
    const { authenticationOptions } = await api.post('/preflight/sign-in-passkey/authentication');
    await signIn(await use(authenticationOptions, { mediation: 'conditional', signal: mine.signal }));
  } catch {
    // Nobody picked one.
  }
}

async function signIn(proof, verificationId) {
  if (!verificationId) await start('SignIn');
  const made = await api.post('/verification/sign-in-passkey/authentication/verify', { payload: proof, ...(verificationId && { verificationId }) });
  await finish(made.verificationId, 'SignIn');
}

/** A way in without a name. */
export function passkeyButton(check) {
  if (!isOn() || !settings.passkeySignIn.showPasskeyButton || !supported) return null;
  return button(t('action.sign_in_via_passkey'), async () => {
    await check();
    waiting?.abort();
    const { authenticationOptions } = await api.post('/preflight/sign-in-passkey/authentication');
    await signIn(await use(authenticationOptions));
  }, 'plain', 'passkey');
}

/** Asks for the passkey of a name, if it has one. */
export async function signInByName(identifier) {
  if (!hasPasskeys()) return false;
  waiting?.abort();
  await start('SignIn');
  try {
    const asked = await api.post('/verification/sign-in-passkey/authentication', { identifier });
    await go('/sign-in/passkey', { identifier, asked });
    return true;
  } catch (error) {
    if (error.code === 'session.mfa.webauthn_verification_not_found') return false;
    throw error;
  }
}

export function enterPasskey(_, { identifier, asked }) {
  if (!asked) return nothingBefore();
  show(backButton(() => go('/sign-in')), h('div', { class: 'badge' }, icon('passkey')), title(t('passkey_sign_in.use')), p(shown(identifier)), button(t('action.verify_via_passkey'), async () => {
    await signIn(await use(asked.authenticationOptions), asked.verificationId);
  }), link(t('mfa.use_another_method'), () => go('/sign-in/verification-methods', { identifier })));
}

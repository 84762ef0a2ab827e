// Passkeys: the browser's part of Web Authentication.
import { api, Refused } from './api.js';
import { t } from './boot.js';
import { finish, settings, start } from './flow.js';
import { go } from './router.js';
import { button, h, link, show, title } from './ui.js';

/** Browsers offer passkeys only where the connection is secure. */
export const supported = typeof PublicKeyCredential === 'function' && isSecureContext;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
const known = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));

const payload = (credential, response) => ({
  type: 'WebAuthn', id: credential.id, rawId: text(credential.rawId), response,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: credential.getClientExtensionResults(),
});

/** Makes a passkey. */
export async function create(options) {
  let credential;
  try {
    credential = await navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: known(options.excludeCredentials),
    } });
  } catch {
    throw new Refused({ message: t('mfa.webauthn_failed_to_create') });
  }
  const { response } = credential;
  return payload(credential, {
    clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [],
  });
}

/** Uses a passkey. */
export async function use(options, more = {}) {
  const credential = await navigator.credentials.get({ ...more, publicKey: {
    ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials),
  } }).catch((error) => {
    if (more.signal?.aborted) throw error;
    throw new Refused({ message: t('mfa.webauthn_failed_to_verify') });
  });
  const { response } = credential;
  return payload(credential, {
    clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : undefined,
  });
}

const isOn = settings.passkeySignIn?.enabled === true;
let waiting;

/** Whoever has a passkey may pick it where the name is typed. */
export async function autofill() {
  if (!isOn || !settings.passkeySignIn.allowAutofill || !supported) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  waiting = new AbortController();
  try {
    const { authenticationOptions } = await api.post('/preflight/sign-in-passkey/authentication');
    const proof = await use(authenticationOptions, { mediation: 'conditional', signal: waiting.signal });
    await signIn(proof);
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
  if (!isOn || !settings.passkeySignIn.showPasskeyButton || !supported) return null;
  return button(t('action.sign_in_via_passkey'), async () => {
    check();
    waiting?.abort();
    const { authenticationOptions } = await api.post('/preflight/sign-in-passkey/authentication');
    await signIn(await use(authenticationOptions));
  }, 'plain');
}

/** Asks for the passkey of a name, if it has one. */
export async function signInByName(identifier) {
  if (!isOn || !supported) return false;
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
  if (!asked) return go('/sign-in');
  show(title(t('passkey_sign_in.use')), h('p', {}, identifier.value), button(t('action.verify_via_passkey'), async () => {
    await signIn(await use(asked.authenticationOptions), asked.verificationId);
  }), link(t('action.sign_in_via_password'), () => go('/sign-in/password', { identifier })), link(t('action.nav_back'), () => go('/sign-in')));
}

// Passkeys: the browser's part of Web Authentication.
import { t } from './boot.js';
import { Refused } from './http.js';

/** Browsers offer passkeys only where the connection is secure. */
export const supported = typeof PublicKeyCredential === 'function' && isSecureContext;

/** Why there are no passkeys here. */
export const whyNot = () => t(isSecureContext ? 'mfa.webauthn_not_supported' : 'mfa.webauthn_needs_https');

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const payload = (credential, response) => ({
  type: 'WebAuthn', id: credential.id, rawId: text(credential.rawId), response,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: credential.getClientExtensionResults(),
});

/** Makes a passkey. */
export async function create(options) {
  if (!supported) throw new Refused({ message: whyNot() });
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
  if (!supported) throw new Refused({ message: whyNot() });
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

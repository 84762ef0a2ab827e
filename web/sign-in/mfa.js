// Second factors: shown, set up, skipped.
import { api } from './api.js';
import { t } from './boot.js';
import { sendCode } from './code.js';
import { autocomplete, identifierOf, label, message, nameOf, submit } from './flow.js';
import { create, supported, use } from './passkey.js';
import { become, go } from './router.js';
import { button, codeField, copyButton, field, h, link, list, show, title } from './ui.js';

const names = {
  Totp: 'mfa.totp', WebAuthn: 'mfa.webauthn', BackupCode: 'mfa.backup_code',
  EmailVerificationCode: 'mfa.email_verification_code', PhoneVerificationCode: 'mfa.phone_verification_code',
};
const kindOf = { EmailVerificationCode: 'email', PhoneVerificationCode: 'phone' };

/** Where the browser cannot use passkeys, other factors come first. */
const possible = (factors) => (supported ? factors : factors.filter((factor) => factor !== 'WebAuthn' || factors.length === 1));

export function chooseToVerify(_, state) {
  if (!state.availableFactors) return become('/sign-in');
  show(title(t('mfa.verify')), h('p', {}, t('mfa.verify_description')),
    list(possible(state.availableFactors).map((factor) => [t(names[factor]), () => go(`/mfa-verification/${factor}`, state)])));
}

export async function verify({ factor }, state) {
  if (!state.availableFactors) return become('/sign-in');
  const others = possible(state.availableFactors).length > 1 && link(t('mfa.use_another_method'), () => go('/mfa-verification', state));
  const done = () => submit(state.event);
  if (kindOf[factor]) return verifyMessage(factor, state, others, done);
  if (factor === 'WebAuthn') {
    if (!supported) return message(t('mfa.webauthn_not_supported'));
    const asked = await api.post('/verification/web-authn/authentication');
    return show(title(t('mfa.verify')), h('p', {}, t('mfa.verify_webauthn_description')), button(t('action.verify_via_passkey'), async () => {
      const payload = await use(asked.authenticationOptions);
      await api.post('/verification/web-authn/authentication/verify', { verificationId: asked.verificationId, payload });
      await done();
    }), others);
  }
  if (factor === 'BackupCode') {
    const code = field(t('input.backup_code'), { name: 'code', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
    return show(title(t('mfa.verify')), h('p', {}, t('mfa.verify_backup_code_description')), h('form', {}, code, button(t('action.continue'), async () => {
      await api.post('/verification/backup-code/verify', { code: code.value().trim() });
      await done();
    })), others);
  }
  return show(title(t('mfa.verify')), h('p', {}, t('mfa.verify_totp_description')), codeField(t('mfa.totp'), async (code) => {
    await api.post('/verification/totp/verify', { code });
    await done();
  }), others);
}

async function verifyMessage(factor, state, others, done) {
  const identifierType = kindOf[factor];
  const sent = await api.post('/verification/mfa-verification-code', { identifierType });
  const target = state.maskedIdentifiers?.[factor] ?? '';
  show(title(t('mfa.verify')), h('p', {}, t('description.enter_passcode', { address: t(nameOf[identifierType]), target })),
    codeField(t('input.code'), async (code) => {
      await api.post('/verification/mfa-verification-code/verify', { verificationId: sent.verificationId, code, identifierType });
      await done();
    }), link(t('action.resend'), () => verifyMessage(factor, state, others, done)), others);
}

const skip = (path, event) => async () => {
  await api.post(`/profile/mfa/${path}`);
  await submit(event);
};

export function onboard(_, { event }) {
  if (!event) return become('/sign-in');
  show(title(t('mfa.turn_on')), h('p', {}, t('mfa.turn_on_description')), button(t('mfa.set_up'), skip('mfa-enabled', event)),
    link(t('action.nav_skip'), skip('mfa-skipped', event)));
}

const skipping = ({ skippable, suggestion, event }) => skippable && link(t('action.nav_skip'), skip(suggestion ? 'mfa-suggestion-skipped' : 'mfa-skipped', event));

export function chooseToBind(_, state) {
  if (!state.availableFactors) return become('/sign-in');
  show(title(t('mfa.set_up')), h('p', {}, t('mfa.set_up_description')),
    list(possible(state.availableFactors).map((factor) => [t(names[factor]), () => go(`/mfa-binding/${factor}`, state)])), skipping(state));
}

export async function bind({ factor }, state) {
  const { event } = state;
  if (!event) return become('/sign-in');
  const keep = async (verificationId) => {
    await api.post('/profile/mfa', { type: factor, verificationId });
    await submit(event);
  };
  const others = (state.availableFactors?.length ?? 0) > 1 && link(t('mfa.use_another_method'), () => go('/mfa-binding', state));
  if (kindOf[factor]) {
    const kinds = [kindOf[factor]];
    const who = field(label(kinds), { name: 'identifier', autocomplete: autocomplete(kinds), autocapitalize: 'none' });
    return show(title(t('mfa.set_up')), h('form', {}, who, button(t('action.continue'), () =>
      sendCode('continue', event, identifierOf(who.value(), kinds), { factor, as: 'Register' }))), others, skipping(state));
  }
  if (factor === 'WebAuthn') {
    if (!supported) return message(t('mfa.webauthn_not_supported'));
    const asked = await api.post('/verification/web-authn/registration');
    return show(title(t('mfa.create_a_passkey')), h('p', {}, t('mfa.link_webauthn_description')), button(t('mfa.create_a_passkey'), async () => {
      const payload = await create(asked.registrationOptions);
      await api.post('/verification/web-authn/registration/verify', { verificationId: asked.verificationId, payload });
      await keep(asked.verificationId);
    }), others, skipping(state));
  }
  if (factor === 'BackupCode') {
    const made = await api.post('/verification/backup-code/generate');
    return show(title(t('mfa.backup_codes')), h('p', {}, t('mfa.save_backup_code_description')),
      h('ul', { class: 'codes' }, ...made.codes.map((code) => h('li', {}, code))),
      copyButton(made.codes.join('\n'), t('mfa.backup_code_copied')),
      button(t('action.continue'), () => keep(made.verificationId)));
  }
  const made = await api.post('/verification/totp/secret');
  return show(title(t('mfa.scan_qr_code')), h('p', {}, t('mfa.scan_qr_code_description')),
    h('img', { class: 'qr', src: made.secretQrCode, alt: t('mfa.scan_qr_code') }),
    h('details', {}, h('summary', {}, t('mfa.qr_code_not_available')), h('p', {}, t('mfa.copy_and_paste_key_description')),
      h('code', { class: 'secret' }, made.secret), copyButton(made.secret, t('mfa.secret_key_copied'))),
    codeField(t('mfa.enter_one_time_code'), async (code) => {
      await api.post('/verification/totp/verify', { code, verificationId: made.verificationId });
      await keep(made.verificationId);
    }), others, skipping(state));
}

/** A passkey for the next time. */
export async function createPasskey(_, { event }) {
  if (!event) return become('/sign-in');
  const skipped = skip('passkey-skipped', event);
  if (!supported) return skipped();
  const asked = await api.post('/verification/web-authn/registration');
  show(title(t('passkey_sign_in.title')), h('p', {}, t('passkey_sign_in.description')), button(t('passkey_sign_in.create'), async () => {
    const payload = await create(asked.registrationOptions);
    await api.post('/verification/web-authn/registration/verify', { verificationId: asked.verificationId, payload });
    await api.post('/profile/mfa/passkey', { verificationId: asked.verificationId });
    await submit(event);
  }), link(t('passkey_sign_in.not_now'), skipped));
}

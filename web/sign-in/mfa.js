// Second factors: shown, set up, skipped.
import { t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { button, codeField, copy, countdown, field, form, link, list, save } from '../ui/form.js';
import { show, toast } from '../ui/page.js';
import { go } from '../ui/router.js';
import { create, supported, use, whyNot } from '../ui/webauthn.js';
import { api } from './api.js';
import { sendCode } from './code.js';
import { nothingBefore } from './ends.js';
import { message, submit } from './flow.js';
import { identifierField, nameOf } from './identifier.js';

const factors = {
  Totp: ['mfa.totp', 'app', 'mfa.link_totp_description'], WebAuthn: ['mfa.webauthn', 'passkey', 'mfa.link_webauthn_description'],
  BackupCode: ['mfa.backup_code', 'codes', 'mfa.link_backup_code_description'],
  EmailVerificationCode: ['mfa.email_verification_code', 'mail'], PhoneVerificationCode: ['mfa.phone_verification_code', 'message'],
};
const kindOf = { EmailVerificationCode: 'email', PhoneVerificationCode: 'phone' };
const badge = (name) => h('div', { class: 'badge' }, icon(name));

/** Where the browser cannot use passkeys, as inside of applications, there are the other factors. */
const possible = (all) => (supported && !window.logtoNativeSdk ? all : all.filter((factor) => factor !== 'WebAuthn' || all.length === 1));

const ways = (state, path, note, owned = () => false) => {
  const all = possible(state.availableFactors);
  const made = list(all.map((factor) => {
    const [name, picture] = factors[factor];
    return [t(name), () => go(`${path}/${factor}`, state), picture, note(factor)];
  }));
  all.forEach((factor, at) => made.children[at].toggleAttribute('disabled', owned(factor)));
  return made;
};

export function chooseToVerify(_, state) {
  if (!state.availableFactors) return nothingBefore();
  show(badge('shield'), title(t('mfa.verify')), p(t('mfa.verify_description')), ways(state, '/mfa-verification', (factor) => state.maskedIdentifiers?.[factor]));
}

/** A box that spares someone the second step here the next time, where the tenant allows that. The screen does not wait. */
function trust() {
  const part = h('div', { class: 'later' });
  let box;
  api.get('/interaction').then(({ trustedDevice }) => {
    if (!trustedDevice?.canCreate) return;
    box = field(t('mfa.trust_this_device'), { type: 'checkbox', name: 'trust' });
    part.append(box);
  }).catch(() => {});
  // The sign-in goes on if this does not work.
  return { part, keep: async () => box?.input.checked && api.post('/profile/mfa/trusted-device').catch(() => {}) };
}

export async function verify({ factor }, state) {
  if (!state.availableFactors) return nothingBefore();
  const others = possible(state.availableFactors).length > 1 && link(t('mfa.use_another_method'), () => go('/mfa-verification', state));
  const { part, keep } = factor === 'BackupCode' ? { keep: () => {} } : trust();
  const done = async () => {
    await keep();
    await submit(state.event);
  };
  if (kindOf[factor]) return verifyMessage(factor, state, part, others, done);
  if (factor === 'WebAuthn') return verifyPasskey(part, others, done);
  if (factor === 'BackupCode') {
    const code = field(t('input.backup_code'), { name: 'code', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', dir: 'ltr' });
    return show(badge('codes'), title(t('mfa.verify')), p(t('mfa.verify_backup_code_description')), form(code, button(t('action.continue'), async () => {
      await api.post('/verification/backup-code/verify', { code: code.value().trim() });
      await done();
    })), others);
  }
  return show(badge('app'), title(t('mfa.verify')), p(t('mfa.verify_totp_description')), codeField('totpCode', t('mfa.totp'), async (code) => {
    await api.post('/verification/totp/verify', { code });
    await done();
  }, part), others);
}

/** Where there are no passkeys, it is said why. */
const without = (others) => (others ? show(badge('passkey'), title(t('mfa.verify')), h('p', { class: 'notice' }, icon('warning'), whyNot()), others) : message(whyNot()));

async function verifyPasskey(part, others, done) {
  if (!supported) return without(others);
  const asked = await api.post('/verification/web-authn/authentication');
  return show(badge('passkey'), title(t('mfa.verify')), p(t('mfa.verify_webauthn_description')), part, button(t('action.verify_via_passkey'), async () => {
    const payload = await use(asked.authenticationOptions);
    await api.post('/verification/web-authn/authentication/verify', { verificationId: asked.verificationId, payload });
    await done();
  }), others);
}

async function verifyMessage(factor, state, part, others, done) {
  const identifierType = kindOf[factor];
  const sent = await once(factor, () => api.post('/verification/mfa-verification-code', { identifierType }));
  const target = state.maskedIdentifiers?.[factor] ?? '';
  const again = link(t('action.resend'), () => {
    history.replaceState({ ...history.state, made: undefined }, '');
    return verifyMessage(factor, state, part, others, done);
  });
  show(badge(factors[factor][1]), title(t('mfa.verify')), p(t('description.enter_passcode', { address: t(nameOf[identifierType]), target })),
    codeField('passcode', t('input.code'), async (code) => {
      await api.post('/verification/mfa-verification-code/verify', { verificationId: sent.verificationId, code, identifierType });
      await done();
    }, part), countdown(59, (seconds) => t('description.resend_after_seconds', { seconds }), again), others);
}

const skip = (path, event) => async () => {
  await api.post(`/profile/mfa/${path}`);
  await submit(event);
};

export function onboard(_, { event }) {
  if (!event) return nothingBefore();
  show(badge('shield'), title(t('mfa.turn_on')), p(t('mfa.turn_on_description')), button(t('mfa.set_up'), skip('mfa-enabled', event)),
    link(t('action.nav_skip'), skip('mfa-skipped', event)));
}

const skipping = ({ skippable, suggestion, event }) => skippable && link(t('action.nav_skip'), skip(suggestion ? 'mfa-suggestion-skipped' : 'mfa-skipped', event));

/** Factors that someone has already. */
const owns = ({ suggestion, maskedIdentifiers = {}, isWebAuthnUsedAsSignInPasskey }) => (factor) =>
  suggestion === true && (factor in maskedIdentifiers || (factor === 'WebAuthn' && isWebAuthnUsedAsSignInPasskey === true));

export function chooseToBind(_, state) {
  if (!state.availableFactors) return nothingBefore();
  const { suggestion } = state;
  show(badge('shield'), title(t(suggestion ? 'mfa.add_another_factor' : 'mfa.set_up')), p(t(suggestion ? 'mfa.add_another_factor_description' : 'mfa.set_up_description')),
    ways(state, '/mfa-binding', (factor) => state.maskedIdentifiers?.[factor] ?? (factors[factor][2] && t(factors[factor][2])), owns(state)), skipping(state));
}

export async function bind({ factor }, state) {
  const { event } = state;
  if (!event) return nothingBefore();
  const keep = async (verificationId) => {
    await api.post('/profile/mfa', { type: factor, verificationId });
    await submit(event);
  };
  const others = (state.availableFactors?.length ?? 0) > 1 && link(t('mfa.use_another_method'), () => go('/mfa-binding', state));
  if (kindOf[factor]) {
    const who = identifierField([kindOf[factor]], { value: '' });
    return show(badge(factors[factor][1]), title(t('mfa.set_up')), form(who, button(t('action.continue'), () =>
      sendCode('continue', event, who.identifier(), { factor, as: 'Register' }))), others, skipping(state));
  }
  if (factor === 'WebAuthn') return bindPasskey(others || skipping(state), [others, skipping(state)], keep);
  if (factor === 'BackupCode') return bindCodes(keep);
  return bindApp([others, skipping(state)], keep);
}

async function bindPasskey(way, more, keep) {
  if (!supported) return without(way);
  const asked = await api.post('/verification/web-authn/registration');
  return show(badge('passkey'), title(t('mfa.create_a_passkey')), p(t('mfa.link_webauthn_description')), button(t('mfa.create_a_passkey'), async () => {
    const payload = await create(asked.registrationOptions);
    await api.post('/verification/web-authn/registration/verify', { verificationId: asked.verificationId, payload });
    await keep(asked.verificationId);
  }), ...more);
}

/** What was made for a factor is the same after the page was loaded again: it may be in an application, or on paper, already. */
async function once(factor, make) {
  const { made } = history.state ?? {};
  if (made?.factor === factor) return made;
  const fresh = { ...await make(), factor };
  history.replaceState({ ...history.state, made: fresh }, '');
  return fresh;
}

async function bindCodes(keep) {
  const made = await once('BackupCode', () => api.post('/verification/backup-code/generate'));
  const text = made.codes.join('\n');
  show(badge('codes'), title(t('mfa.backup_codes')), p(t('mfa.save_backup_code_description')),
    h('ul', { class: 'codes' }, ...made.codes.map((code) => h('li', {}, code))),
    h('div', { class: 'choices' },
      button(t('action.copy'), async () => {
        await copy(text);
        toast(t('mfa.backup_code_copied'));
      }, 'plain', 'copy'),
      button(t('action.download'), () => save('backup_code.txt', text), 'plain', 'download')),
    button(t('action.continue'), () => keep(made.verificationId)));
}

async function bindApp(more, keep) {
  const made = await once('Totp', () => api.post('/verification/totp/secret'));
  show(title(t('mfa.scan_qr_code')), p(t('mfa.scan_qr_code_description')),
    h('img', { class: 'qr', src: made.secretQrCode, alt: t('mfa.scan_qr_code') }),
    h('details', {}, h('summary', {}, t('mfa.qr_code_not_available')), p(t('mfa.copy_and_paste_key_description')),
      h('code', { class: 'secret' }, made.secret), button(t('action.copy'), async () => {
        await copy(made.secret);
        toast(t('mfa.secret_key_copied'));
      }, 'plain', 'copy')),
    codeField('totpCode', t('mfa.enter_one_time_code'), async (code) => {
      await api.post('/verification/totp/verify', { code, verificationId: made.verificationId });
      await keep(made.verificationId);
    }), ...more);
}

/** A passkey for the next time. */
export async function createPasskey(_, { event }) {
  if (!event) return nothingBefore();
  const skipped = skip('passkey-skipped', event);
  if (!supported) return skipped();
  const asked = await api.post('/verification/web-authn/registration');
  return show(badge('passkey'), title(t('passkey_sign_in.title')), p(t('passkey_sign_in.description')), button(t('passkey_sign_in.create'), async () => {
    const payload = await create(asked.registrationOptions);
    await api.post('/verification/web-authn/registration/verify', { verificationId: asked.verificationId, payload });
    await api.post('/profile/mfa/passkey', { verificationId: asked.verificationId });
    await submit(event);
  }), link(t('passkey_sign_in.not_now'), skipped));
}

// How someone signs in: names, password, linked accounts, passkeys, second factors.
import { settings, t } from '../ui/boot.js';
import { h, icon } from '../ui/dom.js';
import { button } from '../ui/form.js';
import { ask, toast } from '../ui/page.js';
import { go } from '../ui/router.js';
import { api } from './api.js';
import { hasPasskeys, passkeyRow, removeFactor } from './factors.js';
import { act, frame, row, section, toggle } from './frame.js';
import { center, edits, factorsOn, load, sees, signsInByPasskey } from './me.js';
import { socialRows } from './social.js';

/** A name that someone signs in with. */
function identifierRow(picture, field, name, value, path, remove) {
  if (!sees(field)) return null;
  const unset = async () => {
    if (!await ask(t('account_center.remove_question', { name }), t('account_center.remove_description'), t('action.remove'), 'danger')) return;
    await remove();
    await security();
    toast(t('account_center.removed'));
  };
  return row(picture, name, value || t('account_center.not_set'), ...(edits(field)
    ? [act(t(value ? 'account_center.change' : 'account_center.add'), name, () => go(path)), value && remove && act(t('action.remove'), name, unset)] : []));
}

const phoneText = (number) => number && `+${number}`;

const names = (me) => [
  identifierRow('user', 'username', t('input.username'), me.username, '/account/username', () => api.proved.patch('/my-account', { username: null })),
  identifierRow('mail', 'email', t('input.email'), me.primaryEmail, '/account/email', () => api.proved.delete('/my-account/primary-email')),
  identifierRow('message', 'phone', t('input.phone_number'), phoneText(me.primaryPhone), '/account/phone', () => api.proved.delete('/my-account/primary-phone')),
  identifierRow('lock', 'password', t('input.password'), me.hasPassword && '••••••••', '/account/password'),
];

/** Passkeys, and whether they are offered. */
function passkeys(factors, configs) {
  if (!sees('passkey') || !hasPasskeys()) return null;
  const own = factors.filter(({ type }) => type === 'WebAuthn');
  const offer = signsInByPasskey() && configs && edits('passkey') && toggle(t('account_center.security.offer_passkeys'), undefined, !configs.passkeySignIn.skipped,
    (isOn) => api.proved.patch('/my-account/logto-configs', { passkeySignIn: { skipped: !isOn } }));
  const add = edits('passkey') && row('passkey', t('mfa.create_a_passkey'), undefined, act(t('account_center.add'), t('mfa.webauthn'), () => go('/account/passkey/add')));
  return section(t('account_center.security.passkeys'), t('passkey_sign_in.description'), [...own.map((one) => passkeyRow(one, security)), add, offer]);
}

function codesRow(factors) {
  const own = factors.find(({ type }) => type === 'BackupCode');
  const hasOther = factors.some(({ type }) => type !== 'BackupCode');
  const name = t('mfa.backup_code');
  const told = own ? t('account_center.security.codes_left', { count: own.remainCodes ?? 0 }) : t('account_center.not_set');
  return row('codes', name, told, ...(own
    ? [act(t('account_center.security.show'), name, () => go('/account/backup-codes/manage')), edits('mfa') && act(t('action.remove'), name, () => removeFactor(own, name, security))]
    : [edits('mfa') && hasOther && act(t('account_center.add'), name, () => go('/account/backup-codes/generate'))]));
}

function appRow(factors) {
  const own = factors.find(({ type }) => type === 'Totp');
  const name = t('mfa.totp');
  return row('app', name, own ? t('account_center.security.is_set') : t('account_center.not_set'), ...(edits('mfa') ? own
    ? [act(t('account_center.change'), name, () => go('/account/authenticator-app/replace')), act(t('action.remove'), name, () => removeFactor(own, name, security))]
    : [act(t('account_center.add'), name, () => go('/account/authenticator-app'))] : []));
}

/** The second step: whether it is asked for, and with what. */
function secondFactors(me, factors, mfa) {
  const on = factorsOn();
  if (!sees('mfa') || on.length === 0) return null;
  const isOptional = !/Mandatory/.test(settings.mfa.policy);
  const hasFactor = factors.some(({ type }) => type !== 'BackupCode') || (on.includes('EmailVerificationCode') && me.primaryEmail) || (on.includes('PhoneVerificationCode') && me.primaryPhone);
  const asks = isOptional && mfa && edits('mfa') && toggle(t('account_center.security.ask_second_step'), undefined, !mfa.skipMfaOnSignIn,
    (isOn) => api.proved.patch('/my-account/mfa-settings', { skipMfaOnSignIn: !isOn }));
  const warning = !hasFactor && h('p', { class: 'notice' }, icon('warning'), t('account_center.security.no_factor'));
  return section(t('mfa.verify'), t('mfa.turn_on_description'), [
    asks, on.includes('Totp') && appRow(factors), on.includes('BackupCode') && codesRow(factors),
    on.includes('EmailVerificationCode') && row('mail', t('mfa.email_verification_code'), me.primaryEmail || t('account_center.not_set')),
    on.includes('PhoneVerificationCode') && row('message', t('mfa.phone_verification_code'), phoneText(me.primaryPhone) || t('account_center.not_set')),
  ], warning);
}

/** What the account has to tell of factors, as far as it may be seen. */
const told = (path, may) => (may ? api.get(path).catch(() => undefined) : undefined);

export async function security() {
  const [me, factors, mfa, configs] = await Promise.all([
    load(), told('/my-account/mfa-verifications', sees('mfa')), told('/my-account/mfa-settings', sees('mfa')), told('/my-account/logto-configs', sees('passkey')),
  ]);
  frame(t('account_center.security.title'),
    section(t('account_center.security.sign_in'), undefined, names(me)),
    sees('social') && section(t('account_center.security.social'), t('account_center.security.social_description'), socialRows(me, security)),
    passkeys(factors ?? [], configs),
    secondFactors(me, factors ?? [], mfa),
    center.deleteAccountUrl && section(t('account_center.security.delete'), t('account_center.security.delete_description'), [
      row('warning', t('account_center.security.delete'), undefined, button(t('account_center.security.delete'), () => location.assign(center.deleteAccountUrl), 'danger')),
    ]));
}

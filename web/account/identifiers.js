// The names that someone signs in with, and the password: pages with one thing to do.
import { t } from '../ui/boot.js';
import { button, codeField, countdown, field, form, link } from '../ui/form.js';
import { passwordPair, rejected } from '../ui/password.js';
import { countrySelect, international } from '../ui/phone.js';
import { api } from './api.js';
import { edits, load } from './me.js';
import { prove } from './proof.js';
import { finished, page, unavailable } from './task.js';

const given = () => new URLSearchParams(location.search).get('identifier') ?? '';

const kinds = {
  email: { label: 'account_center.security.new_email', picture: 'mail', name: 'description.email', autocomplete: 'email', path: '/my-account/primary-email' },
  phone: { label: 'account_center.security.new_phone', picture: 'message', name: 'description.phone_number', autocomplete: 'tel', path: '/my-account/primary-phone' },
};

/** A new e-mail address or phone number, by a code that is sent there. */
async function contact(type) {
  if (!edits(type)) return unavailable();
  await prove(api);
  const kind = kinds[type];
  const who = field(t(kind.label), { name: 'identifier', type: type === 'email' ? 'email' : 'tel', autocomplete: kind.autocomplete, value: given() });
  const country = type === 'phone' && countrySelect();
  if (country) who.input.before(country.box);
  const value = () => (type === 'email' ? who.value().trim() : international(who.value(), country.code()));
  return page(kind.picture, t(type === 'email' ? 'description.link_email' : 'description.link_phone'), undefined,
    form(who, button(t('action.continue'), () => enterCode(type, { type, value: value() }))));
}

async function enterCode(type, identifier) {
  const kind = kinds[type];
  const sent = await api.post('/verifications/verification-code', { identifier });
  const keep = async (code) => {
    await api.post('/verifications/verification-code/verify', { identifier, verificationId: sent.verificationRecordId, code });
    await api.proved.post(kind.path, { [type]: identifier.value, newIdentifierVerificationRecordId: sent.verificationRecordId });
    await finished(`/account/${type}`);
  };
  const target = type === 'phone' ? `+${identifier.value}` : identifier.value;
  page(kind.picture, t('action.enter_passcode'), t('description.enter_passcode', { address: t(kind.name), target }), codeField('passcode', t('input.code'), keep),
    countdown(59, (seconds) => t('description.resend_after_seconds', { seconds }), link(t('action.resend'), () => enterCode(type, identifier))));
}

export const email = () => contact('email');
export const phone = () => contact('phone');

export async function username() {
  if (!edits('username')) return unavailable();
  await prove(api);
  const me = await load();
  const name = field(t('input.username'), { name: 'identifier', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', value: given() || me.username || '' });
  return page('user', t('description.enter_username'), t('description.enter_username_description'), form(name, button(t('account_center.save'), async () => {
    await api.proved.patch('/my-account', { username: name.value().trim() });
    await finished('/account/username');
  })));
}

export async function password() {
  if (!edits('password')) return unavailable();
  await prove(api);
  const { fields, value } = passwordPair(t('description.new_password'));
  return page('lock', t('description.set_password'), undefined, form(...fields, button(t('action.save_password'), async () => {
    const next = value();
    try {
      await api.proved.post('/my-account/password', { password: next });
    } catch (error) {
      throw rejected(error);
    }
    await finished('/account/password');
  })));
}

// Passwords: what they must be, and what was wrong with one.
import { settings, t } from './boot.js';
import { h } from './dom.js';
import { field } from './form.js';
import { Refused } from './http.js';

/** What a password must be, in words. */
function requirements() {
  const { length, characterTypes } = settings.passwordPolicy ?? {};
  const rules = [t('error.password_rejected.too_short', { min: length?.min ?? 8 })];
  if ((characterTypes?.min ?? 1) > 1) rules.push(t('error.password_rejected.character_types', { min: characterTypes.min }));
  return rules.join(' · ');
}

/** Fields for a new password, which is typed twice; `whose` is the name that it is for, so that it is kept with it. */
export function passwordPair(label, whose) {
  const of = whose && h('input', { type: 'text', name: 'username', value: whose, autocomplete: 'username', readonly: true, class: 'aside', tabindex: '-1', 'aria-hidden': 'true' });
  const first = field(label, { name: 'newPassword', type: 'password', autocomplete: 'new-password', hint: requirements() });
  const second = field(t('input.confirm_password'), { name: 'confirmPassword', type: 'password', autocomplete: 'new-password' });
  const value = () => {
    if (first.value() !== second.value()) throw new Refused({ code: 'mismatch', message: t('error.passwords_do_not_match') });
    return first.value();
  };
  return { fields: [of, first, second].filter(Boolean), value };
}

const kinds = ['unsupported_characters', 'too_short', 'character_types', 'too_long', 'pwned'];

/** The words for a password that was not taken. */
export function rejected(error) {
  if (error.code !== 'password.rejected' || !Array.isArray(error.data)) return error;
  const issues = error.data.map((one) => (typeof one === 'string' ? one : one.code ?? '').split('.').slice(1).join('.'));
  const kind = kinds.find((one) => issues.includes(one));
  const { length, characterTypes } = settings.passwordPolicy ?? {};
  const values = { min: kind === 'too_short' ? length?.min ?? 8 : characterTypes?.min ?? 1, max: length?.max ?? 256 };
  if (kind) return new Refused({ code: error.code, message: t(`error.password_rejected.${kind}`, values) });
  const list = issues.map((one) => t(`error.password_rejected.${one}`, {}, '')).filter(Boolean);
  return list.length > 0 ? new Refused({ code: error.code, message: t('error.password_rejected.restricted_found', { list }) }) : error;
}

// What is missing of an account.
import { api } from './api.js';
import { boot, t } from './boot.js';
import { sendCode } from './code.js';
import { again, autocomplete, identifierOf, label, settings } from './flow.js';
import { become } from './router.js';
import { button, field, h, show, title } from './ui.js';

/** A form of one field; what it is given goes to the account. */
function one(heading, text, input, part, event) {
  show(title(heading), text && h('p', {}, text), h('form', {}, input, button(t('action.continue'), async () => {
    await api.post('/profile', part());
    await again(event);
  })));
}

export function complete({ missing }, { event, linkSocial }) {
  if (!event) return become('/sign-in');
  if (missing === 'password') {
    const password = field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'new-password' });
    return one(t('description.set_password'), requirements(), password, () => ({ type: 'password', value: password.value() }), event);
  }
  if (missing === 'username') {
    const username = field(t('input.username'), { name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
    return one(t('description.enter_username'), t('description.enter_username_description'), username, () => ({ type: 'username', value: username.value() }), event);
  }
  if (missing === 'extra-profile') return extra(event);
  const kinds = missing === 'emailOrPhone' ? ['email', 'phone'] : [missing];
  const who = field(label(kinds), { name: 'identifier', autocomplete: autocomplete(kinds), autocapitalize: 'none' });
  const heading = { email: 'description.link_email', phone: 'description.link_phone' }[missing] ?? 'description.link_email_or_phone';
  return show(title(t(heading)), h('p', {}, t('description.continue_with_more_information')), h('form', {}, who,
    button(t('action.continue'), () => sendCode('continue', event, identifierOf(who.value(), kinds), { linkSocial }))));
}

/** What a password must be, in words. */
function requirements() {
  const { length, characterTypes } = settings.passwordPolicy ?? {};
  const rules = [t('error.password_rejected.too_short', { min: length?.min ?? 8 })];
  if ((characterTypes?.min ?? 1) > 1) rules.push(t('error.password_rejected.character_types', { min: characterTypes.min }));
  return rules.join(' · ');
}

/** The tenant's own fields. */
const types = { Number: 'number', Date: 'date', Url: 'url', Checkbox: 'checkbox' };

/** A field of several parts, such as a name or an address. */
function inputs(one) {
  const parts = one.config?.parts?.filter((part) => part.enabled);
  if (parts) return parts.map((part) => [part.name, field(part.label || t(`profile.${snake(part.name)}`, {}, part.name), attributes(part)), one.name]);
  return [[one.name, field(one.label || t(`profile.${snake(one.name)}`, {}, one.name), attributes(one)), null]];
}

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const attributes = ({ name, type, required, config }) => ({
  name, type: types[type] ?? 'text', required: required === true, options: config?.options, placeholder: config?.placeholder,
  minlength: config?.minLength, maxlength: config?.maxLength, min: config?.minValue, max: config?.maxValue,
});

function extra(event) {
  const fields = settings.customProfileFields.flatMap(inputs);
  show(title(t('profile.title')), h('p', {}, t('profile.description')), h('form', {}, ...fields.map(([, input]) => input), button(t('action.continue'), async () => {
    const values = {};
    for (const [name, input, group] of fields) {
      const value = input.value();
      if (value === '') continue;
      if (group === 'address') values.address = { ...values.address, [name]: value };
      else values[name] = value;
    }
    await api.post('/profile', { type: 'extraProfile', values });
    await again(event);
  })));
  document.documentElement.lang = boot.language;
}

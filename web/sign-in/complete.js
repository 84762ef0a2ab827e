// What is missing of an account.
import { settings, t } from '../ui/boot.js';
import { p, title } from '../ui/dom.js';
import { button, field, form } from '../ui/form.js';
import { show } from '../ui/page.js';
import { passwordPair } from '../ui/password.js';
import { profileField } from '../ui/profile-fields.js';
import { api } from './api.js';
import { sendCode } from './code.js';
import { nothingBefore } from './ends.js';
import { again, backTo } from './flow.js';
import { identifierField, typed } from './identifier.js';
import { params } from './params.js';
import { social } from './unlinked.js';

function password(event) {
  const { fields, value } = passwordPair(t('input.password'), typed());
  show(title(t('description.set_password')), form(...fields, button(t('action.save_password'), async () => {
    try {
      await api.post('/profile', { type: 'password', value: value() });
    } catch (error) {
      // It was given, and someone went back.
      if (error.code !== 'user.password_exists_in_profile') throw error;
    }
    try {
      await again(event);
    } catch (error) {
      // Somebody else was quicker.
      if (event !== 'Register' || error.code !== 'user.username_already_in_use') throw error;
      await backTo('/register', error.message);
    }
  })));
}

function username(event) {
  const name = field(t('input.username'), { name: 'identifier', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
  show(title(t('description.enter_username')), p(t('description.enter_username_description')), form(name, button(t('action.continue'), async () => {
    await api.post('/profile', { type: 'username', value: name.value().trim() });
    await again(event);
  })));
}

export function complete({ missing }, { event, linkSocial = params.get('link_social') ?? social() }) {
  if (!event) return nothingBefore();
  if (missing === 'password') return password(event);
  if (missing === 'username') return username(event);
  if (missing === 'extra-profile') return extra(event);
  const kinds = missing === 'emailOrPhone' ? ['email', 'phone'] : [missing];
  const who = identifierField(kinds, { value: '' });
  const heading = { email: 'description.link_email', phone: 'description.link_phone' }[missing] ?? 'description.link_email_or_phone';
  return show(title(t(heading)), p(t('description.continue_with_more_information')), form(who,
    button(t('action.continue'), () => sendCode('continue', event, who.identifier(), { linkSocial }))));
}

/** The fields that the tenant wants everyone to fill in. */
function extra(event) {
  const fields = settings.customProfileFields.map((one) => profileField(one, {}, api.upload));
  show(title(t('profile.title')), p(t('profile.description')), form(...fields.flatMap(({ inputs }) => inputs), button(t('action.continue'), async () => {
    const values = {};
    for (const { into } of fields) into(values);
    await api.post('/profile', { type: 'extraProfile', values });
    await again(event);
  })));
}

// What is missing of an account.
import { settings, t } from '../ui/boot.js';
import { p, title } from '../ui/dom.js';
import { button, field, form } from '../ui/form.js';
import { show } from '../ui/page.js';
import { newPasswordField } from '../ui/password.js';
import { profileField } from '../ui/profile-fields.js';
import { api } from './api.js';
import { sendCode } from './code.js';
import { nothingBefore } from './ends.js';
import { again } from './flow.js';
import { identifierField } from './identifier.js';
import { params } from './params.js';

/** A form of one field; what it is given goes to the account. */
function one(heading, text, input, part, event) {
  show(title(heading), p(text), form(input, button(t('action.continue'), async () => {
    await api.post('/profile', part());
    await again(event);
  })));
}

export function complete({ missing }, { event, linkSocial = params.get('link_social') }) {
  if (!event) return nothingBefore();
  if (missing === 'password') {
    const password = newPasswordField(t('input.password'));
    return one(t('description.set_password'), undefined, password, () => ({ type: 'password', value: password.value() }), event);
  }
  if (missing === 'username') {
    const username = field(t('input.username'), { name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
    return one(t('description.enter_username'), t('description.enter_username_description'), username, () => ({ type: 'username', value: username.value().trim() }), event);
  }
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

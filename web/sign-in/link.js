// Links in mails.
import { settings, t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { button, form, link } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { show, working } from '../ui/page.js';
import { become, clientOf, go } from '../ui/router.js';
import { api } from './api.js';
import { stranded } from './ends.js';
import { answer, change, finish, start } from './flow.js';
import { identifierField } from './identifier.js';
import { params } from './params.js';
import { consentToTerms } from './terms.js';

export const invalidLink = (_, state = {}) =>
  stranded('error.invalid_link', 'error.invalid_link_description', state.told && h('p', { class: 'quiet' }, state.told));

const broken = (told) => become('/one-time-token/error', { told });

/** The token is out of the address before anything else is done with it; a reloaded page still has it. */
function take(state) {
  const [token, email] = [state.token ?? params.get('one_time_token'), state.email ?? params.get('login_hint')];
  const client = clientOf();
  history.replaceState({ token, email }, '', location.pathname + (client ? `?app_id=${encodeURIComponent(client)}` : ''));
  return [token, email];
}

const prove = async (token, email) => (await api.post('/verification/one-time-token/verify', { identifier: { type: 'email', value: email }, token })).verificationId;

export async function magicLink(_, state) {
  if (params.has('errorMessage')) return broken();
  const [token, email] = take(state);
  if (!token || !email) return broken();
  working();
  let verificationId;
  try {
    await consentToTerms(false);
    await start('SignIn');
    verificationId = await prove(token, email);
  } catch (error) {
    return error instanceof Refused && !error.code?.startsWith('session.') ? broken(error.message) : answer(error, 'SignIn');
  }
  try {
    await finish(verificationId, 'SignIn');
  } catch (error) {
    if (error.code !== 'user.user_not_exist' || settings.signInMode === 'SignIn') throw error;
    await consentToTerms(true);
    await change('Register');
    await finish(verificationId, 'Register');
  }
}

/** A link that recovers a password. */
export async function recoveryLink(_, state) {
  const [token, email] = take(state);
  if (!token) return become('/forgot-password');
  const recover = async (address) => {
    await start('ForgotPassword');
    await finish(await prove(token, address), 'ForgotPassword');
  };
  if (!email) {
    const who = identifierField(['email']);
    return show(title(t('description.reset_password')), form(who, button(t('action.continue'), () => recover(who.identifier().value))));
  }
  working();
  try {
    await recover(email);
  } catch (error) {
    await (error instanceof Refused && !error.code?.startsWith('session.') ? broken(error.message) : answer(error, 'ForgotPassword'));
  }
}

/** Someone is signed in, and the link is for somebody else. */
export async function switchAccount(_, state) {
  const [token, email] = take(state);
  if (!token || !email) return broken();
  const { user, redirectUri } = await api.consent();
  const name = user.name || user.username || user.primaryEmail || user.primaryPhone || user.id;
  show(h('div', { class: 'badge' }, icon('user')), title(t('description.switch_account_title', { account_name: name })), p(t('description.switch_account_description', { email })),
    button(t('action.continue_as', { name: email }), () => go('/one-time-token', { token, email })),
    redirectUri && link(t('action.stay_signed_in_as', { name }), () => location.replace(new URL(redirectUri).origin)));
}

// Links in mails.
import { api, Refused } from './api.js';
import { t } from './boot.js';
import { answer, change, finish, message, params, settings, start } from './flow.js';
import { become } from './router.js';
import { show, title } from './ui.js';

const broken = (words) => message(t('error.invalid_link'), undefined, undefined, words ?? t('error.invalid_link_description'));

/** The token is out of the address before anything else is done with it. */
function take() {
  const [token, email] = [params.get('one_time_token'), params.get('login_hint')];
  history.replaceState({}, '', location.pathname);
  return [token, email];
}

export async function magicLink() {
  const told = params.get('errorMessage');
  const [token, email] = take();
  if (told || !token || !email) return broken(told);
  show(title(t('action.working')));
  const identifier = { type: 'email', value: email };
  let made;
  try {
    await start('SignIn');
    made = await api.post('/verification/one-time-token/verify', { identifier, token });
  } catch (error) {
    return error instanceof Refused && !error.code?.startsWith('session.') ? broken(error.message) : answer(error, 'SignIn');
  }
  try {
    await finish(made.verificationId, 'SignIn');
  } catch (error) {
    if (error.code !== 'user.user_not_exist' || settings.signInMode === 'SignIn') throw error;
    await change('Register');
    await finish(made.verificationId, 'Register');
  }
}

/** A link that recovers a password. */
export async function recoveryLink() {
  const [token, email] = take();
  if (!token || !email) return become('/forgot-password');
  show(title(t('action.working')));
  await start('ForgotPassword');
  const made = await api.post('/verification/one-time-token/verify', { identifier: { type: 'email', value: email }, token });
  return finish(made.verificationId, 'ForgotPassword');
}

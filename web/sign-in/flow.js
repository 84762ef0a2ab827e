// The last steps of every way in, and what each refusal asks for.
import { settings, t } from '../ui/boot.js';
import { p, title } from '../ui/dom.js';
import { backButton, button, problem } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { show, toast } from '../ui/page.js';
import { rejected } from '../ui/password.js';
import { become, go, here } from '../ui/router.js';
import { api } from './api.js';
import { captchaToken } from './captcha.js';
import { forgetTyped, typed } from './identifier.js';
import { forgetSocial } from './unlinked.js';

export async function start(interactionEvent) {
  forgetSocial();
  const token = await captchaToken();
  await api.put('', { interactionEvent, ...(token && { captchaToken: token }) });
}

export async function change(interactionEvent) {
  await api.put('/interaction-event', { interactionEvent });
}

/** Goes on where the provider says. The page stays busy until it is left. */
export async function submit(event) {
  let done;
  try {
    done = await api.post('/submit');
  } catch (error) {
    return answer(error, event);
  }
  if (!done?.redirectTo) return become('/sign-in', { toast: 'description.password_changed' });
  forgetTyped();
  forgetSocial();
  location.replace(done.redirectTo);
  return new Promise(() => {});
}

/** Identifies the user, and goes on. */
export async function finish(verificationId, event, more = {}) {
  try {
    await api.post('/identification', verificationId ? { verificationId, ...more } : {});
  } catch (error) {
    return answer(error, event);
  }
  return submit(event);
}

/** Goes on after something was given that was missing. */
export async function again(event) {
  if (event !== 'Register') return submit(event);
  try {
    await api.post('/identification', {});
  } catch (error) {
    // The account was made in an earlier round.
    if (error.code === 'user.missing_profile') return answer(error, event);
    if (error.code !== 'guard.invalid_input' && !(error.code ?? '').endsWith('_already_in_use')) throw error;
  }
  return submit(event);
}

const missingPath = (first, event) =>
  first === 'password' && event === 'Register' ? '/register/password' : `/continue/${first === 'extraProfile' ? 'extra-profile' : first}`;

/** What each refusal of the last steps asks for. */
const answers = {
  'user.missing_profile': ({ data }, event) => go(missingPath(data.missingProfile[0], event), { event }),
  'user.passkey_preferred': (_, event) => go('/create-passkey', { event }),
  'user.suggest_mfa': (_, event) => go('/mfa-onboarding', { event }),
  'user.missing_mfa': ({ data }, event) => bind(data, event),
  'session.mfa.suggest_additional_mfa': ({ data }, event) => bind({ ...data, suggestion: true, skippable: true }, event),
  'session.mfa.backup_code_required': (_, event) => go('/mfa-binding/BackupCode', { event }),
  'session.mfa.require_mfa_verification': ({ data }, event) => go(`/mfa-verification/${data.availableFactors[0]}`, { event, ...data }),
  'user.new_password_required_in_profile': () => become('/forgot-password/reset'),
  'password.expired': () => message(t('description.password_expired'), (settings.forgotPassword.email || settings.forgotPassword.phone) && t('description.reset_password'), () => go('/forgot-password')),
  'password.rejected': (error) => {
    throw rejected(error);
  },
  // The address is an enterprise's.
  'session.sso_enabled': ({ data }) => go('/single-sign-on/connectors', { connectorIds: data.ssoConnectors.map(({ id }) => id), email: typed() }),
  'user.suspended': () => become('/account-suspended'),
  'session.not_found': () => become('/unknown-session'),
  // There is a sign-in, but its steps were another tab's.
  'session.interaction_not_found': () => backToStart(t('error.invalid_session')),
};

const bind = (data, event) =>
  go(data.availableFactors.length === 1 && !data.suggestion ? `/mfa-binding/${data.availableFactors[0]}` : '/mfa-binding', { event, ...data });

export async function answer(error, event) {
  const handle = error instanceof Refused && answers[error.code];
  if (!handle) throw error;
  return handle(error, event);
}

/** Says something, with one way on. */
export function message(text, action, then, more) {
  show(backButton(() => go('/sign-in')), title(text), p(more), action && button(action, then));
}

/** Back to a first screen, where it is said what went wrong. */
export async function backTo(path, text) {
  await become(path);
  if (here() === path) problem(document.querySelector('.card'), text);
  else toast(text);
}

export const backToStart = (text) => backTo('/sign-in', text);


// What the screens share: identifiers, and the last steps of every way in.
import { api, Refused } from './api.js';
import { captchaToken } from './captcha.js';
import { boot, t } from './boot.js';
import { become, go } from './router.js';
import { button, h, link, show, title, toast } from './ui.js';

export const settings = boot.signInExperience;
export const methods = settings.signIn.methods;
export const params = new URLSearchParams(location.search);

export const nameOf = { username: 'description.username', email: 'description.email', phone: 'description.phone_number' };

/** The label of a field that takes any of several kinds. */
export const label = (kinds) => {
  const names = { username: t('input.username'), email: t('input.email'), phone: t('input.phone_number') };
  return kinds.map((kind) => names[kind]).join(' / ');
};

/** What a text is, of the kinds that it may be. */
export function identifierOf(text, kinds) {
  const looks = text.includes('@') ? 'email' : /^\+?[\d\s()-]{3,}$/.test(text) ? 'phone' : 'username';
  const type = kinds.includes(looks) ? looks : kinds.find((kind) => kind === 'username') ?? kinds[0];
  return { type, value: type === 'phone' ? text.replace(/\D/g, '') : text.trim() };
}

/** How browsers fill such a field in. */
export const autocomplete = (kinds) => (kinds.length === 1 ? { email: 'email', phone: 'tel', username: 'username' }[kinds[0]] : 'username');

export async function start(interactionEvent) {
  const token = await captchaToken();
  await api.put('', { interactionEvent, ...(token && { captchaToken: token }) });
}

export async function change(interactionEvent) {
  await api.put('/interaction-event', { interactionEvent });
}

/** Goes on where the provider says. */
export async function submit(event) {
  try {
    const done = await api.post('/submit');
    if (done?.redirectTo) return location.replace(done.redirectTo);
    toast(t('description.password_changed'));
    return become('/sign-in');
  } catch (error) {
    return answer(error, event);
  }
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

/** What each refusal of the last steps asks for. */
const answers = {
  'user.missing_profile': ({ data }, event) => go(`/continue/${{ extraProfile: 'extra-profile' }[data.missingProfile[0]] ?? data.missingProfile[0]}`, { event }),
  'user.passkey_preferred': (_, event) => go('/create-passkey', { event }),
  'user.suggest_mfa': (_, event) => go('/mfa-onboarding', { event }),
  'user.missing_mfa': ({ data }, event) => bind(data, event),
  'session.mfa.suggest_additional_mfa': ({ data }, event) => bind(data, event),
  'session.mfa.backup_code_required': (_, event) => go('/mfa-binding/BackupCode', { event }),
  'session.mfa.require_mfa_verification': ({ data }, event) => go(`/mfa-verification/${data.availableFactors[0]}`, { event, ...data }),
  'user.new_password_required_in_profile': () => become('/forgot-password/reset'),
  'password.expired': () => message(t('description.password_expired'), t('description.reset_password'), () => go('/forgot-password')),
  'user.suspended': () => become('/account-suspended'),
  'session.not_found': () => become('/unknown-session'),
  'session.interaction_not_found': () => become('/unknown-session'),
};

const bind = (data, event) =>
  data.availableFactors.length === 1 ? go(`/mfa-binding/${data.availableFactors[0]}`, { event, ...data }) : go('/mfa-binding', { event, ...data });

export async function answer(error, event) {
  const handle = error instanceof Refused && answers[error.code];
  if (!handle) throw error;
  return handle(error, event);
}

/** Says something, with one way on. */
export function message(text, action, then, more) {
  show(title(text), more && h('p', {}, more), action && button(action, then), link(t('action.nav_back'), () => go('/sign-in')));
}

export function terms() {
  const links = [[settings.termsOfUseUrl, 'description.terms_of_use'], [settings.privacyPolicyUrl, 'description.privacy_policy']];
  const there = links.filter(([url]) => url);
  if (there.length === 0) return null;
  return h('p', { class: 'quiet' }, ...there.map(([href, key]) => h('a', { href, target: '_blank', rel: 'noopener' }, t(key))));
}

/** A box to tick where the tenant wants people to agree; asks for it, too. */
export function agreement(registers) {
  const policy = settings.agreeToTermsPolicy;
  const asks = policy === 'Manual' || (policy === 'ManualRegistrationOnly' && registers);
  if (!asks || !(settings.termsOfUseUrl || settings.privacyPolicyUrl)) return { part: terms(), check: () => {} };
  const box = h('input', { type: 'checkbox', id: 'terms', name: 'terms' });
  const part = h('div', { class: 'terms' }, h('label', { for: 'terms' }, box, t('description.agree_with_terms')), terms());
  const check = () => {
    if (!box.checked) throw new Refused({ message: t('error.terms_acceptance_required') });
  };
  return { part, check };
}

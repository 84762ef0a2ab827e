// The first screens: sign in, register, start a recovery.
import { boot, settings, t } from '../ui/boot.js';
import { h, p, title } from '../ui/dom.js';
import { backButton, button, field, form, link, list } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { show, toast } from '../ui/page.js';
import { passwordPair } from '../ui/password.js';
import { become, go, here } from '../ui/router.js';
import { isDark } from '../ui/theme.js';
import { api } from './api.js';
import { sendCode } from './code.js';
import { connectors } from './connectors.js';
import { nothingBefore } from './ends.js';
import { answer, finish, start } from './flow.js';
import { identifierField, label, methods, nameOf, shown, typed, wanted } from './identifier.js';
import { oneTap } from './one-tap.js';
import { autofill, hasPasskeys, passkeyButton, signInByName } from './passkey.js';
import { chooseConnector, leaveForSso, leaveForSocial } from './social.js';
import { agreement, consentToTerms } from './terms.js';

const byEnterprise = () => settings.singleSignOnEnabled && settings.ssoConnectors.length > 0;
const recovers = () => settings.forgotPassword.email || settings.forgotPassword.phone;

/** The enterprises of an address. */
async function enterprises({ type, value }) {
  if (type !== 'email' || !byEnterprise()) return [];
  return (await api.get(`/sso-connectors?email=${encodeURIComponent(value)}`)).connectorIds;
}

/** Goes to the enterprise of an address, if there is one. */
async function toEnterprise(identifier) {
  const connectorIds = await enterprises(identifier);
  if (connectorIds.length === 0) return false;
  await (connectorIds.length === 1 ? leaveForSso(connectorIds[0]) : go('/single-sign-on/connectors', { connectorIds, email: identifier.value }));
  return true;
}

/** While an address is typed: where an enterprise answers for it, there is no password to ask for. */
function watchEnterprise(password, recover, send, words) {
  let timer;
  let asked;
  return (kind, text) => {
    clearTimeout(timer);
    const swap = (isTheirs) => {
      for (const part of [password, recover]) part && part.toggleAttribute('hidden', isTheirs);
      password.input.required = !isTheirs;
      send.querySelector('span').textContent = isTheirs ? t('action.single_sign_on') : words;
    };
    if (kind !== 'email' || !byEnterprise() || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())) return swap(false);
    timer = setTimeout(async () => {
      asked = text;
      const found = await enterprises({ type: 'email', value: text.trim() }).catch(() => []);
      if (asked === text) swap(found.length > 0);
    }, 300);
  };
}

/** Whether the application wants to have a name typed, and nothing else. */
const isFocused = () => here().startsWith('/identifier-');

/** From there to all the ways. */
const allWays = (path) => link(t('mfa.use_another_method'), () => go(path));

export function signIn() {
  if (settings.signInMode === 'Register') return become('/register');
  const kinds = wanted(methods().map((method) => method.identifier));
  if (isFocused() && kinds.length === 0) return become('/sign-in');
  const asksPassword = kinds.length > 0 && methods().every((method) => method.password && !method.verificationCode) &&
    !(settings.passkeySignIn?.enabled && !settings.passkeySignIn.showPasskeyButton);
  const password = asksPassword && field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'current-password' });
  const words = t(password ? 'action.sign_in' : 'action.continue');
  const next = async () => {
    await consentToTerms(false);
    const identifier = who.identifier();
    if (await toEnterprise(identifier)) return;
    await (password ? provePassword(identifier, password.value()) : prove(identifier));
  };
  const send = button(words, next);
  const recover = password && recoverLink(() => who.identifier());
  const watch = password && watchEnterprise(password, recover, send, words);
  const who = kinds.length > 0 && identifierField(kinds, { more: ' webauthn', onType: watch || undefined });
  show(
    title(t('description.sign_in_to_your_account')),
    who && form(who, password, send),
    recover,
    isFocused() ? allWays('/sign-in') : others(who, false),
    settings.signInMode === 'SignInAndRegister' && settings.signUp.identifiers.length > 0 &&
      h('p', { class: 'quiet' }, t('description.no_account'), link(t('action.create_account'), () => go('/register'))),
    agreement(false),
  );
  if (who) autofill();
  if (!isFocused()) oneTap();
}

/** The second step for a name: what proves it best. */
async function prove(identifier) {
  if (await signInByName(identifier)) return;
  const method = methods().find((one) => one.identifier === identifier.type);
  if (method.password && (method.isPasswordPrimary || !method.verificationCode)) return go('/sign-in/password', { identifier });
  await start('SignIn');
  await sendCode('sign-in', 'SignIn', identifier);
}

async function provePassword(identifier, password) {
  await start('SignIn');
  let made;
  try {
    made = await api.post('/verification/password', { identifier, password });
  } catch (error) {
    return answer(error, 'SignIn');
  }
  return finish(made.verificationId, 'SignIn');
}

/** Towards a new password; what was typed goes along. */
const recoverLink = (typed) => recovers() && link(t('action.forgot_password'), () => {
  let identifier;
  try {
    identifier = typed();
  } catch {
    // Nothing that could be used was typed.
  }
  return go('/forgot-password', { identifier });
});

/** The second step for a name that was typed. */
export function enterPassword(_, { identifier }) {
  if (!identifier) return nothingBefore();
  const method = methods().find((one) => one.identifier === identifier.type);
  const name = h('input', { type: 'text', name: 'identifier', value: identifier.value, autocomplete: 'username', readonly: true, class: 'aside', tabindex: '-1', 'aria-hidden': 'true' });
  const password = field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'current-password' });
  show(
    backButton(() => go('/sign-in')),
    title(t('description.enter_password')),
    p(t('description.enter_password_for', { method: t(nameOf[identifier.type]), value: shown(identifier) })),
    form(name, password, button(t('action.sign_in'), () => provePassword(identifier, password.value()))),
    method?.verificationCode && link(t('action.sign_in_via_passcode'), async () => {
      await start('SignIn');
      await sendCode('sign-in', 'SignIn', identifier);
    }),
    recoverLink(() => identifier),
  );
}

/** How a name that was typed can be proved. */
export function chooseMethod(_, { identifier }) {
  if (!identifier) return nothingBefore();
  const method = methods().find((one) => one.identifier === identifier.type);
  const byPasskey = async () => {
    if (!await signInByName(identifier)) throw new Refused({ message: t('mfa.webauthn_failed_to_verify') });
  };
  return show(backButton(() => history.back()), title(t('mfa.use_another_method')), p(shown(identifier)), list([
    hasPasskeys() && [t('action.sign_in_via_passkey'), byPasskey, 'passkey'],
    method?.password && [t('action.sign_in_via_password'), () => go('/sign-in/password', { identifier }), 'lock'],
    method?.verificationCode && [t('action.sign_in_via_passcode'), async () => {
      await start('SignIn');
      await sendCode('sign-in', 'SignIn', identifier);
    }, identifier.type === 'phone' ? 'message' : 'mail'],
  ].filter(Boolean)));
}

/** The other ways in: a passkey, an enterprise, providers. */
function others(who, registers) {
  const name = (connector) => connector.name[boot.language] ?? connector.name.en ?? Object.values(connector.name)[0];
  const leave = (connector) => async () => {
    await consentToTerms(registers);
    await leaveForSocial(connector);
  };
  const ways = [
    !registers && passkeyButton(() => consentToTerms(false)),
    ...connectors().map((connector) => {
      const way = button(t('action.sign_in_with', { name: name(connector) }), leave(connector), 'plain');
      way.prepend(h('img', { src: (isDark() && connector.logoDark) || connector.logo, alt: '', class: 'provider', referrerpolicy: 'no-referrer' }));
      return way;
    }),
    byEnterprise() && button(t('action.single_sign_on'), () => go('/single-sign-on/email'), 'plain', 'building'),
  ].filter(Boolean);
  return ways.length > 0 && h('div', { class: 'stack' }, who && h('p', { class: 'or' }, t('description.or')), ...ways);
}

export function register() {
  if (settings.signInMode === 'SignIn') return become('/sign-in');
  const kinds = wanted(settings.signUp.identifiers);
  if (isFocused() && kinds.length === 0) return become('/register');
  const create = async () => {
    await consentToTerms(true);
    const identifier = who.identifier();
    if (await toEnterprise(identifier)) return;
    await start('Register');
    if (identifier.type !== 'username') return sendCode('register', 'Register', identifier);
    await api.post('/profile', { type: 'username', value: identifier.value });
    await finish(undefined, 'Register');
  };
  const who = kinds.length > 0 && identifierField(kinds);
  show(
    title(t('description.create_your_account')),
    who && form(who, button(t('action.create_account'), create)),
    isFocused() ? allWays('/register') : others(who, true),
    settings.signInMode === 'SignInAndRegister' &&
      h('p', { class: 'quiet' }, t('description.have_account'), link(t('action.sign_in'), () => go('/sign-in'))),
    agreement(true),
  );
  oneTap();
}

export function forgotPassword(_, { identifier }) {
  const kinds = ['email', 'phone'].filter((kind) => settings.forgotPassword[kind]);
  if (kinds.length === 0) return become('/sign-in');
  const value = identifier && kinds.includes(identifier.type) ? (identifier.type === 'phone' ? `+${identifier.value}` : identifier.value) : undefined;
  const who = identifierField(kinds, { value });
  show(
    backButton(() => go('/sign-in')),
    title(t('description.reset_password')),
    p(t('description.reset_password_description', { types: kinds.map((kind) => label([kind]).toLocaleLowerCase(boot.language)) })),
    form(who, button(t('action.continue'), async () => {
      await start('ForgotPassword');
      await sendCode('forgot-password', 'ForgotPassword', who.identifier());
    })),
  );
}

export function newPassword() {
  const { fields, value } = passwordPair(t('description.new_password'), typed());
  show(title(t('description.reset_password')), form(...fields, button(t('action.save_password'), async () => {
    const password = value();
    try {
      await api.put('/profile/password', { password });
    } catch (error) {
      if (error.code !== 'session.verification_session_not_found') throw error;
      // The proof is too old: a new code.
      await become('/forgot-password');
      return toast(error.message);
    }
    await api.post('/submit');
    await become('/sign-in', { toast: 'description.password_changed' });
  })));
}

/** The address of one's enterprise. */
export function singleSignOn() {
  if (!settings.singleSignOnEnabled) return become('/sign-in');
  const who = identifierField(['email']);
  show(backButton(() => go('/sign-in')), title(t('description.single_sign_on')), p(t('description.single_sign_on_email_form')),
    form(who, button(t('action.single_sign_on'), async () => {
      await consentToTerms(false);
      const found = await toEnterprise(who.identifier());
      if (!found) throw new Refused({ message: t('error.sso_not_found') });
    })));
}

export const singleSignOnConnectors = (_, { connectorIds, email }) => chooseConnector(connectorIds, email);

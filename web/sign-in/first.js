// The first screens: sign in, register, start a recovery.
import { api, Refused } from './api.js';
import { boot, t } from './boot.js';
import { sendCode } from './code.js';
import { agreement, answer, autocomplete, finish, identifierOf, label, methods, params, settings, start } from './flow.js';
import { autofill, passkeyButton, signInByName } from './passkey.js';
import { become, go } from './router.js';
import { chooseConnector, leaveForSso, leaveForSocial } from './social.js';
import { button, field, h, link, show, title } from './ui.js';

/** The kinds of identifiers that the application asks for, of those that there are. */
function wanted(kinds) {
  const asked = (params.get('identifier') ?? '').split(' ').filter((kind) => kinds.includes(kind));
  return asked.length > 0 ? asked : kinds;
}

const identifierField = (kinds, more = '') => field(label(kinds), {
  name: 'identifier', autocomplete: `${autocomplete(kinds)}${more}`, value: params.get('login_hint') ?? '', autocapitalize: 'none', spellcheck: 'false',
  inputmode: kinds.length === 1 && kinds[0] === 'phone' ? 'tel' : kinds.includes('username') ? undefined : 'email',
});

/** Goes to the enterprise of an address, if there is one. */
async function toEnterprise({ type, value }) {
  if (type !== 'email' || !settings.singleSignOnEnabled || settings.ssoConnectors.length === 0) return false;
  const { connectorIds } = await api.get(`/sso-connectors?email=${encodeURIComponent(value)}`);
  if (connectorIds.length === 0) return false;
  await (connectorIds.length === 1 ? leaveForSso(connectorIds[0]) : go('/single-sign-on/connectors', { connectorIds, email: value }));
  return true;
}

export function signIn() {
  if (settings.signInMode === 'Register') return become('/register');
  const kinds = wanted(methods.map((method) => method.identifier));
  const onlyPasswords = methods.every((method) => method.password && !method.verificationCode);
  const consent = agreement(false);
  const who = kinds.length > 0 && identifierField(kinds, ' webauthn');
  const password = onlyPasswords && field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'current-password' });
  const next = async () => {
    consent.check();
    const identifier = identifierOf(who.value(), kinds);
    if (await toEnterprise(identifier)) return;
    if (password) return provePassword(identifier, password.value());
    if (await signInByName(identifier)) return;
    const method = methods.find((one) => one.identifier === identifier.type);
    if (method.password && (method.isPasswordPrimary || !method.verificationCode)) return go('/sign-in/password', { identifier });
    await start('SignIn');
    await sendCode('sign-in', 'SignIn', identifier);
  };
  show(
    title(t('description.sign_in_to_your_account')),
    who && h('form', {}, who, password, button(t(password ? 'action.sign_in' : 'action.continue'), next)),
    password && recoverLink(),
    passkeyButton(consent.check),
    settings.singleSignOnEnabled && settings.ssoConnectors.length > 0 && link(t('action.single_sign_on'), () => go('/single-sign-on')),
    social(who, consent),
    settings.signInMode === 'SignInAndRegister' && settings.signUp.identifiers.length > 0 &&
      h('p', { class: 'quiet' }, t('description.no_account'), link(t('action.create_account'), () => go('/register'))),
    consent.part,
  );
  if (who) autofill();
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

const recoverLink = (identifier) =>
  (settings.forgotPassword.email || settings.forgotPassword.phone) && link(t('action.forgot_password'), () => go('/forgot-password', { identifier }));

/** The second step for a name that was typed. */
export function enterPassword(_, { identifier }) {
  if (!identifier) return become('/sign-in');
  const method = methods.find((one) => one.identifier === identifier.type);
  const name = h('input', { type: 'text', name: 'identifier', value: identifier.value, autocomplete: 'username', readonly: true, class: 'aside', tabindex: '-1', 'aria-hidden': 'true' });
  const password = field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'current-password' });
  show(
    title(t('description.enter_password')),
    h('p', {}, t('description.enter_password_for', { method: label([identifier.type]), value: identifier.value })),
    h('form', {}, name, password, button(t('action.sign_in'), () => provePassword(identifier, password.value()))),
    method?.verificationCode && link(t('action.sign_in_via_passcode'), async () => {
      await start('SignIn');
      await sendCode('sign-in', 'SignIn', identifier);
    }),
    recoverLink(identifier),
    link(t('action.nav_back'), () => go('/sign-in')),
  );
}

function social(who, consent) {
  if (settings.socialConnectors.length === 0) return null;
  const name = (connector) => connector.name[boot.language] ?? connector.name.en;
  const leave = (connector) => async () => {
    consent.check();
    await leaveForSocial(connector.id);
  };
  return h('div', { class: 'stack' }, who && h('p', { class: 'or' }, t('description.or')),
    ...settings.socialConnectors.map((connector) => {
      const way = button(t('action.sign_in_with', { name: name(connector) }), leave(connector), 'plain');
      way.prepend(h('img', { src: connector.logo, alt: '', class: 'provider' }));
      return way;
    }));
}

export function register() {
  if (settings.signInMode === 'SignIn') return become('/sign-in');
  const kinds = wanted(settings.signUp.identifiers);
  const consent = agreement(true);
  const who = kinds.length > 0 && identifierField(kinds);
  const create = async () => {
    consent.check();
    const identifier = identifierOf(who.value(), kinds);
    if (await toEnterprise(identifier)) return;
    await start('Register');
    if (identifier.type !== 'username') return sendCode('register', 'Register', identifier);
    await api.post('/profile', { type: 'username', value: identifier.value });
    await finish(undefined, 'Register');
  };
  show(
    title(t('description.create_your_account')),
    who && h('form', {}, who, button(t('action.create_account'), create)),
    social(who, consent),
    settings.signInMode === 'SignInAndRegister' &&
      h('p', { class: 'quiet' }, t('description.have_account'), link(t('action.sign_in'), () => go('/sign-in'))),
    consent.part,
  );
}

export function forgotPassword(_, { identifier }) {
  const kinds = ['email', 'phone'].filter((kind) => settings.forgotPassword[kind]);
  if (kinds.length === 0) return become('/sign-in');
  const who = identifierField(kinds);
  if (identifier && kinds.includes(identifier.type)) who.querySelector('input').value = identifier.value;
  show(
    title(t('description.reset_password')),
    h('form', {}, who, button(t('action.continue'), async () => {
      await start('ForgotPassword');
      await sendCode('forgot-password', 'ForgotPassword', identifierOf(who.value(), kinds));
    })),
    link(t('action.nav_back'), () => go('/sign-in')),
  );
}

export function newPassword() {
  const password = field(t('description.new_password'), { name: 'password', type: 'password', autocomplete: 'new-password' });
  show(title(t('description.reset_password')), h('form', {}, password, button(t('action.save_password'), async () => {
    await api.put('/profile/password', { password: password.value() });
    await finishRecovery();
  })));
}

async function finishRecovery() {
  await api.post('/submit');
  await become('/sign-in', { toast: 'description.password_changed' });
}

/** The address of one's enterprise. */
export function singleSignOn() {
  if (!settings.singleSignOnEnabled) return become('/sign-in');
  const who = identifierField(['email']);
  show(title(t('description.single_sign_on')), h('p', {}, t('description.single_sign_on_email_form')),
    h('form', {}, who, button(t('action.single_sign_on'), async () => {
      const found = await toEnterprise({ type: 'email', value: who.value().trim() });
      if (!found) throw new Refused({ message: t('error.sso_not_found') });
    })),
    link(t('action.nav_back'), () => go('/sign-in')));
}

export const singleSignOnConnectors = (_, { connectorIds, email }) => chooseConnector(connectorIds, email);

// The sign-in pages. Settings and texts are in the page itself, so nothing is fetched before the first paint; every
// step is a call of the Experience API, which anyone's own pages can make as well.
import { api, Refused } from './api.js';
import { button, codeField, field, h, link, list, show, title, toast } from './ui.js';
import { boot, t } from './boot.js';

const settings = boot.signInExperience;
const methods = settings.signIn.methods;
const params = new URLSearchParams(location.search);
const state = { event: 'SignIn', identifier: null, verificationId: null };

/** The kind of identifier that a text is. */
function kindOf(text) {
  const kinds = methods.map((method) => method.identifier);
  const asked = text.includes('@') ? 'email' : /^\+?[\d\s()-]{3,}$/.test(text) ? 'phone' : 'username';
  if (kinds.includes(asked) || state.event === 'Register') return asked;
  return kinds[0] ?? asked;
}

const digits = (text) => text.replace(/\D/g, '');
const normal = (kind, text) => (kind === 'phone' ? digits(text) : text.trim());
const identifierOf = (text) => {
  const type = kindOf(text);
  return { type, value: normal(type, text) };
};
const nameOf = { username: 'description.username', email: 'description.email', phone: 'description.phone_number' };

/** The label of a field that takes any of several kinds. */
const label = (kinds) => {
  const names = { username: t('input.username'), email: t('input.email'), phone: t('input.phone_number') };
  return kinds.map((kind) => names[kind]).join(' / ');
};

async function start(event) {
  state.event = event;
  await api.put('', { interactionEvent: event });
}

/** Goes on where the provider says. */
async function submit() {
  const done = await api.post('/submit');
  if (done?.redirectTo) return location.replace(done.redirectTo);
  toast(t('description.password_changed'));
  return signIn();
}

/** What each refusal of the last steps asks for. */
const answers = {
  'user.missing_profile': (error) => missingProfile(error.data.missingProfile),
  'user.missing_mfa': (error) => bindFactor(error.data.availableFactors, error.data.skippable),
  'user.suggest_mfa': () => suggestFactor(),
  'session.mfa.backup_code_required': () => bindBackupCodes(),
  'session.mfa.require_mfa_verification': (error) => verifyFactor(error.data),
  'user.new_password_required_in_profile': () => newPassword(),
  'user.suspended': () => message(t('description.account_suspended')),
  'session.not_found': () => lost(),
  'session.interaction_not_found': () => lost(),
};

/** Identifies the user, and finishes if nothing else is asked for. */
async function finish(verificationId) {
  try {
    await api.post('/identification', verificationId ? { verificationId } : {});
    await submit();
  } catch (error) {
    await answer(error);
  }
}

async function answer(error) {
  const handle = error instanceof Refused && answers[error.code];
  if (handle) return handle(error);
  throw error;
}

/** Whether a step was refused because nobody has the identifier, and someone may register. */
async function offerRegistration(error, verificationId) {
  if (error.code !== 'user.user_not_exist' || settings.signInMode === 'SignIn') throw error;
  const { type, value } = state.identifier;
  message(t('description.sign_in_id_does_not_exist', { type: t(nameOf[type]), value }), t('action.create_account'), async () => {
    state.event = 'Register';
    await api.put('/interaction-event', { interactionEvent: 'Register' });
    await finish(verificationId);
  });
}

function message(text, action, then) {
  show(title(text), action ? button(action, then) : link(t('action.nav_back'), signIn));
}

function lost() {
  show(title(t('description.session_expired')), h('p', {}, t('description.session_expired_description')));
}

// The first screens.

function signIn() {
  if (settings.signInMode === 'Register') return register();
  state.event = 'SignIn';
  const kinds = methods.map((method) => method.identifier);
  const withPassword = methods.some((method) => method.password);
  const withCode = methods.filter((method) => method.verificationCode);
  const who = field(label(kinds), {
    name: 'identifier', autocomplete: 'username webauthn', value: params.get('login_hint') ?? '', autocapitalize: 'none',
  });
  const password = withPassword && field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'current-password' });
  const byPassword = async () => {
    await start('SignIn');
    state.identifier = identifierOf(who.value());
    const made = await api.post('/verification/password', { identifier: state.identifier, password: password.value() });
    await finish(made.verificationId);
  };
  const byCode = async () => {
    const identifier = identifierOf(who.value());
    if (!withCode.some((method) => method.identifier === identifier.type)) throw new Refused({ message: t('error.invalid_email') });
    await start('SignIn');
    await sendCode(identifier, signIn);
  };
  show(
    title(t('description.sign_in_to_your_account')),
    withPassword && h('form', {}, who, password, button(t('action.sign_in'), byPassword)),
    !withPassword && h('form', {}, who, button(t('action.continue'), byCode)),
    withPassword && withCode.length > 0 && link(t('action.sign_in_via_passcode'), byCode),
    (settings.forgotPassword.email || settings.forgotPassword.phone) && link(t('action.forgot_password'), forgotPassword),
    social(),
    settings.signInMode === 'SignInAndRegister' && settings.signUp.identifiers.length > 0 &&
      h('p', { class: 'quiet' }, t('description.no_account'), link(t('action.create_account'), register)),
    terms(),
  );
}

function social() {
  if (settings.socialConnectors.length === 0) return null;
  const go = (connector) => async () => {
    await start('SignIn');
    const random = crypto.getRandomValues(new Uint32Array(4)).join('');
    sessionStorage.setItem(`social_auth_state:${connector.id}`, random);
    const redirectUri = `${location.origin}/callback/${connector.id}`;
    const asked = await api.post(`/verification/social/${connector.id}/authorization-uri`, { state: random, redirectUri });
    sessionStorage.setItem(`verification:${connector.id}`, asked.verificationId);
    location.assign(asked.authorizationUri);
  };
  const name = (connector) => connector.name[boot.language] ?? connector.name.en;
  return h('div', { class: 'stack' }, h('p', { class: 'or' }, t('description.or')),
    ...settings.socialConnectors.map((connector) => button(t('action.sign_in_with', { name: name(connector) }), go(connector), 'plain')));
}

function terms() {
  const links = [[settings.termsOfUseUrl, 'description.terms_of_use'], [settings.privacyPolicyUrl, 'description.privacy_policy']];
  const there = links.filter(([url]) => url);
  if (there.length === 0) return null;
  return h('p', { class: 'quiet' }, ...there.map(([href, key]) => h('a', { href, target: '_blank', rel: 'noopener' }, t(key))));
}

function register() {
  if (settings.signInMode === 'SignIn') return signIn();
  state.event = 'Register';
  const kinds = settings.signUp.identifiers;
  const who = field(label(kinds), { name: 'identifier', autocomplete: 'username', value: params.get('login_hint') ?? '', autocapitalize: 'none' });
  const byUsername = kinds.includes('username');
  const password = byUsername && settings.signUp.password &&
    field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'new-password' });
  const create = async () => {
    await start('Register');
    const identifier = identifierOf(who.value());
    if (!byUsername || identifier.type !== 'username') return sendCode(identifier, register);
    if (!password) {
      await api.post('/profile', { type: 'username', value: identifier.value });
      return finish();
    }
    const made = await api.post('/verification/new-password-identity', { identifier, password: password.value() });
    await finish(made.verificationId);
  };
  show(
    title(t('description.create_your_account')),
    h('form', {}, who, password, button(t('action.create_account'), create)),
    social(),
    settings.signInMode === 'SignInAndRegister' &&
      h('p', { class: 'quiet' }, t('description.have_account'), link(t('action.sign_in'), signIn)),
    terms(),
  );
}

function forgotPassword() {
  const kinds = ['email', 'phone'].filter((kind) => settings.forgotPassword[kind]);
  const who = field(label(kinds), { name: 'identifier', autocomplete: 'username', autocapitalize: 'none' });
  show(
    title(t('description.reset_password')),
    h('form', {}, who, button(t('action.continue'), async () => {
      await start('ForgotPassword');
      const text = who.value();
      const type = text.includes('@') ? 'email' : 'phone';
      await sendCode({ type, value: normal(type, text) }, forgotPassword);
    })),
    link(t('action.nav_back'), signIn),
  );
}

// Codes.

async function sendCode(identifier, back, then) {
  state.identifier = identifier;
  const body = { identifier, interactionEvent: state.event };
  const made = await api.post('/verification/verification-code', body);
  enterCode(made.verificationId, back, then);
}

function enterCode(verificationId, back, then) {
  const { identifier } = state;
  const verify = async (code) => {
    await api.post('/verification/verification-code/verify', { identifier, verificationId, code });
    if (then) return then(verificationId);
    try {
      await finish(verificationId);
    } catch (error) {
      await offerRegistration(error, verificationId);
    }
  };
  show(
    title(t('action.enter_passcode')),
    h('p', {}, t('description.enter_passcode', { address: t(nameOf[identifier.type]), target: identifier.value })),
    codeField(t('input.code'), verify),
    link(t('action.resend'), () => sendCode(identifier, back, then)),
    link(t('action.nav_back'), back),
  );
}

// What is missing.

function missingProfile([missing]) {
  const give = (part) => async () => {
    await api.post('/profile', part());
    await again();
  };
  if (missing === 'password') {
    const password = field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'new-password' });
    return show(title(t('description.set_password')), h('form', {}, password,
      button(t('action.save_password'), give(() => ({ type: 'password', value: password.value() })))));
  }
  if (missing === 'username') {
    const username = field(t('input.username'), { name: 'username', autocomplete: 'username', autocapitalize: 'none' });
    return show(title(t('description.enter_username')), h('p', {}, t('description.enter_username_description')),
      h('form', {}, username, button(t('action.continue'), give(() => ({ type: 'username', value: username.value() })))));
  }
  if (missing === 'extraProfile') return extraProfile();
  const kinds = missing === 'emailOrPhone' ? ['email', 'phone'] : [missing];
  const who = field(label(kinds), { name: 'identifier', autocomplete: kinds[0] === 'phone' ? 'tel' : 'email' });
  const ask = async () => {
    const type = who.value().includes('@') ? 'email' : 'phone';
    await sendCode({ type, value: normal(type, who.value()) }, () => missingProfile([missing]), async (verificationId) => {
      await api.post('/profile', { type, verificationId });
      await again();
    });
  };
  return show(title(t('description.continue_with_more_information')), h('form', {}, who, button(t('action.continue'), ask)));
}

function extraProfile() {
  const fields = settings.customProfileFields.map((one) => {
    const options = one.config.options;
    const type = { Number: 'number', Date: 'date', Url: 'url', Checkbox: 'checkbox' }[one.type] ?? 'text';
    return [one, field(one.label || one.name, { name: one.name, type, required: one.required, options })];
  });
  show(title(t('profile.title')), h('form', {}, ...fields.map(([, input]) => input), button(t('action.continue'), async () => {
    const given = fields.map(([one, input]) => [one.name, input.value()]).filter(([, value]) => value !== '');
    await api.post('/profile', { type: 'extraProfile', values: Object.fromEntries(given) });
    await again();
  })));
}

/** Tries once more after something was given. */
async function again() {
  try {
    if (state.event === 'Register') await api.post('/identification', {});
  } catch (error) {
    // The account was made in an earlier round.
    if (error.code !== 'user.missing_profile' && !answers[error.code]) throw error;
    return answer(error);
  }
  try {
    await submit();
  } catch (error) {
    await answer(error);
  }
}

function newPassword() {
  const password = field(t('description.new_password'), { name: 'password', type: 'password', autocomplete: 'new-password' });
  show(title(t('description.reset_password')), h('form', {}, password, button(t('action.save_password'), async () => {
    await api.put('/profile/password', { password: password.value() });
    await submit();
  })));
}

// Second factors.

const factors = {
  Totp: 'mfa.totp', WebAuthn: 'mfa.webauthn', BackupCode: 'mfa.backup_code',
  EmailVerificationCode: 'mfa.email_verification_code', PhoneVerificationCode: 'mfa.phone_verification_code',
};

const retry = async () => {
  try {
    await submit();
  } catch (error) {
    await answer(error);
  }
};

function verifyFactor(data) {
  const possible = data.availableFactors.filter((factor) => factor !== 'WebAuthn');
  const others = (current) => possible.length > 1 &&
    link(t('mfa.use_another_method'), () => choose(possible.filter((one) => one !== current)));
  const choose = (some) => show(title(t('mfa.verify')), list(some.map((one) => [t(factors[one]), () => verify(one)])));
  const verify = async (factor) => {
    if (factor === 'EmailVerificationCode' || factor === 'PhoneVerificationCode') {
      const identifierType = factor === 'EmailVerificationCode' ? 'email' : 'phone';
      const sent = await api.post('/verification/mfa-verification-code', { identifierType });
      return show(title(t('mfa.verify')),
        h('p', {}, t('description.enter_passcode', { address: t(nameOf[identifierType]), target: data.maskedIdentifiers[factor] ?? '' })),
        codeField(t('input.code'), async (code) => {
          await api.post('/verification/mfa-verification-code/verify', { verificationId: sent.verificationId, code, identifierType });
          await retry();
        }), others(factor));
    }
    if (factor === 'BackupCode') {
      const code = field(t('input.backup_code'), { name: 'code', autocomplete: 'off', autocapitalize: 'none' });
      return show(title(t('mfa.verify')), h('p', {}, t('mfa.verify_backup_code_description')), h('form', {}, code, button(t('action.continue'), async () => {
        await api.post('/verification/backup-code/verify', { code: code.value() });
        await retry();
      })), others(factor));
    }
    return show(title(t('mfa.verify')), h('p', {}, t('mfa.verify_totp_description')), codeField(t('mfa.totp'), async (code) => {
      await api.post('/verification/totp/verify', { code });
      await retry();
    }), others(factor));
  };
  return possible.length === 0 ? message(t('mfa.webauthn_not_supported')) : verify(possible[0]);
}

const skip = (path) => async () => {
  await api.post(`/profile/mfa/${path}`);
  await retry();
};

function suggestFactor() {
  show(title(t('mfa.turn_on')), h('p', {}, t('mfa.turn_on_description')), button(t('mfa.set_up'), skip('mfa-enabled')),
    link(t('action.nav_skip'), skip('mfa-skipped')));
}

function bindFactor(available, skippable) {
  const possible = available.filter((factor) => factor !== 'WebAuthn');
  const skipping = skippable && link(t('action.nav_skip'), skip('mfa-skipped'));
  const bind = async (type, verificationId) => {
    await api.post('/profile/mfa', { type, verificationId });
    await retry();
  };
  const start = async (factor) => {
    if (factor !== 'Totp') {
      const type = factor === 'EmailVerificationCode' ? 'email' : 'phone';
      const who = field(label([type]), { name: 'identifier', autocomplete: type === 'phone' ? 'tel' : 'email' });
      return show(title(t('mfa.set_up')), h('form', {}, who, button(t('action.continue'), () =>
        sendCode({ type, value: normal(type, who.value()) }, () => bindFactor(available, skippable), (id) => bind(factor, id)))));
    }
    const made = await api.post('/verification/totp/secret');
    return show(title(t('mfa.scan_qr_code')), h('p', {}, t('mfa.scan_qr_code_description')),
      h('img', { class: 'qr', src: made.secretQrCode, alt: t('mfa.scan_qr_code') }), h('code', { class: 'secret' }, made.secret),
      codeField(t('mfa.enter_one_time_code'), async (code) => {
        await api.post('/verification/totp/verify', { code, verificationId: made.verificationId });
        await bind('Totp', made.verificationId);
      }), skipping);
  };
  if (possible.length === 0) return message(t('mfa.webauthn_not_supported'));
  if (possible.length === 1) return start(possible[0]);
  return show(title(t('mfa.set_up')), h('p', {}, t('mfa.set_up_description')), list(possible.map((one) => [t(factors[one]), () => start(one)])), skipping);
}

async function bindBackupCodes() {
  const made = await api.post('/verification/backup-code/generate');
  show(title(t('mfa.backup_codes')), h('p', {}, t('mfa.save_backup_code_description')),
    h('ul', { class: 'codes' }, ...made.codes.map((code) => h('li', {}, code))),
    button(t('action.continue'), async () => {
      await api.post('/profile/mfa', { type: 'BackupCode', verificationId: made.verificationId });
      await retry();
    }));
}

// Consent.

async function consent() {
  const asked = await api.consent();
  const name = asked.application.displayName ?? asked.application.name;
  const scopes = [...(asked.missingOIDCScope ?? []).map((scope) => t(`user_scopes.descriptions.${scope}`, {}, scope)),
    ...(asked.missingResourceScopes ?? []).flatMap(({ resource, scopes: some }) => some.map((scope) => `${resource.name}: ${scope.description ?? scope.name}`))];
  const organizations = (asked.organizations ?? []).map((one) => [one.id, h('input', { type: 'checkbox', id: one.id }), one.name]);
  show(
    title(t('description.authorize_title', { name })),
    h('p', {}, t('description.request_permission', { name })),
    h('ul', {}, ...scopes.map((scope) => h('li', {}, scope))),
    organizations.length > 0 && h('fieldset', {}, h('legend', {}, t('description.grant_organization_access')),
      ...organizations.map(([id, box, of]) => h('label', { for: id }, box, of))),
    button(t('action.authorize'), async () => {
      const organizationIds = organizations.filter(([, box]) => box.checked).map(([id]) => id);
      location.replace((await api.giveConsent(organizationIds.length > 0 ? { organizationIds } : {})).redirectTo);
    }),
    asked.redirectUri && link(t('action.cancel'), () => location.replace(asked.redirectUri)),
  );
}

async function magicLink() {
  const [token, email] = [params.get('one_time_token'), params.get('login_hint')];
  if (!token || !email) return message(t('error.invalid_link'));
  await start('SignIn');
  state.identifier = { type: 'email', value: email };
  const made = await api.post('/verification/one-time-token/verify', { identifier: state.identifier, token });
  try {
    await finish(made.verificationId);
  } catch (error) {
    await offerRegistration(error, made.verificationId);
  }
}

const path = location.pathname.replace(/^.*?\/(?=[^/]*$)/, '/');
const screens = {
  '/register': register, '/identifier-register': register, '/reset-password': forgotPassword, '/forgot-password': forgotPassword,
  '/consent': consent, '/unknown-session': lost, '/one-time-token': magicLink,
};
try {
  await (params.has('one_time_token') ? magicLink : screens[path] ?? signIn)();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  await (answers[error.code] ?? (() => message(error.message)))(error);
}

// Codes by mail and text message.
import { api } from './api.js';
import { t } from './boot.js';
import { answer, change, finish, message, nameOf, settings, methods, again, submit } from './flow.js';
import { become, go } from './router.js';
import { codeField, countdown, h, link, show, title, toast } from './ui.js';

/** Sends a code and asks for it; `flow` is the first part of the screen's address. */
export async function sendCode(flow, event, identifier, more = {}) {
  const interactionEvent = more.as ?? event;
  const made = await api.post('/verification/verification-code', { identifier, interactionEvent });
  await go(`/${flow}/verification-code`, { event, identifier, verificationId: made.verificationId, ...more });
}

export function enterCode({ flow }, state) {
  const { event, identifier, verificationId } = state;
  if (!identifier) return become('/sign-in');
  const verify = async (code) => {
    await api.post('/verification/verification-code/verify', { identifier, verificationId, code });
    if (flow === 'continue') return give(state);
    try {
      await finish(verificationId, event);
    } catch (error) {
      await other(error, state);
    }
  };
  const resend = async () => {
    const made = await api.post('/verification/verification-code', { identifier, interactionEvent: state.as ?? event });
    toast(t('description.passcode_sent'));
    await become(`/${flow}/verification-code`, { ...state, verificationId: made.verificationId });
  };
  const method = methods.find((one) => one.identifier === identifier.type);
  show(
    title(t('action.enter_passcode')),
    h('p', {}, t('description.enter_passcode', { address: t(nameOf[identifier.type]), target: identifier.value })),
    codeField(t('input.code'), verify),
    countdown(59, (seconds) => t('description.resend_after_seconds', { seconds }), link(t('action.resend'), resend)),
    flow === 'sign-in' && method?.password && link(t('action.sign_in_via_password'), () => go('/sign-in/password', { identifier })),
    link(t('action.nav_back'), () => history.back()),
  );
}

/** Something that was missing, or a factor, is there now. */
async function give({ event, identifier, verificationId, factor, linkSocial }) {
  if (factor) {
    await api.post('/profile/mfa', { type: factor, verificationId });
    return submit(event);
  }
  try {
    await api.post('/profile', { type: identifier.type, verificationId });
  } catch (error) {
    if (!linkSocial || !(error.code ?? '').endsWith('_already_in_use')) throw error;
    await change('SignIn');
    await api.post('/identification', { verificationId });
    await api.post('/profile', { type: 'social', verificationId: linkSocial });
    return submit('SignIn');
  }
  return again(event);
}

/** Someone signs in who has no account, or registers who has one: the other way is offered. */
async function other(error, { event, identifier, verificationId }) {
  const { type, value } = identifier;
  const values = { type: t(nameOf[type]), value };
  if (error.code === 'user.user_not_exist' && event === 'SignIn' && settings.signInMode !== 'SignIn' && settings.signUp.identifiers.includes(type)) {
    return message(t('description.sign_in_id_does_not_exist', values), t('action.create_account'), async () => {
      await change('Register');
      await finish(verificationId, 'Register');
    });
  }
  const signsIn = methods.some((method) => method.identifier === type && method.verificationCode);
  if (error.code === `user.${type}_already_in_use` && event === 'Register' && signsIn && settings.signInMode !== 'Register') {
    return message(t('description.create_account_id_exists', values), t('action.sign_in'), async () => {
      await change('SignIn');
      await finish(verificationId, 'SignIn');
    });
  }
  return answer(error, event);
}

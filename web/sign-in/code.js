// Codes by mail and text message.
import { settings, t } from '../ui/boot.js';
import { p, title } from '../ui/dom.js';
import { backButton, codeField, countdown, link } from '../ui/form.js';
import { ask, show, toast } from '../ui/page.js';
import { become, go } from '../ui/router.js';
import { api } from './api.js';
import { nothingBefore } from './ends.js';
import { again, answer, change, finish, message, submit } from './flow.js';
import { methods, nameOf, shown } from './identifier.js';
import { consentToTerms } from './terms.js';

/** Seconds before a code may be sent again. */
const PAUSE = 59;

/** Sends a code and asks for it; `flow` is the first part of the screen's address. */
export async function sendCode(flow, event, identifier, more = {}) {
  const interactionEvent = more.as ?? event;
  const made = await api.post('/verification/verification-code', { identifier, interactionEvent });
  await go(`/${flow}/verification-code`, { event, identifier, verificationId: made.verificationId, ...more, sentAt: Date.now() });
}

export function enterCode({ flow }, state) {
  const { event, identifier, verificationId } = state;
  if (!identifier) return nothingBefore();
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
    await become(`/${flow}/verification-code`, { ...state, verificationId: made.verificationId, sentAt: Date.now() });
    toast(t('description.passcode_sent'));
  };
  const method = methods().find((one) => one.identifier === identifier.type);
  const wait = Math.max(0, Math.min(PAUSE, PAUSE - Math.floor((Date.now() - (state.sentAt ?? 0)) / 1000)));
  show(
    backButton(() => history.back()),
    title(t('action.enter_passcode')),
    p(t('description.enter_passcode', { address: t(nameOf[identifier.type]), target: shown(identifier) })),
    codeField('passcode', t('input.code'), verify),
    countdown(wait, (seconds) => t('description.resend_after_seconds', { seconds }), link(t('action.resend'), resend)),
    flow === 'sign-in' && method?.password && link(t('action.sign_in_via_password'), () => go('/sign-in/password', { identifier })),
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
    const values = { type: t(nameOf[identifier.type]), value: shown(identifier) };
    if (!await ask(t('action.bind_and_continue'), t('description.link_account_id_exists', values), t('action.bind_and_continue'))) return history.back();
    await change('SignIn');
    await api.post('/identification', { verificationId });
    await api.post('/profile', { type: 'social', verificationId: linkSocial });
    return submit('SignIn');
  }
  return again(event);
}

/** Someone signs in who has no account, or registers who has one: the other way is offered. */
async function other(error, { event, identifier, verificationId }) {
  const { type } = identifier;
  const values = { type: t(nameOf[type]), value: shown(identifier) };
  const registers = settings.signInMode !== 'SignIn' && settings.signUp.identifiers.includes(type);
  if (error.code === 'user.user_not_exist' && event === 'SignIn' && registers) {
    return message(t('description.sign_in_id_does_not_exist', values), t('action.create_account'), async () => {
      await consentToTerms(true);
      await change('Register');
      await finish(verificationId, 'Register');
    });
  }
  const signsIn = methods().some((method) => method.identifier === type && method.verificationCode);
  if (error.code === `user.${type}_already_in_use` && event === 'Register' && signsIn && settings.signInMode !== 'Register') {
    return message(t('description.create_account_id_exists', values), t('action.sign_in'), async () => {
      await change('SignIn');
      await finish(verificationId, 'SignIn');
    });
  }
  return answer(error, event);
}

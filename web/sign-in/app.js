// The sign-in pages. Settings and texts are in the page itself, so nothing is fetched before the first paint; every
// step is a call of the Experience API, which anyone's own pages can make as well.
import { Refused } from './api.js';
import { t } from './boot.js';
import { enterCode } from './code.js';
import { complete } from './complete.js';
import { consent } from './consent.js';
import { enterPassword, forgotPassword, newPassword, register, signIn, singleSignOn, singleSignOnConnectors } from './first.js';
import { answer, message, params, settings } from './flow.js';
import { magicLink, recoveryLink } from './link.js';
import { bind, chooseToBind, chooseToVerify, createPasskey, onboard, verify } from './mfa.js';
import { enterPasskey } from './passkey.js';
import { become, otherwise, render, screen } from './router.js';
import { callback, direct, linkAccount } from './social.js';
import { h, onRefusal, show, title } from './ui.js';

/** Words for someone who cannot go on here, with whom to ask. */
function stranded(heading, words) {
  const { supportEmail, supportWebsiteUrl } = settings;
  show(title(t(heading)), h('p', {}, t(words)),
    supportEmail && h('p', {}, h('a', { href: `mailto:${supportEmail}` }, supportEmail)),
    supportWebsiteUrl && h('p', {}, h('a', { href: supportWebsiteUrl }, supportWebsiteUrl)));
}

screen('/sign-in', signIn);
screen('/identifier-sign-in', signIn);
screen('/sign-in/password', enterPassword);
screen('/sign-in/passkey', enterPasskey);
screen('/register', register);
screen('/identifier-register', register);
screen('/single-sign-on/connectors', singleSignOnConnectors);
screen('/single-sign-on', singleSignOn);
screen('/single-sign-on/email', singleSignOn);
screen('/forgot-password/reset', newPassword);
screen('/forgot-password', forgotPassword);
screen('/reset-password', params.has('one_time_token') ? recoveryLink : forgotPassword);
screen('/:flow/verification-code', enterCode);
screen('/continue/:missing', complete);
screen('/mfa-onboarding', onboard);
screen('/mfa-binding', chooseToBind);
screen('/mfa-binding/:factor', bind);
screen('/mfa-verification', chooseToVerify);
screen('/mfa-verification/:factor', verify);
screen('/create-passkey', createPasskey);
screen('/callback/:id', callback);
screen('/callback/social/:id', callback);
screen('/social/link/:id', linkAccount);
screen('/direct/:method/:target', direct);
screen('/one-time-token', magicLink);
screen('/consent', consent);
screen('/unknown-session', () => stranded('description.session_expired', 'description.session_expired_description'));
screen('/account-suspended', () => stranded('error.something_went_wrong', 'description.account_suspended'));

onRefusal((error) => answer(error, history.state?.event));

otherwise(async (error) => {
  try {
    await answer(error, history.state?.event);
  } catch {
    // What nobody foresaw is told to the console too, where developers look.
    if (!(error instanceof Refused)) console.error(error);
    message(error instanceof Refused ? error.message : t('error.unknown'));
  }
});

const first = location.pathname.match(/\/(sign-in|register|identifier-sign-in|identifier-register)$/);
await (params.has('one_time_token') && first ? become('/one-time-token') : render());

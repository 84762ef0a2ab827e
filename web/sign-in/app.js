// The sign-in pages. Settings and texts are in the page itself, so nothing is fetched before the first paint; every
// step is a call of the Experience API, which anyone's own pages can make as well.
import { boot, t } from '../ui/boot.js';
import { onRefusal } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { become, otherwise, render, screen } from '../ui/router.js';
import { report } from '../ui/report.js';
import { enterCode } from './code.js';
import { complete } from './complete.js';
import { consent } from './consent.js';
import { device, deviceConnected } from './device.js';
import { chooseMethod, enterPassword, forgotPassword, newPassword, register, signIn, singleSignOn, singleSignOnConnectors } from './first.js';
import { answer, message } from './flow.js';
import { params } from './params.js';
import { invalidLink, magicLink, recoveryLink, switchAccount } from './link.js';
import { bind, chooseToBind, chooseToVerify, createPasskey, onboard, verify } from './mfa.js';
import { enterPasskey } from './passkey.js';
import { isPreview, preview } from './preview.js';
import { refused } from './refused.js';
import { callback, direct, landing, linkAccount } from './social.js';
import { elsewhere, signedOut, stranded } from './ends.js';

screen('/unknown-session', () => stranded('description.session_expired', 'description.session_expired_description', elsewhere()));
screen('/sign-in', signIn);
screen('/identifier-sign-in', signIn);
screen('/sign-in/password', enterPassword);
screen('/sign-in/passkey', enterPasskey);
screen('/sign-in/verification-methods', chooseMethod);
screen('/register', register);
screen('/register/password', () => complete({ missing: 'password' }, { event: 'Register' }));
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
screen('/social/landing/:id', landing);
screen('/direct/:method', direct);
screen('/direct/:method/:target', direct);
screen('/one-time-token', magicLink);
screen('/one-time-token/error', invalidLink);
screen('/switch-account', switchAccount);
screen('/consent', consent);
screen('/device', device);
screen('/device/success', deviceConnected);
screen('/oidc/session/end/success', signedOut);
screen('/account-suspended', () => stranded('error.something_went_wrong', 'description.account_suspended'));
screen('/.*', () => stranded('description.not_found', 'description.not_found_description'));

onRefusal((error) => answer(error, history.state?.event));

otherwise(async (error) => {
  try {
    await answer(error, history.state?.event);
  } catch {
    // What nobody foresaw is told to the server too.
    if (!(error instanceof Refused)) report(error);
    message(error instanceof Refused ? error.message : t('error.unknown'));
  }
});

const first = location.pathname.match(/\/(sign-in|register|identifier-sign-in|identifier-register)$/);
if (boot.refused) refused(boot.refused);
else if (isPreview) preview();
else await (params.has('one_time_token') && first ? become('/one-time-token', history.state ?? {}) : render());

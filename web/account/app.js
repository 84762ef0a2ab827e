// The account's pages: everything here is a call of the Account API, which anyone's own pages can make as well.
import { t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { button, onRefusal } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { show, working } from '../ui/page.js';
import { report } from '../ui/report.js';
import { become, here, otherwise, render, screen } from '../ui/router.js';
import { forgetEarly } from './api.js';
import { addPasskey, authenticatorApp, makeCodes, managePasskeys, showCodes } from './factors.js';
import { outline, tabs } from './frame.js';
import { email, password, phone, username } from './identifiers.js';
import { center } from './me.js';
import { profile } from './profile.js';
import { proof } from './proof.js';
import { security } from './security.js';
import { accessToken, arrive, isSignedIn, signIn } from './session.js';
import { locked, sessions } from './sessions.js';
import { callback, change, link, remove } from './social.js';
import { rememberReturn, success, unavailable } from './task.js';

const start = () => (tabs().length > 0 ? become(tabs()[0][0]) : unavailable());

screen('/account', start);
screen('/account/profile', profile);
screen('/account/security', security);
screen('/account/sessions', () => (proof() ? sessions() : locked()));
screen('/account/email', email);
screen('/account/phone', phone);
screen('/account/username', username);
screen('/account/password', password);
screen('/account/authenticator-app', authenticatorApp);
screen('/account/authenticator-app/replace', authenticatorApp);
screen('/account/backup-codes/generate', makeCodes);
screen('/account/backup-codes/regenerate', makeCodes);
screen('/account/backup-codes/manage', showCodes);
screen('/account/passkey/add', addPasskey);
screen('/account/passkey/manage', managePasskeys);
screen('/account/social/:id', link);
screen('/account/social/:id/change', change);
screen('/account/social/:id/remove', remove);
screen('/account/callback/social/:id', callback);
screen('/account/.*/success', success);
screen('/account/.*', unavailable);

onRefusal((error) => {
  // Whoever does not want to prove it is back where they were.
  if (error.code === 'cancelled') return;
  throw error;
});

otherwise((error) => {
  if (!(error instanceof Refused)) report(error);
  const isOver = error.status === 401 && error.code !== 'verification_record.permission_denied';
  show(h('div', { class: 'badge wrong' }, icon('warning')), title(t(isOver ? 'description.session_expired' : 'error.something_went_wrong')),
    p(error instanceof Refused ? error.message : t('error.unknown')),
    isOver ? button(t('action.sign_in'), () => signIn({ prompt: 'login' })) : button(t('action.try_again'), () => (here() === '/account' ? location.reload() : render())),
    here() !== tabs()[0]?.[0] && button(t('account_center.header.title'), () => become('/account'), 'plain'));
});

async function begin() {
  if (!center.enabled) return unavailable();
  if (!isSignedIn() || !outline()) working();
  await arrive();
  rememberReturn();
  // Whoever is not signed in is sent to do so, and comes back to the same page.
  await accessToken();
  await render();
  forgetEarly();
}

try {
  await begin();
} catch (error) {
  if (!(error instanceof Refused)) report(error);
  show(title(t('error.sign_in_failed')), p(error.message), button(t('action.try_again'), () => signIn()));
}

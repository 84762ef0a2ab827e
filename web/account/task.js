// A page with one thing to do, for people who come from an application and go back there.
import { settings, t } from '../ui/boot.js';
import { h, icon, named, p, title } from '../ui/dom.js';
import { backButton, button } from '../ui/form.js';
import { show } from '../ui/page.js';
import { become } from '../ui/router.js';
import { tabs } from './frame.js';

const KEPT = 'account:return';
const PATIENCE = 600_000;

/** Where to go on after a task is kept for ten minutes. Only pages of the web are. */
export function rememberReturn() {
  const query = new URLSearchParams(location.search);
  const to = query.get('redirect');
  if (!to || !URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol)) return;
  sessionStorage.setItem(KEPT, JSON.stringify({ to, show: query.get('show_success') === 'true', until: Date.now() + PATIENCE }));
}

function kept() {
  const found = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  return found && found.until > Date.now() ? found : undefined;
}

const home = () => tabs().find(([path]) => path === '/account/security')?.[0] ?? tabs()[0]?.[0] ?? '/account';

function leave() {
  const { to } = kept() ?? {};
  sessionStorage.removeItem(KEPT);
  if (!to) return become(home());
  location.replace(to);
  return new Promise(() => {});
}

/** The task is done: back, or a page that says so. */
export function finished(path, always = false) {
  const found = kept();
  if (!found) return become(home(), { toast: 'account_center.saved' });
  return found.show || always ? become(`${path}/success`) : leave();
}

export const success = () => page('check', t('account_center.done'), t('account_center.saved'), button(t('account_center.finish'), leave));

/** A page of its own, with a way back. */
export function page(picture, heading, words, ...parts) {
  document.querySelector('main').className = 'logto_ac-app logto_ac-secondary-page-wrapper';
  show(backButton(leave), h('div', { class: 'badge' }, icon(picture)), named(title(heading), 'logto_ac-secondary-page-title'), p(words, 'logto_ac-secondary-page-description'), ...parts);
  named(document.querySelector('.card'), 'logto_ac-card-container');
}

/** What is not there, or not allowed. */
export function unavailable() {
  const { supportEmail } = settings;
  document.querySelector('main').className = 'logto_ac-app';
  show(h('div', { class: 'badge wrong' }, icon('warning')), title(t('account_center.home.title')), p(t('account_center.home.description')),
    supportEmail && h('a', { href: `mailto:${supportEmail}` }, supportEmail));
}

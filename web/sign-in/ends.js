// Where people cannot go on, or need not.
import { settings, t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { button } from '../ui/form.js';
import { show } from '../ui/page.js';
import { become } from '../ui/router.js';

/** Words for someone who cannot go on here, with whom to ask. */
export function stranded(heading, words, ...more) {
  const { supportEmail, supportWebsiteUrl } = settings;
  show(h('div', { class: 'badge wrong' }, icon('warning')), title(t(heading)), p(t(words)), ...more,
    supportEmail && h('p', { class: 'quiet' }, h('a', { href: `mailto:${supportEmail}` }, supportEmail)),
    supportWebsiteUrl && h('p', { class: 'quiet' }, h('a', { href: supportWebsiteUrl, rel: 'noopener' }, supportWebsiteUrl)));
}

/** Where the tenant wants people to be whose sign-in is over. */
export const elsewhere = () => {
  const { unknownSessionRedirectUrl: url } = settings;
  return url && button(t('action.redirect_to_home'), () => location.assign(url));
};

/** A screen that was opened without the steps before it. */
export const nothingBefore = () =>
  stranded('error.something_went_wrong', 'error.invalid_session', button(t('action.back'), () => become('/sign-in')));

/** Something is done, and there is nothing more to do. */
export const done = (heading, words) => show(h('div', { class: 'badge' }, icon('check')), title(t(heading)), p(t(words)));

export const signedOut = () => done('description.signed_out', 'description.close_page');

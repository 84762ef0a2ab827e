// The frame of the account's pages, and the parts that its pages are made of.
import { base, boot, settings, t } from '../ui/boot.js';
import { h, icon, named, p, title } from '../ui/dom.js';
import { button, problemPlace } from '../ui/form.js';
import { dialog, logo, toast } from '../ui/page.js';
import { go, here } from '../ui/router.js';
import { center, factorsOn, profileNames, sees, signsInByPasskey } from './me.js';
import { signOut } from './session.js';

const hasSecurity = () => ['username', 'email', 'phone', 'password', 'social'].some(sees) || (sees('mfa') && factorsOn().length > 0) || (sees('passkey') && signsInByPasskey()) || Boolean(center.deleteAccountUrl);

/** The pages that there are, in their order. */
export const tabs = () => [
  profileNames().length > 0 && ['/account/profile', 'account_center.profile.title', 'user'],
  hasSecurity() && ['/account/security', 'account_center.security.title', 'shield'],
  sees('session') && ['/account/sessions', 'account_center.sessions.title', 'device'],
].filter(Boolean);

function navigation() {
  const all = tabs();
  return all.length > 1 && h('nav', { class: 'tabs logto_ac-sidebar logto_ac-mobile-tab-nav', 'aria-label': t('account_center.header.title') }, ...all.map(([path, key, picture]) => {
    const tab = h('a', { href: base + path, class: 'logto_ac-sidebar-item logto_ac-mobile-tab-nav-item', 'aria-current': here() === path ? 'page' : undefined }, icon(picture), t(key));
    tab.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      go(path);
    });
    return tab;
  }));
}

/** Shows a page of the account. */
export function frame(heading, ...sections) {
  const nav = navigation();
  const told = history.state?.toast;
  if (told) {
    history.replaceState({}, '');
    toast(t(told));
  }
  const main = document.querySelector('main');
  main.className = `logto_ac-app${nav ? ' logto_ac-with-tab-nav' : ''}`;
  main.replaceChildren(
    h('header', { class: 'bar' }, ...[logo(), h('strong', {}, t('account_center.header.title')), button(t('account_center.sign_out'), signOut, 'plain', 'out')].filter(Boolean)),
    h('div', { class: 'center logto_ac-page-container' }, nav, h('div', { class: 'content logto_ac-main-content' },
      h('div', { class: 'logto_ac-page-header' }, named(title(heading), 'logto_ac-page-title')), problemPlace(),
      h('div', { class: 'content logto_ac-page-content' }, ...sections.filter(Boolean)),
      !settings.hideLogtoBranding && h('p', { class: 'signature logto_ac-signature' }, 'Avouch'))));
  document.title = heading;
  main.querySelector('h1').focus({ preventScroll: true });
}

/** A page as it will be, while the account is on its way; answers whether there is such a page here. */
export function outline() {
  const found = tabs().find(([path]) => path === here());
  if (!found) return false;
  frame(t(found[1]), h('div', { class: 'rows', 'aria-busy': 'true' }, ...[1, 2, 3].map(() => h('div', { class: 'row ghost' }))));
  return true;
}

/** Rows under a heading. */
export const section = (heading, words, rows, after) => rows.filter(Boolean).length > 0 && h('section', { class: 'section logto_ac-section' },
  h('h2', { class: 'logto_ac-section-title' }, heading), p(words, 'logto_ac-page-description'), h('ul', { class: 'rows logto_ac-card' }, ...rows.filter(Boolean)), after);

/** A row: what it is, its value, and what can be done with it. */
export const row = (picture, what, value, ...actions) => h('li', { class: 'row logto_ac-row' }, typeof picture === 'string' ? icon(picture) : picture,
  h('div', { class: 'what' }, what, value && h('small', {}, value)), h('div', { class: 'do' }, ...actions.filter(Boolean)));

/** A row that is on or off. */
export function toggle(what, words, isOn, set) {
  const id = `switch-${Math.random().toString(36).slice(2)}`;
  const made = h('button', { type: 'button', role: 'switch', 'aria-checked': String(isOn), 'aria-labelledby': id });
  made.addEventListener('click', async () => {
    if (made.getAttribute('aria-busy') === 'true') return;
    made.setAttribute('aria-busy', 'true');
    const next = made.getAttribute('aria-checked') !== 'true';
    try {
      await set(next);
      made.setAttribute('aria-checked', String(next));
    } catch (error) {
      if (error.code !== 'cancelled') toast(error.message);
    }
    made.removeAttribute('aria-busy');
  });
  return h('li', { class: 'row' }, h('div', { class: 'what', id }, what, words && h('small', {}, words)), made);
}

/** A form over the page: fields, and what becomes of them. */
export function edit(heading, parts, keep) {
  const box = dialog(heading, parts.form(button(t('account_center.save'), async () => {
    await keep();
    box.close();
    toast(t('account_center.saved'));
  })), button(t('action.cancel'), () => box.close(), 'plain'));
  return box;
}

/** An action of a row; several rows have the same words, so it says of what. */
export function act(text, about, work) {
  const made = h('button', { type: 'button', class: 'link', 'aria-label': `${text}: ${about}` }, text);
  made.addEventListener('click', async () => {
    if (made.getAttribute('aria-busy') === 'true') return;
    made.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (error) {
      if (error.code !== 'cancelled') toast(error.message || t('error.unknown'));
    }
    made.removeAttribute('aria-busy');
  });
  return made;
}

/** Several things about one, in a line. */
export const dotted = (texts) => texts.filter(Boolean).join(' · ');

/** How a list of texts is written. */
export const joined = (texts) => new Intl.ListFormat(boot.language, { style: 'narrow', type: 'unit' }).format(texts.filter(Boolean));

// The frame of a screen.
import { boot, settings, t } from './boot.js';
import { h } from './dom.js';
import { button, problemPlace } from './form.js';
import { isDark } from './theme.js';

/** Says something for a while. */
export function toast(text) {
  document.querySelector('.toast')?.remove();
  const note = h('p', { class: 'toast', role: 'status' }, text);
  (document.querySelector('dialog[open]') ?? document.body).append(note);
  setTimeout(() => note.remove(), 5000);
}

/** New tenants are given a logo of somebody else's site: nothing is loaded from there. */
const placeholders = /^https:\/\/logto\.io\//;

/** The tenant's logo, as it looks best now. */
export function logo() {
  const { branding, color } = settings;
  const both = isDark() || !color.isDarkModeEnabled ? [isDark() && branding.darkLogoUrl, branding.logoUrl, color.isDarkModeEnabled && branding.darkLogoUrl] : [branding.logoUrl, branding.darkLogoUrl];
  const url = both.find((one) => one && !placeholders.test(one));
  return url && h('img', { class: 'logo', src: url, alt: '', referrerpolicy: 'no-referrer' });
}

/** Puts a screen in place of the one before; its title comes first, or after a way back. */
export function show(...parts) {
  const { hideLogtoBranding, isDevelopmentTenant, customContent } = settings;
  const told = history.state?.toast;
  if (told) {
    history.replaceState({ ...history.state, toast: undefined }, '');
    toast(t(told));
  }
  const seen = parts.filter(Boolean);
  const head = seen.findIndex((part) => part.tagName === 'H1') + 1;
  const notes = [isDevelopmentTenant && t('development_tenant.reminder'), !hideLogtoBranding && 'Avouch'].filter(Boolean);
  const card = h('div', { class: 'card logto_main-content' }, h('div', { class: 'logto_branding-header' }, logo()), ...seen.slice(0, head),
    problemPlace(), ...seen.slice(head), ...notes.map((note) => h('p', { class: 'signature logto_signature' }, note)));
  const main = document.querySelector('main');
  main.replaceChildren(card);
  const content = customContent?.[location.pathname];
  if (content && document.body.classList.contains('desktop')) main.prepend(beside(content));
  focusFirst(card);
  document.title = card.querySelector('h1').textContent;
}

/**
 * What the tenant wants beside the screen. Its styles are put in by the browser's interface: a policy forbids them in the page.
 * They are read under another name, because browsers complain of them wherever they are read.
 */
function beside(content) {
  const template = document.createElement('template');
  template.innerHTML = content.replace(/(<[a-z][^>]*?\s)style(?=\s*=)/gi, '$1data-style');
  document.adoptedStyleSheets = [...template.content.querySelectorAll('style')].map((one) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(one.textContent);
    one.remove();
    return sheet;
  });
  const place = h('div', { class: 'logto_custom-content' }, template.content);
  for (const one of place.querySelectorAll('[data-style]')) one.style.cssText = one.dataset.style;
  return place;
}

/** People begin where there is something to do. */
function focusFirst(card) {
  const first = card.querySelector('input:not([type=checkbox], [readonly]), select:not(.country)') ?? card.querySelector('h1');
  first?.focus({ preventScroll: true });
}

/** While something is on its way. */
export function working() {
  show(h('h1', { class: 'waiting', tabindex: '-1', 'aria-live': 'polite' }, t('action.working')), h('div', { class: 'spinner' }));
}

/** A question, or a small form, over the page; it is answered when it is closed. */
export function dialog(heading, ...parts) {
  const box = h('dialog', { 'aria-labelledby': 'dialog-title' }, h('h2', { id: 'dialog-title' }, heading), ...parts);
  if (!box.querySelector('.problem')) box.append(problemPlace());
  document.body.append(box);
  box.addEventListener('close', () => box.remove());
  box.showModal();
  return box;
}

/** Asks; answers whether the person agrees. */
export function ask(heading, words, yes, kind = 'primary') {
  return new Promise((answer) => {
    let agreed = false;
    const box = dialog(heading, words && h('p', {}, words), h('div', { class: 'choices' },
      button(t('action.cancel'), () => box.close(), 'plain'),
      button(yes, () => {
        agreed = true;
        box.close();
      }, kind)));
    box.addEventListener('close', () => answer(agreed));
  });
}

/** How a time is written here. */
export const when = (time) => new Intl.DateTimeFormat(boot.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

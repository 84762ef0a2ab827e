// The few parts that the pages are made of.
import { boot, t } from './boot.js';

/** An element; empty children are left out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

export const title = (text) => h('h1', { tabindex: '-1' }, text);

let ids = 0;

/** A field with its label and a place for what is wrong with it. */
export function field(label, { options, ...attributes }) {
  const id = `field-${(ids += 1)}`;
  const input = options
    ? h('select', { id, ...attributes }, h('option', { value: '' }, ''), ...options.map((one) => h('option', { value: one.value }, one.label || one.value)))
    : h('input', { id, type: 'text', ...attributes, required: attributes.type !== 'checkbox' && attributes.required !== false });
  const box = h('div', { class: 'field' }, h('label', { for: id }, label), input);
  if (attributes.type === 'password') box.append(reveal(input));
  if (attributes.type === 'checkbox') box.classList.add('tick');
  box.value = () => (attributes.type === 'checkbox' ? String(input.checked) : input.value);
  return box;
}

function reveal(input) {
  const toggle = h('button', { type: 'button', class: 'reveal', 'aria-label': t('action.show_password'), 'aria-pressed': 'false' }, '◉');
  toggle.addEventListener('click', () => {
    const shown = input.type === 'password';
    input.type = shown ? 'text' : 'password';
    toggle.setAttribute('aria-pressed', String(shown));
  });
  return toggle;
}

/** Six digits, which may be pasted or filled in by the phone; they are sent as soon as they are there. */
export function codeField(label, then) {
  const box = field(label, { name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: '6', pattern: '[0-9]{6}', class: 'code' });
  const input = box.querySelector('input');
  const go = button(t('action.continue'), () => then(input.value.trim()));
  input.addEventListener('input', () => {
    input.value = input.value.replace(/\D/g, '');
    if (input.value.length === 6) go.click();
  });
  return h('form', {}, box, go);
}

let recover = (error) => {
  throw error;
};

/** Says what to do with a refusal before its words are shown: some lead to another screen. */
export const onRefusal = (handle) => {
  recover = handle;
};

/** Does something once, however often it is clicked, and says what went wrong. */
function guarded(element, work) {
  return async (event) => {
    event?.preventDefault();
    if (element.getAttribute('aria-busy') === 'true') return;
    const form = element.closest('form');
    if (form && !form.reportValidity()) return;
    element.setAttribute('aria-busy', 'true');
    problem('');
    try {
      await work();
    } catch (error) {
      await Promise.resolve(error).then(recover).catch((last) => problem(last.message || t('error.unknown')));
    } finally {
      element.removeAttribute('aria-busy');
    }
  };
}

export function button(text, work, kind = 'primary') {
  const element = h('button', { type: kind === 'primary' ? 'submit' : 'button', name: kind === 'primary' && 'submit', class: kind }, text);
  element.addEventListener('click', guarded(element, work));
  return element;
}

export function link(text, work) {
  const element = h('button', { type: 'button', class: 'link' }, text);
  element.addEventListener('click', guarded(element, work));
  return element;
}

/** Copies a text, and says so. */
export const copyButton = (text, done) => button(t('action.copy'), async () => {
  await navigator.clipboard.writeText(text);
  toast(done);
}, 'plain');

/** Counts down before `then` takes the place of the words. */
export function countdown(seconds, words, then) {
  const place = h('p', { class: 'quiet' }, words(seconds));
  let left = seconds;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0 && place.isConnected) place.textContent = words(left);
    else {
      clearInterval(timer);
      place.replaceChildren(then);
    }
  }, 1000);
  return place;
}

export const list = (items) => h('div', { class: 'stack' }, ...items.map(([text, work]) => button(text, work, 'plain')));

const alert = h('p', { class: 'problem', role: 'alert' });
function problem(text) {
  alert.textContent = text;
}

export function toast(text) {
  const note = h('p', { class: 'toast', role: 'status' }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 5000);
}

/** New tenants are given a logo of somebody else's site: nothing is loaded from there. */
const placeholders = /^https:\/\/logto\.io\//;

/** Puts a screen in place of the one before. */
export function show(...parts) {
  const { branding, hideLogtoBranding, isDevelopmentTenant } = boot.signInExperience;
  const isDark = document.documentElement.dataset.theme === 'dark';
  const logo = [isDark && branding.darkLogoUrl, branding.logoUrl].find((url) => url && !placeholders.test(url));
  problem('');
  const support = history.state?.toast;
  if (support) {
    history.replaceState({}, '');
    toast(t(support));
  }
  const card = h('div', { class: 'card logto_main-content' }, logo && h('img', { class: 'logo', src: logo, alt: '' }), parts[0], alert, ...parts.slice(1));
  const notes = [isDevelopmentTenant && t('development_tenant.reminder'), !hideLogtoBranding && 'Avouch'].filter(Boolean);
  card.append(...notes.map((note) => h('p', { class: 'signature logto_signature' }, note)));
  document.querySelector('main').replaceChildren(card);
  const first = card.querySelector('input:not([type=checkbox]), select') ?? card.querySelector('h1');
  first.focus({ preventScroll: true });
  document.title = card.querySelector('h1').textContent;
}

// Fields and buttons.
import { t } from './boot.js';
import { h, icon } from './dom.js';
import { report } from './report.js';
import { Refused } from './http.js';

let ids = 0;
const fresh = (kind) => `${kind}-${(ids += 1)}`;

/** A field with its label, and what helps to fill it in. */
export function field(label, { options, hint, ...attributes }) {
  const id = fresh('field');
  const isTick = attributes.type === 'checkbox';
  const described = hint && fresh('hint');
  const own = { id, ...attributes, required: !isTick && attributes.required !== false, 'aria-describedby': described };
  const optional = !isTick && attributes.required === false ? t('input.label_with_optional', { label }) : label;
  const input = options
    ? h('select', own, h('option', { value: '' }, ''), ...options.map((one) => h('option', { value: one.value, selected: one.value === attributes.value }, one.label || one.value)))
    : h('input', { type: 'text', ...own });
  const box = h('div', { class: isTick ? 'field tick' : 'field' }, h('label', { for: id }, optional), h('div', { class: 'input' }, input));
  if (hint) box.append(h('p', { class: 'hint', id: described }, hint));
  if (attributes.type === 'password') input.after(reveal(input));
  box.input = input;
  box.value = () => (isTick ? String(input.checked) : input.value);
  return box;
}

function reveal(input) {
  const toggle = h('button', { type: 'button', class: 'reveal', 'aria-label': t('action.show_password'), 'aria-pressed': 'false' }, icon('eye'));
  toggle.addEventListener('click', () => {
    const shown = input.type === 'password';
    input.type = shown ? 'text' : 'password';
    toggle.setAttribute('aria-pressed', String(shown));
    toggle.replaceChildren(icon(shown ? 'hidden' : 'eye'));
  });
  return toggle;
}

/** Fields that are sent together; what is wrong with them is said above the button. */
export function form(...children) {
  const made = h('form', { novalidate: true }, ...children);
  const send = made.querySelector('button[type=submit]');
  const alert = problemPlace();
  if (send) send.before(alert);
  else made.append(alert);
  made.addEventListener('submit', (event) => event.preventDefault());
  // What was wrong is being mended.
  made.addEventListener('input', () => problem(made, ''));
  return made;
}

/** A place where something that went wrong is said, and read aloud. */
export const problemPlace = () => h('p', { class: 'problem', role: 'alert', id: fresh('problem') });

const LENGTH = 6;

/** Goes from cell to cell as the digits of a code come, one by one or all at once. */
function together(cells, complete) {
  const fill = (at, text) => {
    const told = digits(text).slice(0, LENGTH - at);
    cells[at].value = '';
    [...told].forEach((digit, index) => {
      cells[at + index].value = digit;
    });
    if (told) cells[Math.min(at + told.length, LENGTH - 1)].focus();
    if (told && cells.every(({ value }) => value)) complete();
  };
  const step = { Backspace: -1, ArrowLeft: -1, ArrowRight: 1 };
  cells.forEach((cell, at) => {
    cell.addEventListener('input', () => fill(at, cell.value));
    cell.addEventListener('focus', () => cell.select());
    cell.addEventListener('keydown', (event) => {
      const next = cells[at + step[event.key]];
      if (!next || (event.key === 'Backspace' && cell.value)) return;
      event.preventDefault();
      if (event.key === 'Backspace') next.value = '';
      next.focus();
    });
  });
}

/** Six digits, which may be pasted or filled in by the phone; they are sent as soon as they are there. */
export function codeField(name, label, then, ...more) {
  const id = fresh('code');
  const cells = Array.from({ length: LENGTH }, (_, at) => h('input', {
    type: 'text', name: `${name}_${at}`, inputmode: 'numeric', pattern: '[0-9]', required: true, autocomplete: at === 0 ? 'one-time-code' : 'off',
    ...(at === 0 ? { id } : { 'aria-label': `${at + 1} / ${LENGTH}` }),
  }));
  const send = button(t('action.continue'), async () => {
    try {
      await then(cells.map(({ value }) => value).join(''));
    } catch (error) {
      for (const cell of cells) cell.value = '';
      cells[0].focus();
      throw error;
    }
  });
  together(cells, () => send.click());
  return form(h('div', { class: 'field' }, h('label', { for: id }, label), h('div', { class: 'cells', dir: 'ltr' }, ...cells)), ...more, send);
}

/** The digits of a text, whichever script they are in. */
export const digits = (text) => [...text.normalize('NFKC')].map((one) => {
  const code = one.codePointAt(0);
  if (code >= 0x660 && code <= 0x669) return code - 0x660;
  if (code >= 0x6f0 && code <= 0x6f9) return code - 0x6f0;
  if (code >= 0x966 && code <= 0x96f) return code - 0x966;
  return code >= 0x30 && code <= 0x39 ? one : '';
}).join('');

let recover = (error) => {
  throw error;
};

/** Says what to do with a refusal before its words are shown: some lead to another screen. */
export const onRefusal = (handle) => {
  recover = handle;
};

const MENDED = { 'session.invalid_credentials': 'password', mismatch: 'confirmPassword' };

/** Where people mend what a refusal says. */
function wrongInput(form, code) {
  const inputs = [...form.querySelectorAll('input:not([type=checkbox], [readonly]), select:not(.country)')];
  return inputs.find(({ name }) => name === MENDED[code]) ?? inputs[0];
}

/** Says what went wrong, where it went wrong. */
export function problem(element, text, code, wrong) {
  const around = element.closest('form, dialog, .card, .content') ?? document.querySelector('.card, .content');
  const place = around?.querySelector('.problem') ?? document.querySelector('.problem');
  if (!place) return;
  place.textContent = text;
  for (const input of around.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-errormessage');
  }
  const input = wrong ?? (text && around.tagName === 'FORM' && wrongInput(around, code));
  if (!input) return;
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-errormessage', place.id);
  input.focus();
}

/** Says what is missing, or not as it should be, in the first such field; answers whether all is well. */
function isFilled(form) {
  const wrong = form.querySelector('input:invalid, select:invalid');
  if (!wrong) return true;
  const { valueMissing } = wrong.validity;
  const named = wrong.labels[0]?.textContent ?? form.querySelector('label')?.textContent ?? '';
  problem(form, valueMissing ? t('error.general_required', { types: [named] }) : wrong.validationMessage, undefined, wrong);
  return false;
}

/** Does something once, however often it is clicked, and says what went wrong. */
function guarded(element, work) {
  return async (event) => {
    event?.preventDefault();
    if (element.getAttribute('aria-busy') === 'true') return;
    const around = element.closest('form');
    if (element.type === 'submit' && around && !isFilled(around)) return;
    element.setAttribute('aria-busy', 'true');
    problem(element, '');
    try {
      await work();
    } catch (error) {
      await Promise.resolve(error).then(recover).catch((last) => {
        if (!(last instanceof Refused)) report(last);
        problem(element, last instanceof Refused ? last.message : t('error.unknown'), last.code);
      });
    } finally {
      element.removeAttribute('aria-busy');
    }
  };
}

export function button(text, work, kind = 'primary', picture) {
  const element = h('button', { type: kind === 'primary' ? 'submit' : 'button', name: kind === 'primary' && 'submit', class: kind }, picture && icon(picture), h('span', {}, text));
  element.addEventListener('click', guarded(element, work));
  return element;
}

export function link(text, work) {
  const element = h('button', { type: 'button', class: 'link' }, text);
  element.addEventListener('click', guarded(element, work));
  return element;
}

/** The way back, before everything else. */
export function backButton(work) {
  const element = h('button', { type: 'button', class: 'back' }, icon('back'), h('span', {}, t('action.nav_back')));
  element.addEventListener('click', guarded(element, work));
  return element;
}

/** Copies a text: browsers lend the clipboard only where the connection is secure, so there is another way. */
export async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = h('textarea', { class: 'aside', 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  return area.remove();
}

/** Gives a text as a file. */
export function save(name, text, type = 'text/plain') {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const anchor = h('a', { href, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

/** Counts down before `then` takes the place of the words. */
export function countdown(seconds, words, then) {
  if (seconds <= 0) return h('p', { class: 'quiet' }, then);
  const place = h('p', { class: 'quiet' }, words(seconds));
  const until = Date.now() + seconds * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0 && place.isConnected) place.textContent = words(left);
    else {
      clearInterval(timer);
      place.replaceChildren(then);
    }
  }, 1000);
  return place;
}

/** Several ways on, one below the other. */
export const list = (items) => h('div', { class: 'stack' }, ...items.map(([text, work, picture, note]) => {
  const way = button(text, work, 'plain way', picture);
  if (note) way.lastChild.append(h('small', {}, note));
  way.append(icon('next'));
  return way;
}));

// The page where the user of a device types or confirms its code. The form goes to the provider as it is.
import { base, t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { field, problem } from '../ui/form.js';
import { show } from '../ui/page.js';
import { done } from './ends.js';
import { params } from './params.js';

const problems = {
  NoCodeError: 'device.no_code', NotFoundError: 'device.not_found', ExpiredError: 'device.expired',
  AlreadyUsedError: 'device.already_used', AbortedError: 'device.aborted',
};

/** What proves that the page is ours. */
const secret = () => document.cookie.match(/(?:^|; )_logto_device_flow_xsrf=([^;]*)/)?.[1] ?? '';

/** A form of the provider's; each button says something else. */
function providerForm(fields, ...children) {
  const client = params.get('app_id');
  const action = `${base}/oidc/device${client ? `?app_id=${encodeURIComponent(client)}` : ''}`;
  const made = h('form', { method: 'post', action }, h('input', { type: 'hidden', name: 'xsrf', value: decodeURIComponent(secret()) }),
    ...Object.entries(fields).map(([name, value]) => h('input', { type: 'hidden', name, value })), ...children);
  made.addEventListener('submit', ({ submitter }) => submitter?.setAttribute('aria-busy', 'true'));
  return made;
}

const send = (text, kind, name) => h('button', { type: 'submit', class: kind, name, value: name && 'yes' }, h('span', {}, text));

export function device() {
  const code = params.get('user_code');
  if (code) {
    return show(h('div', { class: 'badge' }, icon('device')), title(t('description.device_activation')), p(t('device.is_this_your_code')),
      h('p', { class: 'secret', dir: 'ltr' }, h('strong', {}, code)),
      h('p', { class: 'notice' }, icon('warning'), t('device.only_if_yours')),
      providerForm({ user_code: code }, send(t('action.continue'), 'primary', 'confirm'), send(t('action.cancel'), 'plain', 'abort')));
  }
  const typed = field(t('input.code'), { name: 'user_code', value: params.get('input_code') ?? '', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: '16', dir: 'ltr' });
  typed.input.addEventListener('input', () => {
    typed.input.value = typed.input.value.toUpperCase();
  });
  const made = providerForm({}, typed, send(t('action.continue'), 'primary'));
  show(h('div', { class: 'badge' }, icon('device')), title(t('description.device_activation')), p(t('description.enter_device_code')), made);
  const error = params.get('error');
  if (error) problem(document.querySelector('.card > h1'), t(problems[error] ?? 'device.failed'));
}

export const deviceConnected = () => done('device.connected', 'description.device_connected');

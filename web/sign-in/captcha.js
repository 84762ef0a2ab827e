// Whether someone is a person. The provider's script is loaded only where the tenant asks for it.
import { settings } from '../ui/boot.js';
import { h } from '../ui/dom.js';
import { isPreview } from './preview.js';

const { captchaPolicy, captchaConfig } = settings;
const isOn = captchaPolicy?.enabled === true && captchaConfig && !isPreview;

const sources = {
  Turnstile: () => 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
  RecaptchaEnterprise: ({ siteKey, domain, mode }) =>
    `https://${domain || 'www.google.com'}/recaptcha/enterprise.js?render=${mode === 'checkbox' ? 'explicit' : encodeURIComponent(siteKey)}`,
};

/** Puts somebody else's script into the page. */
export function script(src) {
  return new Promise((resolve, reject) => {
    const element = h('script', { src, async: true });
    element.addEventListener('load', resolve);
    element.addEventListener('error', reject);
    document.head.append(element);
  });
}

const loading = isOn ? script(sources[captchaConfig.type](captchaConfig)) : undefined;
loading?.catch(() => {});

/** A place for what the provider shows. */
function place() {
  document.querySelector('.captcha')?.remove();
  const box = h('div', { class: 'captcha' });
  const send = document.querySelector('.card form button[type=submit]');
  if (send) send.before(box);
  else document.querySelector('.card').append(box);
  return box;
}

/** The provider's proof; nothing where none is asked for, or where the script did not come: the server decides then. */
export async function captchaToken() {
  if (!isOn) return undefined;
  try {
    await loading;
    const { siteKey, type, mode } = captchaConfig;
    if (type === 'Turnstile') {
      return await new Promise((callback, reject) => {
        turnstile.render(place(), { sitekey: siteKey, callback, 'error-callback': reject });
      });
    }
    const google = grecaptcha.enterprise;
    await new Promise((resolve) => google.ready(resolve));
    if (mode !== 'checkbox') return await google.execute(siteKey, { action: 'interaction' });
    return await new Promise((callback) => google.render(place(), { sitekey: siteKey, callback, action: 'interaction' }));
  } catch {
    return undefined;
  }
}

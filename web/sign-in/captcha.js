// Whether someone is a person. The provider's script is loaded only where the tenant asks for it.
import { boot } from './boot.js';

const { captchaPolicy, captchaConfig } = boot.signInExperience;
const isOn = captchaPolicy?.enabled === true && captchaConfig;

const sources = {
  Turnstile: () => 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
  RecaptchaEnterprise: ({ siteKey, domain, mode }) =>
    `https://${domain || 'www.google.com'}/recaptcha/enterprise.js?render=${mode === 'checkbox' ? 'explicit' : encodeURIComponent(siteKey)}`,
};

let loading;
function load() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = sources[captchaConfig.type](captchaConfig);
    script.async = true;
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
    document.head.append(script);
  });
  return loading;
}
if (isOn) load().catch(() => {});

/** A place for what the provider shows. */
function place() {
  const box = document.createElement('div');
  box.className = 'captcha';
  document.querySelector('.card').append(box);
  return box;
}

/** The provider's proof; nothing where none is asked for, or where the script did not come: the server decides then. */
export async function captchaToken() {
  if (!isOn) return undefined;
  try {
    await load();
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

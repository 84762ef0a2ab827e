// How pages would be: the console shows them in a frame, and tells the settings that are not saved yet.
import { boot, settings } from '../ui/boot.js';
import { call } from '../ui/http.js';
import { become } from '../ui/router.js';
import { repaint } from '../ui/theme.js';

export const isPreview = new URLSearchParams(location.search).get('preview') === 'true';

/** Connectors as the platform shows them: the web has no native ones, and prefers those made for it. */
function shown(connectors, isNative) {
  const order = isNative ? ['Native', 'Universal', null] : ['Web', 'Universal', null];
  const targets = [...new Set(connectors.map(({ target }) => target))];
  return targets.map((target) => order.map((platform) => connectors.find((one) => one.target === target && one.platform === platform)).find(Boolean)).filter(Boolean);
}

async function speak(language) {
  if (!language || language === boot.language) return;
  boot.phrases = await call('GET', `/api/.well-known/phrases?lng=${encodeURIComponent(language)}`);
  boot.language = language;
  document.documentElement.lang = language;
  document.documentElement.dir = /^(ar|fa|he|ur)\b/.test(language) ? 'rtl' : 'ltr';
}

/** Shows what the console tells. */
async function follow({ signInExperience, language, mode, platform, isNative }) {
  Object.assign(settings, signInExperience, { socialConnectors: shown(signInExperience?.socialConnectors ?? settings.socialConnectors, isNative) });
  await speak(language);
  document.body.classList.toggle('mobile', platform === 'mobile');
  document.body.classList.toggle('desktop', platform !== 'mobile');
  repaint(mode);
  style(signInExperience?.customCss ?? '');
  await become('/sign-in');
}

/** The style sheet that is being written. It is put in by the browser's own interface: a policy forbids it in the page. */
function style(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

export function preview() {
  // Nobody clicks here.
  document.querySelector('main').setAttribute('inert', '');
  addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || data?.sender !== 'ac_preview') return;
    follow(data.config ?? {});
  });
  become('/sign-in');
}

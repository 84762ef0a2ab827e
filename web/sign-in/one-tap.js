// Google One Tap: where the tenant has it, Google's own script asks, and sends its answer to our callback.
import { base, settings } from '../ui/boot.js';
import { h } from '../ui/dom.js';
import { script } from './captcha.js';
import { isPreview } from './preview.js';

let asked = false;

export function oneTap() {
  const config = settings.googleOneTap;
  if (!config?.isEnabled || isPreview || asked) return;
  asked = true;
  document.body.append(h('div', {
    id: 'g_id_onload', 'data-client_id': config.clientId, 'data-context': 'signin', 'data-login_uri': `${location.origin}${base}/callback/${config.connectorId}`,
    'data-auto_select': String(config.autoSelect === true), 'data-cancel_on_tap_outside': String(config.closeOnTapOutside !== false), 'data-itp_support': String(config.itpSupport !== false),
  }));
  // Where it cannot be loaded, the other ways in are there.
  script('https://accounts.google.com/gsi/client').catch(() => {});
}

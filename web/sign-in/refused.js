// What people see of a request that the provider can neither answer nor send back to the application.
import { t } from '../ui/boot.js';
import { h, p } from '../ui/dom.js';
import { button } from '../ui/form.js';
import { stranded } from './ends.js';

const wrong = 'error.something_went_wrong';

/** What went wrong in people's words, by its code; whatever else is the application's fault too. */
const reasons = {
  invalid_client: ['error.application_unknown', 'error.application_unknown_description'],
  invalid_redirect_uri: ['error.redirect_refused', 'error.redirect_refused_description'],
  access_denied: ['error.access_denied', 'error.access_denied_description'],
  'session.not_found': ['description.session_expired', 'description.session_expired_description'],
  server_error: [wrong, 'error.unknown'],
  temporarily_unavailable: [wrong, 'error.unknown'],
};

/** Those that an application's developers can do something about. */
const isTheirs = (code) => !['access_denied', 'session.not_found', 'server_error', 'temporarily_unavailable'].includes(code);

export function refused({ code, description }) {
  const [heading, words] = reasons[code] ?? [wrong, 'error.request_refused'];
  stranded(heading, words,
    isTheirs(code) && p(t('error.back_to_application'), 'quiet'),
    isTheirs(code) && h('details', {}, h('summary', {}, t('error.details_for_developers')),
      h('p', { lang: 'en', dir: 'ltr' }, h('code', {}, code), ` ${description}`)),
    history.length > 1 && button(t('action.back'), () => history.back(), 'plain'));
}

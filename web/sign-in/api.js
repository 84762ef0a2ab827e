// The Experience API.
import { call } from '../ui/http.js';
import { clientOf } from '../ui/router.js';

const client = () => ({ 'logto-app-id': clientOf() ?? '' });
const experience = '/api/experience';

export const api = {
  get: (path) => call('GET', experience + path, undefined, client()),
  put: (path, body) => call('PUT', experience + path, body, client()),
  post: (path, body) => call('POST', experience + path, body ?? {}, client()),
  upload: (form) => call('POST', `${experience}/user-assets/avatar`, form, client()),
  consent: () => call('GET', '/api/interaction/consent', undefined, client()),
  refuseConsent: () => call('DELETE', '/api/interaction', undefined, client()),
  giveConsent: (body) => call('POST', '/api/interaction/consent', body, client()),
};

// Calls of the server. A refusal is an error with the code of the API and words for people.
import { boot, t } from './boot.js';

export class Refused extends Error {
  constructor({ code, data, message }) {
    super(message ?? t('error.unknown'));
    this.code = code;
    this.data = data;
  }
}

/** The first segments of every path, where tenants are told apart by them. */
export const base = document.querySelector('base')?.getAttribute('href')?.replace(/\/$/, '') ?? '';

async function call(method, path, body) {
  const headers = { 'accept-language': boot.language, 'logto-app-id': new URLSearchParams(location.search).get('app_id') ?? '' };
  if (body) headers['content-type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(`${base}${path}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
  } catch {
    throw new Refused({ message: t('error.timeout') });
  }
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : undefined;
  if (!answer.ok) throw new Refused(json ?? {});
  return json;
}

const experience = '/api/experience';
export const api = {
  get: (path) => call('GET', experience + path),
  put: (path, body) => call('PUT', experience + path, body),
  post: (path, body) => call('POST', experience + path, body ?? {}),
  consent: () => call('GET', '/api/interaction/consent'),
  giveConsent: (body) => call('POST', '/api/interaction/consent', body),
};

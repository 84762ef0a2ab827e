// Calls of the server. A refusal is an error with the code of the API and words for people.
import { base, boot, t } from './boot.js';

export class Refused extends Error {
  constructor({ code, data, message, status }) {
    super(message ?? t('error.unknown'));
    this.code = code;
    this.data = data;
    this.status = status;
  }
}

/** Longest time to wait for an answer. */
const PATIENCE = 20_000;

/** What may be tried again does no harm twice. */
const AGAIN = [408, 429, 502, 503, 504];

async function once(method, path, init) {
  try {
    return await fetch(`${base}${path}`, { method, ...init, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Refused({ message: t('error.timeout') });
  }
}

/** Calls the server; a form goes as it is, anything else as JSON. */
export async function call(method, path, body, more = {}) {
  const headers = { 'accept-language': boot.language, ...more };
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
  const init = { headers, body: isForm ? body : body && JSON.stringify(body) };
  let answer = await once(method, path, init);
  for (let tries = 1; tries < 3 && ['GET', 'PUT'].includes(method) && AGAIN.includes(answer.status); tries += 1) {
    await new Promise((done) => setTimeout(done, 400 * tries));
    answer = await once(method, path, init);
  }
  return read(answer);
}

/** What an answer says. */
export async function read(answer) {
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.startsWith('application/json') && text ? JSON.parse(text) : undefined;
  if (!answer.ok) throw new Refused({ ...json, status: answer.status });
  return json;
}

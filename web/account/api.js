// The Account API: with the token of this tab, and the proof of who it is where one was given.
import { call, read } from '../ui/http.js';
import { proof, prove } from './proof.js';
import { accessToken, refresh, signIn } from './session.js';

/** The answer to what `early.js` asked with a token; it is taken once. */
async function early(token) {
  const asked = window.early;
  forgetEarly();
  return asked?.token === token ? asked.answer.catch(() => undefined) : undefined;
}

/** It is of no use once something changed, or later on. */
export const forgetEarly = () => {
  window.early = undefined;
};

async function once(method, path, body) {
  const token = await accessToken();
  if (method !== 'GET') forgetEarly();
  const told = path === '/my-account' && await early(token);
  if (told) return read(told);
  const authorization = `Bearer ${token}`;
  const verification = proof();
  return call(method, `/api${path}`, body, { authorization, ...(verification && { 'logto-verification-id': verification }) });
}

/** Calls the API. A token that is over is renewed, and someone whose session is over signs in again. */
async function ask(method, path, body) {
  try {
    return await once(method, path, body);
  } catch (error) {
    if (error.status !== 401 || error.code === 'verification_record.permission_denied') throw error;
    return await refresh() ? once(method, path, body) : signIn({ prompt: 'login' });
  }
}

/** The same for what is protected: a person proves first who it is, and once more if the proof is over meanwhile. */
async function proved(method, path, body) {
  await prove(api);
  try {
    return await ask(method, path, body);
  } catch (error) {
    if (error.code !== 'verification_record.permission_denied') throw error;
    await prove(api, true);
    return ask(method, path, body);
  }
}

const verbs = (send) => ({
  get: (path) => send('GET', path), post: (path, body) => send('POST', path, body ?? {}), put: (path, body) => send('PUT', path, body),
  patch: (path, body) => send('PATCH', path, body), delete: (path) => send('DELETE', path), upload: (path, form) => send('POST', path, form),
});

export const api = { ...verbs(ask), proved: verbs(proved) };

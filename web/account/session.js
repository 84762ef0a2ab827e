// Signing in to these pages: a public client of the provider, with tokens in this tab only.
import { base, t } from '../ui/boot.js';
import { Refused } from '../ui/http.js';
import { sha256 } from './sha256.js';

const CLIENT = 'account-center';
const SCOPE = 'openid profile email phone address identities custom_data urn:logto:scope:sessions urn:logto:scope:trusted_devices';
const PAGE = `${location.origin}${base}/account`;
const ISSUER = `${location.origin}${base}/oidc`;
const [TOKENS, ROUND] = ['account:tokens', 'account:round'];

/** How long a way back is kept. */
const PATIENCE = 600_000;

const encode = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => encode(crypto.getRandomValues(new Uint8Array(32)));
const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? 'null');
const locales = new URLSearchParams(location.search).get('ui_locales');

/** Sends someone to sign in; afterwards the same page is shown. */
export function signIn(more = {}) {
  const round = { verifier: random(), state: random(), page: location.href, until: Date.now() + PATIENCE };
  sessionStorage.setItem(ROUND, JSON.stringify(round));
  const query = new URLSearchParams({
    client_id: CLIENT, redirect_uri: PAGE, response_type: 'code', scope: SCOPE, state: round.state,
    code_challenge: encode(sha256(round.verifier)), code_challenge_method: 'S256', ...(locales && { ui_locales: locales }), ...more,
  });
  location.assign(`${ISSUER}/auth?${query}`);
  return new Promise(() => {});
}

async function token(parameters) {
  const response = await fetch(`${ISSUER}/token`, { method: 'POST', body: new URLSearchParams({ client_id: CLIENT, ...parameters }) });
  if (!response.ok) return false;
  const told = await response.json();
  const before = read(TOKENS) ?? {};
  sessionStorage.setItem(TOKENS, JSON.stringify({
    access: told.access_token, refresh: told.refresh_token ?? before.refresh, id: told.id_token ?? before.id, until: Date.now() + (told.expires_in - 30) * 1000,
  }));
  return true;
}

/** Whether there is a token that is good now. */
export const isSignedIn = () => read(TOKENS)?.until > Date.now();

let refreshing;

/** New tokens for old ones; one at a time, whoever asks. */
export function refresh() {
  const { refresh: own } = read(TOKENS) ?? {};
  refreshing ??= (own ? token({ grant_type: 'refresh_token', refresh_token: own }) : Promise.resolve(false)).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** A token that is good now; someone without one is sent to sign in. */
export async function accessToken() {
  const kept = read(TOKENS);
  if (kept && kept.until > Date.now()) return kept.access;
  if (kept && await refresh()) return read(TOKENS).access;
  return signIn();
}

/** Takes the provider's answer, if the address has one; answers whether there was. */
export async function arrive() {
  const answer = new URLSearchParams(location.search);
  if (location.pathname !== `${base}/account` || !(answer.has('state') && (answer.has('code') || answer.has('error')))) return false;
  const round = read(ROUND);
  sessionStorage.removeItem(ROUND);
  const isOurs = round && round.until > Date.now() && answer.get('state') === round.state;
  history.replaceState({}, '', isOurs ? round.page : PAGE);
  if (!isOurs) return true;
  if (answer.get('error') === 'login_required') return signIn({ prompt: 'login' });
  if (answer.has('error')) throw new Refused({ message: answer.get('error_description') ?? t('error.sign_in_failed') });
  if (!await token({ grant_type: 'authorization_code', redirect_uri: PAGE, code: answer.get('code'), code_verifier: round.verifier })) {
    throw new Refused({ message: t('error.sign_in_failed') });
  }
  return true;
}

/** Ends the session here and everywhere that it was used. */
export function signOut() {
  const { id } = read(TOKENS) ?? {};
  forget();
  const query = new URLSearchParams({ client_id: CLIENT, post_logout_redirect_uri: PAGE, ...(id && { id_token_hint: id }) });
  location.assign(`${ISSUER}/session/end?${query}`);
  return new Promise(() => {});
}

/** Nothing of a session stays in the browser. */
function forget() {
  sessionStorage.removeItem(TOKENS);
  localStorage.removeItem('account:verification');
}

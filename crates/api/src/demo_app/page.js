// A public client without a library: authorization code with PKCE, tokens in memory, the verifier in this tab only.
import { sha256 } from './sha256.js';
import { claimsOf, find, nameOf, print, show } from './shared.js';

const CLIENT = 'demo-app';
const SCOPE = 'openid profile email phone identities custom_data roles urn:logto:scope:organizations';
const PAGE = location.origin + location.pathname.replace(/\/$/, '');
const ISSUER = PAGE.replace(/\/demo-app$/, '/oidc');
const KEPT = 'demo-app';

const encode = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = () => encode(crypto.getRandomValues(new Uint8Array(32)));

function say(text, signedIn) {
  find('state').textContent = text;
  show('actions', true);
  show('in', !signedIn);
  show('out', signedIn);
  show('told', signedIn);
}

function signIn() {
  const kept = { verifier: random(), state: random(), nonce: random() };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const query = new URLSearchParams({
    client_id: CLIENT,
    redirect_uri: PAGE,
    response_type: 'code',
    scope: SCOPE,
    prompt: 'login',
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: encode(sha256(kept.verifier)),
    code_challenge_method: 'S256',
  });
  // What the page was opened with, such as a first screen, goes on to the sign-in pages.
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (!query.has(name) && !['code', 'iss', 'error', 'error_description'].includes(name)) query.append(name, value);
  }
  location.assign(`${ISSUER}/auth?${query}`);
}

async function finish(answer) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', PAGE);
  if (!kept || answer.get('state') !== kept.state || answer.get('iss') !== ISSUER) {
    say('This answer belongs to no sign-in of this tab.', false);
    return;
  }
  if (answer.has('error')) {
    say(`Sign-in ended: ${answer.get('error_description') ?? answer.get('error')}.`, false);
    return;
  }
  const response = await fetch(`${ISSUER}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT,
      redirect_uri: PAGE,
      code: answer.get('code'),
      code_verifier: kept.verifier,
    }),
  });
  const tokens = await response.json();
  if (!response.ok) {
    say(`No tokens: ${tokens.error_description ?? tokens.error}.`, false);
    return;
  }
  const claims = claimsOf(tokens.id_token);
  if (claims.nonce !== kept.nonce) {
    say('This ID token belongs to another sign-in.', false);
    return;
  }
  const userinfo = await fetch(`${ISSUER}/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  print('id-token', claims);
  print('access-token', tokens.access_token);
  print('userinfo', await userinfo.json());
  find('out').addEventListener('click', () => {
    const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: PAGE });
    location.assign(`${ISSUER}/session/end?${query}`);
  });
  say(`Signed in as ${nameOf(claims)}.`, true);
}

find('in').addEventListener('click', signIn);
const answer = new URLSearchParams(location.search);
if (answer.has('code') || answer.has('error')) {
  finish(answer).catch(() => say('The server did not answer. Try again.', false));
} else {
  say('Nobody is signed in.', false);
}

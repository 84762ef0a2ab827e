// A device that asks for a code, shows it, and waits until someone has entered it elsewhere (RFC 8628).
import { claimsOf, find, nameOf, print, show } from '../demo-app/shared.js';

const CLIENT = 'device-demo-app';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const ISSUER = (location.origin + location.pathname).replace(/\/device-demo-app\/?$/, '/oidc');

const say = (text) => { find('state').textContent = text; };
const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

async function post(path, members) {
  const response = await fetch(ISSUER + path, { method: 'POST', body: new URLSearchParams(members) });
  return { ok: response.ok, body: await response.json() };
}

function end(text) {
  say(text);
  show('ask', false);
  show('actions', true);
}

async function wait(asked) {
  let interval = asked.interval ?? 5;
  for (;;) {
    await pause(interval);
    const { ok, body } = await post('/token', { grant_type: GRANT, client_id: CLIENT, device_code: asked.device_code });
    if (ok) return body;
    if (body.error === 'slow_down') interval += 5;
    else if (body.error !== 'authorization_pending') throw new Error(body.error_description ?? body.error);
  }
}

async function start() {
  show('actions', false);
  show('told', false);
  const { ok, body } = await post('/device/auth', { client_id: CLIENT, scope: 'openid profile email' });
  if (!ok) throw new Error(body.error_description ?? body.error);
  const address = find('address');
  address.href = body.verification_uri_complete;
  address.textContent = body.verification_uri;
  find('code').textContent = body.user_code;
  show('ask', true);
  say('Waiting for someone to sign in.');
  const tokens = await wait(body);
  const claims = claimsOf(tokens.id_token);
  print('id-token', claims);
  print('access-token', tokens.access_token);
  show('told', true);
  end(`Signed in as ${nameOf(claims)}.`);
}

const run = () => start().catch((error) => end(`Sign-in ended: ${error.message}.`));
find('again').addEventListener('click', run);
run();

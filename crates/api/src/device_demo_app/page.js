// A device that asks for a code, shows it, and waits until someone has entered it elsewhere (RFC 8628).
'use strict';

const CLIENT = 'device-demo-app';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const ISSUER = (location.origin + location.pathname).replace(/\/device-demo-app\/?$/, '/oidc');

const find = (id) => document.getElementById(id);
const say = (text) => { find('state').textContent = text; };
const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

async function post(path, members) {
  const response = await fetch(ISSUER + path, { method: 'POST', body: new URLSearchParams(members) });
  return { ok: response.ok, body: await response.json() };
}

function decode(token) {
  const part = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function end(text) {
  say(text);
  find('ask').hidden = true;
  find('again').hidden = false;
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
  find('again').hidden = true;
  find('told').hidden = true;
  const { ok, body } = await post('/device/auth', { client_id: CLIENT, scope: 'openid profile email' });
  if (!ok) throw new Error(body.error_description ?? body.error);
  const address = find('address');
  address.href = body.verification_uri_complete;
  address.textContent = body.verification_uri;
  find('code').textContent = body.user_code;
  find('ask').hidden = false;
  say('Waiting for someone to sign in.');
  const tokens = await wait(body);
  const claims = decode(tokens.id_token);
  find('id-token').textContent = JSON.stringify(claims, null, 2);
  find('access-token').textContent = tokens.access_token;
  find('told').hidden = false;
  end(`Signed in as ${claims.name ?? claims.username ?? claims.email ?? claims.sub}.`);
}

const run = () => start().catch((error) => end(`Sign-in ended: ${error.message}.`));
find('again').addEventListener('click', run);
run();

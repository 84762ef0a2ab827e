// A person with a browser, played by fetch with a cookie jar, and an operator with a standard client.
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';

export const insecure = { execute: [oidc.allowInsecureRequests] };
export const callback = 'http://localhost:9/callback';

/** Goes where it is sent, and keeps cookies by path. */
export const browser = (home) => {
  const cookies = new Map();
  return async (url, options = {}) => {
    const cookie = [...cookies.values()]
      .filter(({ path }) => new URL(url, home).pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = { ...options.headers, cookie };
    const response = await fetch(new URL(url, home), { ...options, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      const path = line.match(/path=([^;]+)/i)?.[1] ?? '/';
      if (line.includes('expires=Thu, 01 Jan 1970')) cookies.delete(name + path);
      else cookies.set(name + path, { name, value, path });
    }
    return response;
  };
};

/** The Experience API, asked with a browser's cookies. */
export const experienceOf = (visit) => async (method, path, body) => {
  const headers = { 'content-type': 'application/json' };
  const response = await visit(`/api/experience${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text.startsWith('{') ? JSON.parse(text) : text;
};

/** Signs someone in at the sign-in page; answers where the browser goes on. */
export const signIn = async (experience, username, password) => {
  await experience('PUT', '', { interactionEvent: 'SignIn' });
  const proof = { identifier: { type: 'username', value: username }, password };
  const { verificationId } = await experience('POST', '/verification/password', proof);
  await experience('POST', '/identification', { verificationId });
  return (await experience('POST', '/submit', {})).redirectTo;
};

/** The server of a credential that `avouch bootstrap` printed: who manages it, and who visits it. */
export const enter = async ({ appId, appSecret, tokenEndpoint, resource }) => {
  const issuer = new URL(tokenEndpoint.replace(/\/token$/, ''));
  const machine = await oidc.discovery(issuer, appId, undefined, oidc.ClientSecretBasic(appSecret), insecure);
  const { access_token } = await oidc.clientCredentialsGrant(machine, { resource, scope: 'all' });
  const api = async (method, path, body) => {
    const response = await fetch(new URL(`/api${path}`, issuer), {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
  };
  const visit = browser(issuer);
  const experience = experienceOf(visit);
  return { issuer, api, visit, experience };
};

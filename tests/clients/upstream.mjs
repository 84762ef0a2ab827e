// The provider of somebody else, played by oidc-provider, and people who sign in there.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { browser } from './person.mjs';

/** A provider that knows everyone who says who they are, at `@oidc.test`. */
export const startUpstream = async (redirectUri) => {
  const listener = createServer();
  await new Promise((ready) => listener.listen(0, 'localhost', ready));
  const base = `http://localhost:${listener.address().port}`;
  const client = { client_id: 'ours', client_secret: 'a-secret-of-thirty-two-characters', redirect_uris: [redirectUri] };
  const account = (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@oidc.test`, email_verified: true, name: `Name of ${sub}` }),
  });
  const provider = new Provider(base, {
    clients: [client, { ...client, client_id: 'posting', token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: account,
    pkce: { required: () => false },
    // ID tokens tell who it is, as those of most providers do.
    conformIdTokenClaims: false,
  });
  listener.on('request', provider.callback());
  const stop = () => {
    listener.closeAllConnections();
    listener.close();
  };

  /** Signs someone in, and consents; answers what they go back with. */
  const signInAt = async (address, who) => {
    const visit = browser(base);
    let url = address;
    for (let steps = 0; steps < 10; steps += 1) {
      if (url.startsWith(redirectUri)) return Object.fromEntries(new URL(url).searchParams);
      let answer = await visit(url);
      const page = await answer.text();
      if (answer.status === 200) {
        const [, action] = page.match(/action="([^"]+)"/) ?? assert.fail(page);
        const isLogin = page.includes('name="login"');
        const body = new URLSearchParams(isLogin ? { prompt: 'login', login: who, password: 'x' } : { prompt: 'consent' });
        answer = await visit(action, { method: 'POST', body });
      }
      const location = answer.headers.get('location');
      assert.ok(location, `${url}: ${answer.status} ${page}`);
      url = new URL(location, base).href;
    }
    return assert.fail(`${address} leads nowhere`);
  };
  return { base, secret: client.client_secret, signInAt, stop };
};

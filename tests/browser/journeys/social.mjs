// A provider of our own: someone new registers, someone known is linked, someone else's state is refused.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';

/** A provider that knows one person, and sends everyone back at once. */
async function provider(person) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    if (url.pathname === '/authorize') {
      const back = new URL(url.searchParams.get('redirect_uri'));
      back.searchParams.set('code', 'fine');
      back.searchParams.set('state', url.searchParams.get('state'));
      return response.writeHead(302, { location: back.href }).end();
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(url.pathname === '/token' ? { access_token: 'a', token_type: 'Bearer' } : person));
  });
  const port = await new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
  return { base: `http://localhost:${port}`, close: () => (server.closeAllConnections(), server.close()) };
}

export default async function (lab) {
  const there = await provider({ sub: 's1', name: 'Kim', email: 'kim@example.test' });
  const config = {
    authorizationEndpoint: `${there.base}/authorize`, tokenEndpoint: `${there.base}/token`, userInfoEndpoint: `${there.base}/me`,
    clientId: 'ours', clientSecret: 's', tokenEndpointAuthMethod: 'client_secret_post', tokenEndpointResponseType: 'json',
    profileMap: { id: 'sub', name: 'name', email: 'email' },
  };
  const connector = await lab.api('POST', '/connectors', { connectorId: 'oauth2', config, metadata: { target: 'elsewhere', name: { en: 'Elsewhere' } } });
  await lab.settings({ socialSignInConnectorTargets: ['elsewhere'], signUp: { identifiers: [], password: false, verify: false } });
  try {
    const page = await lab.visitor();
    let tokens = await lab.signIn(page);
    await lab.check(page, 'social');
    await page.getByRole('button', { name: 'Continue with Elsewhere' }).click();
    const claims = await tokens();
    const kim = await lab.api('GET', `/users/${claims.sub}`);
    assert.equal(kim.identities.elsewhere.userId, 's1');
    assert.equal(kim.name, 'Kim');

    // Someone with the same address is asked whether it is the same person.
    await lab.api('DELETE', `/users/${claims.sub}`);
    const other = await lab.user({ primaryEmail: 'kim@example.test' });
    const link = await lab.visitor();
    tokens = await lab.signIn(link, { direct_sign_in: 'social:elsewhere' });
    await link.getByRole('button', { name: 'Link with kim@example.test' }).click();
    assert.equal((await tokens()).sub, other.id);

    // An address that somebody else was given leads nowhere.
    const victim = await lab.visitor();
    await lab.signIn(victim);
    await victim.goto(new URL(`/callback/${connector.id}?code=theirs&state=theirs`, lab.issuer).href);
    await victim.getByRole('alert').filter({ hasText: 'The sign-in at the provider is not valid' }).waitFor();
  } finally {
    there.close();
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

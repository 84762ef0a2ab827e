// Providers that speak SAML send a browser back with a form from another site, and browsers keep cookies from such forms: what
// ours needs comes along all the same, over TLS and without it. An enterprise's, a social one, and one that sends people unasked.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { samlProvider } from '../saml.mjs';

const CONNECTOR = 'saml-of-ours';

export default async function (lab) {
  const there = await samlProvider({ name: 'Sam', email: 'sam@forms.test' });
  const acs = lab.at(`/api/authn/saml/${CONNECTOR}`);
  await lab.api('POST', '/connectors', {
    connectorId: 'saml', id: CONNECTOR, metadata: { target: 'forms', name: { en: 'Forms' } }, config: {
      entityID: 'https://ours.test/saml', x509Certificate: 'unused', idpMetadataXml: there.metadata, assertionConsumerServiceUrl: acs,
      profileMap: { id: 'nameID', name: 'name' },
    },
  });
  const enterprise = await lab.api('POST', '/sso-connectors', {
    providerName: 'SAML', connectorName: 'Forms Inc', domains: ['inc.test'], config: { metadata: there.metadata },
  });
  await lab.settings({ singleSignOnEnabled: true, socialSignInConnectorTargets: ['forms'], signUp: { identifiers: [], password: false, verify: false } });
  try {
    const page = await lab.visitor();
    let tokens = await lab.signIn(page);
    await page.getByRole('button', { name: 'Continue with Forms' }).click();
    const { sub } = await tokens();
    assert.equal((await lab.api('GET', `/users/${sub}`)).identities.forms.userId, 'sam@forms.test');
    const arrival = (await page.context().cookies()).find(({ name }) => name === '_avouch_saml_arrival');
    assert.deepEqual([arrival.httpOnly, arrival.sameSite, arrival.secure], [true, 'Lax', lab.issuer.protocol === 'https:']);
    await lab.api('DELETE', `/users/${sub}`);

    const worker = await lab.visitor();
    tokens = await lab.signIn(worker, { direct_sign_in: `sso:${enterprise.id}` });
    const employee = await tokens();
    const [identity] = (await lab.api('GET', `/users/${employee.sub}?includeSsoIdentities=true`)).ssoIdentities;
    assert.equal(identity.ssoConnectorId, enterprise.id);

    // Whoever opens the address that somebody else came back to is not signed in.
    const held = await lab.visitor();
    await held.route('**/callback/**', (route) => route.abort(), { times: 1 });
    await lab.signIn(held, { direct_sign_in: `sso:${enterprise.id}` }).catch(() => {});
    const stolen = await held.waitForRequest('**/callback/**', { timeout: 10_000 }).then((request) => request.url(), () => held.url());
    const thief = await lab.visitor();
    await lab.signIn(thief);
    if (stolen.includes('/callback/')) await thief.goto(stolen);
    await thief.getByRole('button', { name: 'Continue with Forms' }).waitFor();

    // An account that is there is linked at the account's pages.
    await lab.openAccounts();
    const user = await lab.user({ username: 'samuel', password: PASSWORD });
    const own = await lab.visitor();
    await own.goto(lab.at(`/account/social/${CONNECTOR}`));
    await lab.enterPassword(own, 'samuel', PASSWORD);
    await own.getByRole('button', { name: 'Continue' }).click();
    await lab.prove(own);
    await own.getByRole('button', { name: 'Change: Forms' }).waitFor();
    assert.equal((await lab.api('GET', `/users/${user.id}`)).identities.forms.userId, 'sam@forms.test');

    // Someone comes unasked.
    await lab.api('PUT', `/sso-connectors/${enterprise.id}/idp-initiated-auth-config`, {
      autoSendAuthorizationRequest: true, defaultApplicationId: (await unasked(lab)).id,
    });
    const guest = await lab.visitor();
    const here = lab.at(`/api/authn/single-sign-on/saml/${enterprise.id}`);
    await guest.goto(`${there.base}/unasked?${new URLSearchParams({ acs: here, audience: lab.at(`/enterprise-sso/${enterprise.id}`) })}`);
    await guest.waitForURL(`${lab.callback}*`);
    assert.ok(new URL(guest.url()).searchParams.get('code'), guest.url());
  } finally {
    there.close();
    await lab.settings({ singleSignOnEnabled: false });
    await lab.api('DELETE', `/connectors/${CONNECTOR}`);
    await lab.api('DELETE', `/sso-connectors/${enterprise.id}`);
  }
}

/** An application that people may be sent to unasked. */
const unasked = (lab) => lab.api('POST', '/applications', {
  name: 'Intranet', type: 'Traditional', oidcClientMetadata: { redirectUris: [lab.callback], postLogoutRedirectUris: [] },
});

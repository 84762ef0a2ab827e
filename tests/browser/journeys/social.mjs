// A provider of our own: someone new registers, someone known is linked, someone else's state is refused.
import assert from 'node:assert/strict';
import { social, socialConnector } from '../provider.mjs';

export default async function (lab) {
  const there = await social({ sub: 's1', name: 'Kim', email: 'kim@example.test' });
  const connector = await lab.api('POST', '/connectors', socialConnector(there));
  await lab.settings({ socialSignInConnectorTargets: ['elsewhere'], signUp: { identifiers: [], password: false, verify: false } });
  try {
    const page = await lab.visitor();
    let tokens = await lab.signIn(page);
    await lab.check(page, 'social-sign-in');
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

    // A browser that loses what a tab remembers on the way, as those inside of applications do.
    await lab.api('DELETE', `/users/${other.id}`);
    const forgetful = await lab.visitor();
    await forgetful.route(`${there.base}/authorize*`, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Elsewhere</h1>' }));
    await lab.signIn(forgetful);
    await forgetful.getByRole('button', { name: 'Continue with Elsewhere' }).click();
    await forgetful.getByRole('heading', { name: 'Elsewhere' }).waitFor();
    const asked = new URL(forgetful.url()).searchParams;
    const tab = await forgetful.context().newPage();
    await forgetful.close();
    await tab.goto(`${asked.get('redirect_uri')}?code=fine&state=${asked.get('state')}`);
    await tab.waitForURL(`${lab.callback}*`);

    // An address that somebody else was given leads nowhere.
    const victim = await lab.visitor();
    await lab.signIn(victim);
    await victim.goto(lab.at(`/callback/${connector.id}?code=theirs&state=theirs`));
    await victim.getByRole('alert').filter({ hasText: 'The sign-in at the provider is not valid' }).waitFor();
  } finally {
    there.close();
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

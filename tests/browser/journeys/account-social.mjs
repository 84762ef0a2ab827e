// An account elsewhere is linked, and unlinked; an answer that nobody asked for is refused.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';
import { social, socialConnector } from '../provider.mjs';

export default async function (lab) {
  const there = await social({ sub: 'x9', name: 'Nils There', email: 'nils@example.test' });
  const connector = await lab.api('POST', '/connectors', socialConnector(there));
  try {
    await lab.openAccounts();
    await lab.settings({ socialSignInConnectorTargets: ['elsewhere'] });
    const user = await lab.user({ username: 'nils', password: PASSWORD });
    const own = async () => (await lab.api('GET', `/users/${user.id}`)).identities;
    const page = await lab.visitor();
    await page.goto(lab.at('/account/security'));
    await lab.enterPassword(page, 'nils', PASSWORD);
    await page.getByRole('button', { name: 'Add: Elsewhere' }).click();
    await page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
    await lab.check(page, 'account-social');
    await page.getByRole('button', { name: 'Continue' }).click();
    await lab.prove(page);
    await page.getByText('Nils There').waitFor();
    assert.equal((await own()).elsewhere.userId, 'x9');
    await page.getByRole('button', { name: 'Remove: Elsewhere' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Add: Elsewhere' }).waitFor();
    assert.deepEqual(await own(), {});

    await page.goto(lab.at(`/account/callback/social/${connector.id}?code=x&state=y`));
    await page.getByText('The sign-in at the provider is not valid').waitFor();
    assert.deepEqual(await own(), {});
  } finally {
    there.close();
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

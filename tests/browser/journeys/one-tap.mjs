// Google One Tap: Google's script finds what it needs in the page, and its answer comes back as a form.
import assert from 'node:assert/strict';

/** What Google's script does once someone taps. */
const GSI = `(() => {
  const { dataset } = document.getElementById('g_id_onload');
  document.cookie = 'g_csrf_token=c; path=/';
  const form = document.createElement('form');
  form.method = 'post';
  form.action = dataset.login_uri;
  for (const [name, value] of Object.entries({ credential: 'told-' + dataset.client_id, g_csrf_token: 'c' })) {
    form.append(Object.assign(document.createElement('input'), { name, value }));
  }
  document.body.append(form);
  form.submit();
})()`;

export default async function (lab) {
  const connector = await lab.api('POST', '/connectors', {
    connectorId: 'google-universal', config: { clientId: 'ours', clientSecret: 's', oneTap: { isEnabled: true } },
  });
  await lab.settings({ socialSignInConnectorTargets: ['google'] });
  try {
    const page = await lab.visitor();
    await page.route('https://accounts.google.com/gsi/client', (route) => route.fulfill({ contentType: 'text/javascript', body: GSI }), { times: 1 });
    const verified = page.waitForRequest(`**/verification/social/${connector.id}/verify`);
    await lab.signIn(page);
    const { connectorData, verificationId } = (await verified).postDataJSON();
    assert.deepEqual([connectorData.credential, verificationId], ['told-ours', undefined]);
    // Google's keys did not sign it.
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    await page.getByRole('button', { name: 'Continue with Google' }).waitFor();
  } finally {
    await lab.api('DELETE', `/connectors/${connector.id}`);
  }
}

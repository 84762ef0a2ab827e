// People who leave a page open until their sign-in is over: whichever page it is, it says so, and what to do next.
//
// usage: node expired.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
// When all the pages are open, it says `later`, and waits for a line: by then the server's clock has gone on.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Lab, PASSWORD } from './lab.mjs';
import { totp } from './totp.mjs';

const lab = await Lab.open(JSON.parse(process.argv[2]));
await lab.reset();
await lab.settings({
  forgotPasswordMethods: ['EmailVerificationCode'], mfa: { factors: ['Totp', 'BackupCode'], policy: 'NoPrompt' },
  signUp: { identifiers: ['username'], password: true, verify: false },
});
await lab.user({ username: 'late', password: PASSWORD, primaryEmail: 'late@example.test' });
const second = await lab.user({ username: 'later', password: PASSWORD });
const { secret } = await lab.api('POST', `/users/${second.id}/mfa-verifications`, { type: 'Totp' });

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Opens a page of each kind; what is done there later. */
const PAGES = {
  'first screen': async (page) => () => lab.enterPassword(page, 'late', PASSWORD).catch(() => {}),
  'first screen, loaded again': async (page) => () => page.reload(),
  password: async (page) => {
    await page.locator('input[name=identifier]').fill('late');
    await press(page, 'Continue');
    await page.locator('input[name=password]').fill(PASSWORD);
    return () => press(page, 'Sign in');
  },
  code: async (page) => {
    const before = lab.mailbox.mails.length;
    await page.locator('input[name=identifier]').fill('late@example.test');
    await press(page, 'Continue');
    const code = await lab.mailbox.code('late@example.test', before);
    return () => page.getByLabel('Code').fill(code);
  },
  register: async (page) => {
    await press(page, 'Create account');
    await page.getByLabel('Username').fill('tardy');
    await press(page, 'Create account');
    await page.locator('input[name=confirmPassword]').waitFor();
    return () => lab.choosePassword(page, PASSWORD);
  },
  'second step': async (page) => {
    await lab.enterPassword(page, 'later', PASSWORD);
    await page.getByLabel('Authenticator app').waitFor();
    return () => page.getByLabel('Authenticator app').fill(totp(secret));
  },
  consent: async (page) => {
    await lab.enterPassword(page, 'late', PASSWORD);
    await page.getByRole('button', { name: 'Authorize' }).waitFor();
    return () => press(page, 'Authorize');
  },
};

const client = await lab.makeClient({ name: 'Foreign', type: 'SPA', isThirdParty: true });
await lab.api('POST', `/applications/${client.clientMetadata().client_id}/user-consent-scopes`, { userScopes: ['profile', 'email'] });
const acts = [];
for (const [name, open] of Object.entries(PAGES)) {
  const page = await lab.visitor();
  await lab.signIn(page, {}, name === 'consent' ? client : lab.client);
  acts.push([name, page, await open(page)]);
}
console.log('later');
process.stdin.resume();
await once(process.stdin, 'data');
for (const [name, page, act] of acts) {
  await act();
  await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor().catch(async (error) => {
    assert.fail(`${name}: ${await page.locator('body').innerText()} ${error}`);
  });
  await page.getByText('Please start again from the application').waitFor();
}
await lab.leave();
await lab.close();
process.exit(0);

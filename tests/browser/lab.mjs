// What journeys need: an administrator's API, a relying party, a mail server, a browser.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import * as oidc from 'openid-client';
import { chromium } from 'playwright-core';
import { Mailbox } from './mailbox.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const insecure = { execute: [oidc.allowInsecureRequests] };
const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));

export const PASSWORD = 'Str0ng-Pa55word';

export class Lab {
  contexts = [];
  complaints = [];

  static async open({ appId, appSecret, tokenEndpoint, resource }) {
    const lab = new Lab();
    lab.issuer = new URL(tokenEndpoint.replace(/\/token$/, ''));
    const machine = await oidc.discovery(lab.issuer, appId, undefined, oidc.ClientSecretBasic(appSecret), insecure);
    lab.token = (await oidc.clientCredentialsGrant(machine, { resource, scope: 'all' })).access_token;
    lab.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--ignore-certificate-errors', '--host-resolver-rules=MAP *.lan 127.0.0.1'] });
    lab.relyingParty = createServer((request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Shop</title><h1>Welcome</h1>'));
    lab.callback = `http://localhost:${await listen(lab.relyingParty)}/callback`;
    lab.mailbox = await Mailbox.open();
    lab.connectorOfMail();
    return lab;
  }

  /** The address of a path, wherever the server's paths begin. */
  at(path) {
    return this.issuer.href.replace(/\/oidc$/, path);
  }

  async api(method, path, body) {
    const response = await fetch(this.at(`/api${path}`), {
      method, headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
  }

  connectorOfMail() {
    const texts = ['SignIn', 'Register', 'ForgotPassword', 'Generic', 'UserPermissionValidation', 'BindNewIdentifier'].map((usageType) => ({
      usageType, contentType: 'text/plain', subject: `Code for ${usageType}`, content: 'Your code: {{code}}',
    }));
    this.mailConnector = {
      connectorId: 'simple-mail-transfer-protocol',
      config: { host: '127.0.0.1', port: this.mailbox.port, auth: { user: 'u', pass: 'p' }, fromEmail: 'no-reply@shop.test', templates: texts },
    };
  }

  /** Settings as they are at first, and a client of our own. */
  async reset() {
    await this.api('POST', '/connectors', this.mailConnector);
    await this.settings({
      signInMode: 'SignInAndRegister',
      signIn: { methods: [
        { identifier: 'username', password: true, verificationCode: false, isPasswordPrimary: true },
        { identifier: 'email', password: true, verificationCode: true, isPasswordPrimary: false },
      ] },
      signUp: { identifiers: ['username'], password: true, verify: false },
      mfa: { factors: [], policy: 'UserControlled' }, socialSignInConnectorTargets: [],
      passkeySignIn: { enabled: false }, forgotPasswordMethods: null, customCss: null, color: { primaryColor: '#5d34f2', isDarkModeEnabled: true, darkPrimaryColor: '#a98fff' },
    });
    this.client = await this.makeClient({});
  }

  /** Opens the account's pages to everyone. */
  async openAccounts(more = {}) {
    const names = ['name', 'avatar', 'profile', 'email', 'phone', 'password', 'username', 'social', 'customData', 'mfa', 'session'];
    await this.api('PATCH', '/account-center', {
      enabled: true, fields: Object.fromEntries(names.map((name) => [name, 'Edit'])), deleteAccountUrl: 'https://shop.test/delete', profileFields: [{ name: 'avatar' }, { name: 'name' }], ...more,
    });
  }

  settings(changes) {
    return this.api('PATCH', '/sign-in-exp', changes);
  }

  async makeClient(more) {
    const { id } = await this.api('POST', '/applications', {
      name: 'Shop', type: 'SPA', oidcClientMetadata: { redirectUris: [this.callback], postLogoutRedirectUris: [] }, ...more,
    });
    return oidc.discovery(this.issuer, id, undefined, oidc.None(), insecure);
  }

  user(body) {
    return this.api('POST', '/users', body);
  }

  async visitor(options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-US', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(10_000);
    this.contexts.push(context);
    const page = await context.newPage();
    this.watch(page);
    return page;
  }

  /** Nothing of ours may be said on the console but that a request was refused. */
  watch(page) {
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.complaints.push(text);
    });
    page.on('pageerror', (error) => this.complaints.push(error.stack));
  }

  /** Sends a visitor to sign in; the answer tells the tokens once the visitor is back. */
  async signIn(page, more = {}, client = this.client) {
    const tokens = await this.signInTokens(page, more, client);
    return async () => (await tokens()).claims();
  }

  /** The same, with all that the client is given. */
  async signInTokens(page, more, client) {
    const verifier = oidc.randomPKCECodeVerifier();
    const expectedState = oidc.randomState();
    const url = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.callback, scope: 'openid profile email', state: expectedState,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
    });
    await page.goto(url.href);
    return async () => {
      await page.waitForURL(`${this.callback}*`);
      return oidc.authorizationCodeGrant(client, new URL(page.url()), { pkceCodeVerifier: verifier, expectedState });
    };
  }

  /** Everyone can use it: WCAG 2.2 AA, as far as a machine can tell. */
  async check(page, name) {
    await page.evaluate(axe);
    // What comes in must have come in: a colour on its way is not the one that people see.
    await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map(({ finished }) => finished)));
    const { violations } = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), [], name);
    await this.reaches(page, name);
    await this.fits(page, name);
    await this.shots(name, page);
  }

  /** Whatever can be pressed is large enough for a finger: 44 px, but for links within a text and boxes, whose labels can be pressed. */
  async reaches(page, name) {
    const small = await page.evaluate(() => [...document.querySelectorAll('button, a, summary, select, input:not([type=checkbox], [type=hidden], .aside), label:has([type=checkbox])')]
      .filter((one) => one.checkVisibility() && !one.matches('label a, [role=switch], .captcha *, .logto_custom-content *') && one.getBoundingClientRect().height < 43.9)
      .map((one) => `${Math.round(one.getBoundingClientRect().height)} ${one.outerHTML.slice(0, 120)}`));
    assert.deepEqual(small, [], `${name} has what is hard to press`);
  }

  /** Nothing is beside the smallest screen: WCAG 1.4.10. */
  async fits(page, name) {
    const before = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    const beside = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120)));
    await page.setViewportSize(before);
    assert.deepEqual(beside, [], `${name} does not fit`);
  }

  /** The page as it looks on a phone and on a desk, in the light and in the dark. */
  async shots(name, page) {
    if (!process.env.SCREENSHOTS) return;
    const before = page.viewportSize();
    for (const [size, viewport] of [['phone', { width: 390, height: 844 }], ['desk', { width: 1280, height: 800 }]]) {
      for (const colorScheme of ['light', 'dark']) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await this.shot(`${name}-${size}-${colorScheme}`, page);
      }
    }
    await page.setViewportSize(before);
    await page.emulateMedia({ colorScheme: null });
  }

  /** A passkey device in the browser. */
  async authenticator(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', { options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
    } });
  }

  /** Types a name and a password, on one screen or two. */
  async enterPassword(page, name, password) {
    await page.locator('input[name=identifier]').fill(name);
    if (!(await page.locator('input[name=password]').isVisible())) await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.locator('input[name=password]').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Types a new password, and types it again. */
  async choosePassword(page, password) {
    for (const name of ['newPassword', 'confirmPassword']) await page.locator(`input[name=${name}]`).fill(password);
    await page.getByRole('button', { name: 'Save password' }).click();
  }

  /** Says once more who one is, where the account's pages ask. */
  async prove(page, password = PASSWORD) {
    const asked = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await asked.locator('input[name=password]').fill(password);
    await asked.getByRole('button', { name: 'Continue' }).click();
    await asked.waitFor({ state: 'detached' });
  }

  async shot(name, page = this.pages().at(-1)) {
    if (!process.env.SCREENSHOTS || !page) return;
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
  }

  pages() {
    return this.contexts.flatMap((context) => context.pages());
  }

  async leave() {
    for (const context of this.contexts) await context.close();
    this.contexts = [];
    const complaints = this.complaints.splice(0);
    assert.deepEqual(complaints, []);
  }

  async close() {
    await this.browser.close();
    this.relyingParty.closeAllConnections();
    this.relyingParty.close();
    this.mailbox.close();
  }
}

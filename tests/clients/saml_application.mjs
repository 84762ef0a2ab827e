// Service providers sign people in by SAML here: two libraries of others' (samlify, node-saml), by redirect and by POST,
// with answers that are signed, and signed and encrypted in either order.
//
// usage: node saml_application.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
import assert from 'node:assert/strict';
import { SAML } from '@node-saml/node-saml';
import samlify from 'samlify';
import { keyPair } from './keys.mjs';
import { browser, enter, experienceOf, signIn } from './person.mjs';

const { issuer, api } = await enter(JSON.parse(process.argv[2]));
const [username, password] = ['grace', 'Str0ng-Pa55word'];
const user = await api('POST', '/users', { username, password, name: 'Grace', primaryEmail: 'grace@example.test' });
const { post, redirect } = samlify.Constants.namespace.binding;
samlify.setSchemaValidator({ validate: async () => 'not looked at' });
const acs = 'https://shop.test/acs';
const formats = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
};

/** The fields of the form of a page, and where it goes. */
const form = (page) => {
  const plain = (text) => text.replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) => String.fromCodePoint(parseInt(code, hex ? 16 : 10)))
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const fields = [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, plain(value)]);
  return { action: plain(page.match(/action="([^"]*)"/)[1]), fields: Object.fromEntries(fields) };
};

/** Takes a request here by a browser, signs in, and answers what is posted back. */
const answerTo = async (url, options) => {
  const visit = browser(issuer);
  let answer = await visit(url, options);
  for (let steps = 0; steps < 12 && [302, 303].includes(answer.status); steps += 1) {
    const next = new URL(answer.headers.get('location'), issuer);
    answer = await visit(next.pathname === '/sign-in' ? await signIn(experienceOf(visit), username, password) : next);
  }
  const page = await answer.text();
  assert.equal(answer.status, 200, page);
  const { action, fields } = form(page);
  assert.equal(action, acs);
  return fields;
};

/** An application, and what it says of itself. */
const apply = async (name, more) => {
  const entityId = `https://shop.test/${name}`;
  const application = await api('POST', '/saml-applications', {
    name, entityId, acsUrl: { binding: post, url: acs }, attributeMapping: { email: 'mail', name: 'displayName' }, ...more,
  });
  const metadata = await (await fetch(new URL(`/api/saml-applications/${application.id}/metadata`, issuer))).text();
  const [{ certificate }] = await api('GET', `/saml-applications/${application.id}/secrets`);
  return { ...application, entityId, metadata, certificate };
};

// samlify reads the metadata, asks by redirect and by POST, and checks the signature.
const own = await apply('samlify', {});
const plain = {
  idp: samlify.IdentityProvider({ metadata: own.metadata }),
  sp: samlify.ServiceProvider({
    entityID: own.entityId, wantAssertionsSigned: true, assertionConsumerService: [{ Binding: post, Location: acs }],
  }),
};
assert.equal(plain.idp.entityMeta.getEntityID(), `${issuer.origin}/saml/${own.id}`);
for (const binding of ['redirect', 'post']) {
  const { id, context, entityEndpoint } = plain.sp.createLoginRequest(plain.idp, binding);
  const asked = binding === 'redirect'
    ? [`${context}&RelayState=${encodeURIComponent('to "here"')}`]
    : [entityEndpoint, { method: 'POST', body: new URLSearchParams({ SAMLRequest: context, RelayState: 'to "here"' }) }];
  const fields = await answerTo(...asked);
  assert.equal(fields.RelayState, 'to "here"');
  const { extract } = await plain.sp.parseLoginResponse(plain.idp, 'post', { body: fields });
  assert.deepEqual([extract.response.inResponseTo, extract.response.destination], [id, acs]);
  assert.deepEqual([extract.nameID, extract.audience], [user.id, own.entityId]);
  assert.deepEqual(extract.attributes, { mail: 'grace@example.test', displayName: 'Grace' });
  // What somebody changed on the way is noticed.
  const forged = Buffer.from(fields.SAMLResponse, 'base64').toString().replaceAll('grace@', 'root@');
  const SAMLResponse = Buffer.from(forged).toString('base64');
  await assert.rejects(plain.sp.parseLoginResponse(plain.idp, 'post', { body: { ...fields, SAMLResponse } }));
}

// node-saml does so with encrypted assertions, in either order.
for (const encryptThenSign of [false, true]) {
  const { privateKey, certificate } = keyPair();
  const application = await apply(`node-saml-${encryptThenSign}`, {
    nameIdFormat: formats.emailAddress, encryption: { encryptAssertion: true, encryptThenSign, certificate },
  });
  const saml = new SAML({
    entryPoint: new URL(`/api/saml/${application.id}/authn`, issuer).href,
    issuer: application.entityId, audience: application.entityId, callbackUrl: acs, idpCert: application.certificate,
    idpIssuer: `${issuer.origin}/saml/${application.id}`, identifierFormat: formats.emailAddress, decryptionPvk: privateKey,
    wantAuthnResponseSigned: encryptThenSign, wantAssertionsSigned: !encryptThenSign, validateInResponseTo: 'always',
  });
  const fields = await answerTo(await saml.getAuthorizeUrlAsync('there', undefined, {}));
  assert.equal(fields.RelayState, 'there');
  assert.ok(!Buffer.from(fields.SAMLResponse, 'base64').includes('grace@'), 'nobody reads it on the way');
  const { profile } = await saml.validatePostResponseAsync(fields);
  assert.deepEqual([profile.nameID, profile.nameIDFormat], ['grace@example.test', formats.emailAddress]);
  assert.deepEqual([profile.mail, profile.displayName], ['grace@example.test', 'Grace']);
  await assert.rejects(saml.validatePostResponseAsync(fields), 'a response is good once');
}
console.log('two libraries signed someone in');

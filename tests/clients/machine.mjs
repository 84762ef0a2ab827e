// The main job, by a standard client: with a credential that `avouch bootstrap` printed, get a token, make a resource
// with scopes, a role and an application through the Management API, and check that the application's own token
// carries exactly what it was granted.
//
// usage: node machine.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
import assert from 'node:assert/strict';
import * as jose from 'jose';
import * as oidc from 'openid-client';

const { appId, appSecret, tokenEndpoint, resource } = JSON.parse(process.argv[2]);
const issuer = new URL(tokenEndpoint.replace(/\/token$/, ''));
const insecure = { execute: [oidc.allowInsecureRequests] };

const discover = (id, authentication) => oidc.discovery(issuer, id, undefined, authentication, insecure);
const config = await discover(appId, oidc.ClientSecretBasic(appSecret));
const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
const verify = (token, audience) => jose.jwtVerify(token, keys, { issuer: issuer.href, audience, typ: 'at+jwt' });

const tokens = await oidc.clientCredentialsGrant(config, { resource, scope: 'all' });
const { payload: own } = await verify(tokens.access_token, resource);
assert.equal(own.sub, appId);
assert.equal(own.scope, 'all');

const api = async (method, path, body) => {
  const response = await fetch(new URL(`/api${path}`, issuer), {
    method,
    headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
};

const indicator = 'https://orders.example/api';
const made = await api('POST', '/resources', { name: 'Orders', indicator });
const scope = (name) => api('POST', `/resources/${made.id}/scopes`, { name });
const [read, write] = [await scope('read:orders'), await scope('write:orders')];
await scope('delete:orders');
const role = await api('POST', '/roles', {
  name: 'Order clerk',
  description: 'Reads and writes orders',
  type: 'MachineToMachine',
  scopeIds: [read.id, write.id],
});
const application = await api('POST', '/applications', { name: 'Warehouse', type: 'MachineToMachine' });
await api('POST', `/applications/${application.id}/roles`, { roleIds: [role.id] });
const [secret] = await api('GET', `/applications/${application.id}/secrets`);

const asked = 'delete:orders write:orders read:orders';
for (const authentication of [oidc.ClientSecretBasic(secret.value), oidc.ClientSecretPost(secret.value)]) {
  const client = await discover(application.id, authentication);
  const granted = await oidc.clientCredentialsGrant(client, { resource: indicator, scope: asked });
  const { payload } = await verify(granted.access_token, indicator);
  assert.equal(payload.scope, 'write:orders read:orders');
  assert.equal(payload.client_id, application.id);
  await assert.rejects(verify(granted.access_token, resource));
}
console.log('the application got exactly what it was granted');

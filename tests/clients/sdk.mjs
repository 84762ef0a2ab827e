// The SDKs that applications of compatible software use, unchanged: a script of @logto/api sets everything up, a web
// application of @logto/node signs a person in and out, with tokens for an API and for an organization. The browser is
// played by fetch with a cookie jar, the sign-in page by the Experience API.
//
// usage: node sdk.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}'
import assert from 'node:assert/strict';
import { createManagementApi } from '@logto/api/management';
import LogtoClient, { Prompt, ReservedResource, UserScope } from '@logto/node';
import { browser, experienceOf, signIn } from './person.mjs';

const { appId, appSecret, tokenEndpoint, resource } = JSON.parse(process.argv[2]);
const endpoint = new URL(tokenEndpoint).origin;
const [callback, bye] = ['http://localhost:9/callback', 'http://localhost:9/bye'];
const [username, password] = ['grace', 'Str0ng-Pa55word'];
const indicator = 'https://orders.example/api';

const { apiClient } = createManagementApi('default', {
  clientId: appId,
  clientSecret: appSecret,
  baseUrl: endpoint,
  apiIndicator: resource,
});
const ok = async (promise) => {
  const { data, error, response } = await promise;
  assert.ok(response.ok, `${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
};
const post = (path, body, params) => ok(apiClient.POST(path, { body, params }));

const application = await post('/api/applications', {
  name: 'Shop',
  type: 'Traditional',
  oidcClientMetadata: { redirectUris: [callback], postLogoutRedirectUris: [bye] },
});
const [secret] = await ok(
  apiClient.GET('/api/applications/{id}/secrets', { params: { path: { id: application.id } } }),
);
const primaryEmail = 'grace@example.test';
const user = await post('/api/users', { username, password, name: 'Grace', primaryEmail });
const api = await post('/api/resources', { name: 'Orders', indicator });
const ofApi = { path: { resourceId: api.id } };
const scope = await post('/api/resources/{resourceId}/scopes', { name: 'read:orders' }, ofApi);
const role = await post('/api/roles', { name: 'Reader', description: 'Reads', scopeIds: [scope.id] });
await post('/api/users/{userId}/roles', { roleIds: [role.id] }, { path: { userId: user.id } });
const invite = await post('/api/organization-scopes', { name: 'invite:people' });
const manager = await post('/api/organization-roles', {
  name: 'manager',
  organizationScopeIds: [invite.id],
  resourceScopeIds: [],
});
const organization = await post('/api/organizations', { name: 'Acme' });
const member = { path: { id: organization.id } };
await post('/api/organizations/{id}/users', { userIds: [user.id] }, member);
const roles = { userIds: [user.id], organizationRoleIds: [manager.id] };
await ok(apiClient.POST('/api/organizations/{id}/users/roles', { body: roles, params: member, parseAs: 'text' }));

const kept = new Map();
let away;
const client = new LogtoClient(
  {
    endpoint,
    appId: application.id,
    appSecret: secret.value,
    scopes: [
      UserScope.Email,
      UserScope.CustomData,
      UserScope.Roles,
      UserScope.Organizations,
      UserScope.OrganizationRoles,
      'read:orders',
      'invite:people',
    ],
    resources: [indicator, ReservedResource.Organization],
  },
  {
    navigate: (url) => {
      away = url;
    },
    storage: {
      getItem: async (key) => kept.get(key) ?? null,
      setItem: async (key, value) => void kept.set(key, value),
      removeItem: async (key) => void kept.delete(key),
    },
  },
);

const visit = browser(endpoint);
const experience = experienceOf(visit);
// From an address until the browser leaves for the application.
const browse = async (url, home) => {
  while (!url.startsWith(home)) {
    const response = await visit(url);
    const page = await response.text();
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, endpoint).href;
      if (new URL(url).pathname === '/sign-in') url = await signIn(experience, username, password);
      continue;
    }
    // The form that signs out posts itself.
    const action = page.match(/action="([^"]+)"/)?.[1];
    assert.ok(action, `${url}: ${response.status} ${page}`);
    const fields = [...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
    const done = await visit(action, { method: 'POST', body: new URLSearchParams(fields) });
    url = new URL(done.headers.get('location'), endpoint).href;
  }
  return url;
};

await client.signIn({ redirectUri: callback });
await client.handleSignInCallback(await browse(away, callback));
assert.ok(await client.isAuthenticated());
const claims = await client.getIdTokenClaims();
assert.equal(claims.sub, user.id);
assert.equal(claims.email, primaryEmail);
assert.deepEqual(claims.roles, ['Reader']);
assert.deepEqual(claims.organization_roles, [`${organization.id}:manager`]);
const info = await client.fetchUserInfo();
assert.deepEqual(info.custom_data, {});
assert.deepEqual(info.organization_data, [{ id: organization.id, name: 'Acme', description: null }]);
const token = await client.getAccessTokenClaims(indicator);
assert.equal(token.aud, indicator);
assert.equal(token.scope, 'read:orders');
const ofOrganization = await client.getOrganizationTokenClaims(organization.id);
assert.equal(ofOrganization.aud, `urn:logto:organization:${organization.id}`);
assert.equal(ofOrganization.scope, 'invite:people');
assert.ok((await client.getAccessToken(indicator, organization.id)).includes('.'));
const opaque = await client.getAccessToken();
assert.ok(!opaque.includes('.'));
const context = await client.getContext({ getAccessToken: true, resource: indicator, getOrganizationToken: true });
assert.equal(context.isAuthenticated, true);
assert.ok(context.organizationTokens?.[organization.id]);
await client.signOut(bye);
assert.ok((await browse(away, bye)).startsWith(bye));
assert.equal(await client.isAuthenticated(), false);
await assert.rejects(client.getAccessToken(indicator));
// Signed out: the sign-in page comes again.
await client.signIn({ redirectUri: callback, prompt: Prompt.Login, firstScreen: 'register', loginHint: username });
const first = await visit(away);
assert.ok(first.headers.get('location').startsWith('/register?'), first.headers.get('location'));
console.log('the application signed its user in and out');

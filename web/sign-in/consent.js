// The user's word on what an application may see.
import { base, t } from '../ui/boot.js';
import { h, icon, p, title } from '../ui/dom.js';
import { button, link } from '../ui/form.js';
import { logo, show } from '../ui/page.js';
import { portrait } from '../ui/avatar.js';
import { go } from '../ui/router.js';
import { api } from './api.js';
import { stranded } from './ends.js';
import { params } from './params.js';

const scopeList = (items) => h('ul', { class: 'scopes' }, ...items.map((text) => h('li', {}, icon('check'), h('span', {}, text))));

/** A resource with what is asked of it; a sole one is open. */
const resourceScopes = ({ resource, scopes }, open) =>
  h('details', { open }, h('summary', {}, resource.name), scopeList(scopes.map((scope) => scope.description || scope.name)));

const host = (address) => (URL.canParse(address) ? new URL(address).host : undefined);

/** Nobody may use the application with this account. */
function denied() {
  const client = params.get('app_id') ?? '';
  stranded('error.access_denied', 'error.access_denied_description',
    button(t('action.use_another_account'), () => location.assign(`${base}/oidc/session/end?client_id=${encodeURIComponent(client)}`)));
}

function pictures(application) {
  const { branding } = application;
  const theirs = branding?.logoUrl && h('img', { src: branding.logoUrl, alt: '', referrerpolicy: 'no-referrer' });
  return theirs && h('div', { class: 'pair' }, logo(), logo() && icon('next'), theirs);
}

/** Organizations to choose from; each says what is asked of it. */
function organizationPicker(organizations) {
  const rows = organizations.map((one, index) => [one.id, h('input', { type: 'checkbox', id: one.id, name: 'organization', value: one.id, checked: index === 0 }), one]);
  const part = h('fieldset', {}, h('legend', {}, t('description.grant_organization_access')),
    ...rows.map(([id, box, { name, missingResourceScopes = [] }]) => h('label', { for: id }, box,
      h('span', {}, name, missingResourceScopes.length > 0 && h('small', {}, missingResourceScopes.flatMap(({ scopes }) => scopes.map((scope) => scope.description || scope.name)).join(', '))))));
  return { part: rows.length > 0 && part, chosen: () => rows.filter(([, box]) => box.checked).map(([id]) => id) };
}

export async function consent() {
  let page;
  try {
    page = await api.consent();
  } catch (error) {
    if (error.code === 'oidc.access_denied') return denied();
    throw error;
  }
  const { application, user, organizations = [], missingOIDCScope = [], missingResourceScopes = [], redirectUri } = page;
  const isDocument = application.id.includes('://');
  const name = application.displayName || application.name || host(application.id) || application.id;
  const picker = organizationPicker(organizations);
  const links = [[application.termsOfUseUrl, 'description.terms_of_use'], [application.privacyPolicyUrl, 'description.privacy_policy']].filter(([url]) => url);
  return show(
    pictures(application),
    title(t('description.authorize_title', { name })),
    isDocument && h('p', { class: 'notice' }, icon('warning'), t('description.unregistered_application', { name: host(application.id) })),
    h('div', { class: 'person' }, portrait(user.avatar), h('span', {}, user.name || user.username || user.primaryEmail || user.primaryPhone || user.id,
      user.name && h('small', {}, user.primaryEmail || user.username || user.primaryPhone))),
    p(t('description.request_permission', { name })),
    scopeList(missingOIDCScope.map((scope) => t(`user_scopes.descriptions.${scope}`, {}, scope))),
    ...missingResourceScopes.map((one, _, all) => resourceScopes(one, all.length === 1)),
    picker.part,
    h('div', { class: 'stack' }, button(t('action.authorize'), async () => {
      const organizationIds = picker.chosen();
      location.replace((await api.giveConsent(organizationIds.length > 0 ? { organizationIds } : {})).redirectTo);
      return new Promise(() => {});
    }),
    redirectUri && button(t('action.cancel'), async () => {
      location.replace((await api.refuseConsent()).redirectTo);
      return new Promise(() => {});
    }, 'plain')),
    link(t('action.use_another_account'), () => go('/sign-in')),
    links.length > 0 && h('p', { class: 'quiet' }, ...links.map(([href, key]) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, t(key)))),
    redirectUri && h('p', { class: 'quiet' }, t('description.redirect_to', { name: new URL(redirectUri).origin })),
  );
}

// The user's word on what an application may see.
import { api } from './api.js';
import { t } from './boot.js';
import { go } from './router.js';
import { button, h, link, show, title } from './ui.js';

export async function consent() {
  const { application, user, organizations = [], missingOIDCScope = [], missingResourceScopes = [], redirectUri } = await api.consent();
  const name = application.displayName ?? application.name;
  const scopes = [
    ...missingOIDCScope.map((scope) => t(`user_scopes.descriptions.${scope}`, {}, scope)),
    ...missingResourceScopes.flatMap(({ resource, scopes: some }) => some.map((scope) => `${resource.name}: ${scope.description || scope.name}`)),
  ];
  const boxes = organizations.map((one) => [one.id, h('input', { type: 'checkbox', id: one.id, name: 'organization', value: one.id }), one]);
  const links = [[application.termsOfUseUrl, 'description.terms_of_use'], [application.privacyPolicyUrl, 'description.privacy_policy']].filter(([url]) => url);
  show(
    title(t('description.authorize_title', { name })),
    h('p', { class: 'person' }, user.name || user.username || user.primaryEmail || user.primaryPhone || user.id),
    h('p', {}, t('description.request_permission', { name })),
    h('ul', {}, ...scopes.map((scope) => h('li', {}, scope))),
    boxes.length > 0 && h('fieldset', {}, h('legend', {}, t('description.grant_organization_access')),
      ...boxes.map(([id, box, one]) => h('label', { for: id }, box, one.name))),
    button(t('action.authorize'), async () => {
      const organizationIds = boxes.filter(([, box]) => box.checked).map(([id]) => id);
      location.replace((await api.giveConsent(organizationIds.length > 0 ? { organizationIds } : {})).redirectTo);
    }),
    redirectUri && link(t('action.cancel'), () => location.replace(redirectUri)),
    link(t('action.use_another_account'), () => go('/sign-in')),
    links.length > 0 && h('p', { class: 'quiet' }, ...links.map(([href, key]) => h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, t(key)))),
    redirectUri && h('p', { class: 'quiet' }, t('description.redirect_to', { name: new URL(redirectUri).origin })),
  );
}

// Accounts elsewhere: linked, changed, unlinked.
import { base, boot, settings, t } from '../ui/boot.js';
import { h } from '../ui/dom.js';
import { ask, working } from '../ui/page.js';
import { Refused } from '../ui/http.js';
import { go } from '../ui/router.js';
import { button } from '../ui/form.js';
import { api } from './api.js';
import { act, row } from './frame.js';
import { edits } from './me.js';
import { prove } from './proof.js';
import { finished, page, unavailable } from './task.js';

const kept = (id) => `account:social:${id}`;
const nameOf = (connector) => connector.name[boot.language] ?? connector.name.en ?? connector.target;
const byId = (id) => settings.socialConnectors.find((one) => one.id === id);

/** Sends someone to the provider; an identity that is there already is replaced if that is meant. */
async function leave(connector, replaces) {
  await prove(api);
  const state = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const redirectUri = `${location.origin}${base}/account/callback/social/${connector.id}`;
  const asked = await api.post('/verifications/social', { connectorId: connector.id, state, redirectUri });
  sessionStorage.setItem(kept(connector.id), JSON.stringify({ state, redirectUri, replaces, record: asked.verificationRecordId, until: new Date(asked.expiresAt).getTime() }));
  location.assign(asked.authorizationUri);
  return new Promise(() => {});
}

const task = (replaces) => ({ id }) => {
  const connector = byId(id);
  if (!edits('social') || !connector) return unavailable();
  const name = nameOf(connector);
  return page('user', t('account_center.security.link', { name }), t('description.redirect_to', { name }), button(t('action.continue'), () => leave(connector, replaces)));
};

export const link = task(false);
export const change = task(true);

export async function remove({ id }) {
  const connector = byId(id);
  if (!edits('social') || !connector) return unavailable();
  const name = nameOf(connector);
  return page('user', t('account_center.remove_question', { name }), t('account_center.remove_description'), button(t('action.remove'), async () => {
    await api.proved.delete(`/my-account/identities/${encodeURIComponent(connector.target)}`);
    await finished(`/account/social/${id}`, true);
  }, 'danger'));
}

/** Someone is back from the provider. */
export async function callback({ id }) {
  const data = Object.fromEntries([...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))]);
  const sent = JSON.parse(sessionStorage.getItem(kept(id)) ?? 'null');
  sessionStorage.removeItem(kept(id));
  history.replaceState({}, '', location.pathname);
  if (!sent || sent.state !== data.state || sent.until < Date.now()) throw new Refused({ message: t('error.invalid_connector_auth') });
  working();
  await api.post('/verifications/social/verify', { verificationRecordId: sent.record, connectorData: { ...data, redirectUri: sent.redirectUri } });
  const body = { newIdentifierVerificationRecordId: sent.record };
  await (sent.replaces ? api.proved.put('/my-account/identities', body) : api.proved.post('/my-account/identities', body));
  return finished(`/account/social/${id}`, true);
}

/** A row for each provider, those that are linked first. */
export function socialRows(me, again) {
  const linked = (one) => me.identities?.[one.target];
  const sorted = [...settings.socialConnectors].sort((one, other) => Boolean(linked(other)) - Boolean(linked(one)));
  return sorted.map((connector) => {
    const [name, own] = [nameOf(connector), linked(connector)];
    const details = own?.details ?? {};
    const unlink = async () => {
      if (!await ask(t('account_center.remove_question', { name }), t('account_center.remove_description'), t('action.remove'), 'danger')) return;
      await api.proved.delete(`/my-account/identities/${encodeURIComponent(connector.target)}`);
      await again();
    };
    const who = own ? details.name || details.email || `${own.userId.slice(0, 8)}…` : t('account_center.not_set');
    return row(h('img', { src: connector.logo, alt: '', class: 'provider', referrerpolicy: 'no-referrer' }), name, who,
      ...(edits('social') ? own ? [act(t('account_center.change'), name, () => go(`/account/social/${connector.id}/change`)), act(t('action.remove'), name, unlink)]
        : [act(t('account_center.add'), name, () => go(`/account/social/${connector.id}`))] : []));
  });
}


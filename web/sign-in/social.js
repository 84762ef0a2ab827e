// Sign-in elsewhere: at social providers and at enterprises.
import { base, settings, t } from '../ui/boot.js';
import { p, title } from '../ui/dom.js';
import { backButton, button, link, list } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { show, working } from '../ui/page.js';
import { become, clientOf, go, rememberClient } from '../ui/router.js';
import { api } from './api.js';
import { connectors, handOver } from './connectors.js';
import { nothingBefore } from './ends.js';
import { answer, backToStart, change, finish, start, submit } from './flow.js';
import { params } from './params.js';
import { consentToTerms } from './terms.js';
import { keepSocial } from './unlinked.js';

/** What is remembered until someone is back: in the tab, or for browsers that lose it, for ten minutes beside it. */
const stateKey = (id) => `social_auth_state:${id}`;
const verificationKey = (id) => `verification:${id}`;
const fallbackKey = (state) => `logto:redirect-context:fallback:${state}`;
const PATIENCE = 600_000;

function remember(id, state, verificationId) {
  sessionStorage.setItem(stateKey(id), state);
  sessionStorage.setItem(verificationKey(id), verificationId);
  const now = Date.now();
  const kept = { state, connectorId: id, verificationId, createdAt: now, expiresAt: now + PATIENCE, appId: clientOf() ?? undefined };
  localStorage.setItem(fallbackKey(state), JSON.stringify(kept));
}

/** Whether an answer is to a question of ours, and to which. */
function recall(id, state) {
  const [sent, verificationId] = [sessionStorage.getItem(stateKey(id)), sessionStorage.getItem(verificationKey(id))];
  sessionStorage.removeItem(stateKey(id));
  const kept = JSON.parse(localStorage.getItem(fallbackKey(state)) ?? 'null');
  localStorage.removeItem(fallbackKey(state));
  if (sent) return sent === state ? { verificationId } : undefined;
  if (!kept || kept.connectorId !== id || kept.expiresAt < Date.now()) return undefined;
  rememberClient(kept.appId);
  return kept;
}

async function leave(kind, connector) {
  const { id } = connector;
  await start('SignIn');
  const state = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const asked = await api.post(`/verification/${kind}/${id}/authorization-uri`, { state, redirectUri: `${location.origin}${base}/callback/${id}` });
  remember(id, state, asked.verificationId);
  if (handOver(connector, asked.authorizationUri)) return;
  location.assign(asked.authorizationUri);
  await new Promise(() => {});
}

export const leaveForSocial = (connector) => leave('social', connector);
export const leaveForSso = (id) => leave('sso', { id });

export function chooseConnector(ids, email) {
  const connectors = settings.ssoConnectors.filter(({ id }) => ids?.includes(id));
  if (connectors.length === 0) return nothingBefore();
  return show(backButton(() => history.back()), title(t('description.single_sign_on')), p(email && t('description.single_sign_on_connectors_list', { email })),
    list(connectors.map((connector) => [t('action.sign_in_with', { name: connector.connectorName }), () => leaveForSso(connector.id), 'building'])));
}

/** The client wants people to go there at once. */
export async function direct({ method, target }) {
  const found = method === 'sso' ? settings.ssoConnectors.find(({ id }) => id === target) : connectors().find((one) => one.target === target);
  const tap = /(?:^|; )_logto_google_one_tap_credential=/.test(document.cookie) && target === 'google' && settings.googleOneTap;
  if (tap) return become(`/callback/${settings.googleOneTap.connectorId}`);
  if (!found) return become(params.get('fallback') === 'register' ? '/register' : '/sign-in');
  working();
  await consentToTerms(false);
  return leave(method === 'sso' ? 'sso' : 'social', found);
}

const cookie = (name) => document.cookie.split('; ').find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

/** What Google One Tap says: in the address, with a proof that it was asked here, or in a cookie of ours. */
function tapped(data) {
  if (data.credential) return !data.g_csrf_token || data.g_csrf_token === cookie('g_csrf_token') ? data.credential : undefined;
  return cookie('_logto_google_one_tap_credential');
}

/** Someone is back. */
export async function callback({ id }) {
  const data = Object.fromEntries([...params, ...new URLSearchParams(location.hash.slice(1))]);
  const isSso = settings.ssoConnectors.some((one) => one.id === id);
  if (!isSso && !settings.socialConnectors.some((one) => one.id === id)) return become('/sign-in');
  const native = sessionStorage.getItem('native-callback');
  if (native) return location.replace(`${native}?${new URLSearchParams(data)}`);
  working();
  const credential = settings.googleOneTap?.connectorId === id ? tapped(data) : undefined;
  const ours = credential ? {} : recall(id, data.state);
  if (!ours) return backToStart(t('error.invalid_connector_auth'));
  const connectorData = { ...data, ...(credential && { credential }), redirectUri: `${location.origin}${base}/callback/${id}` };
  let made;
  try {
    if (credential) await start('SignIn');
    made = await api.post(`/verification/${isSso ? 'sso' : 'social'}/${id}/verify`, { connectorData, ...(ours.verificationId && { verificationId: ours.verificationId }) });
  } catch (error) {
    return refused(error);
  }
  try {
    await api.post('/identification', { verificationId: made.verificationId });
  } catch (error) {
    return unknown(error, id, made.verificationId).catch(refused);
  }
  return submit('SignIn').catch(refused);
}

/** What is not foreseen is said on the first screen: the provider's answer cannot be used again. */
async function refused(error) {
  if (!(error instanceof Refused)) throw error;
  return answer(error, 'SignIn').catch(({ message }) => backToStart(message));
}

/** Nobody here has that identity yet. */
async function unknown(error, id, verificationId) {
  const related = error.data?.relatedUser;
  if (error.code !== 'user.identity_not_exist' && error.code !== 'user.sso_identity_not_exist') return answer(error, 'SignIn');
  if (related && settings.socialSignIn?.automaticAccountLinking) {
    await change('SignIn');
    return finish(verificationId, 'SignIn', { linkSocialIdentity: true });
  }
  if (related) return become(`/social/link/${id}`, { verificationId, related });
  if (settings.signInMode === 'SignIn') throw error;
  return registerWith(verificationId, error.code === 'user.identity_not_exist');
}

async function registerWith(verificationId, isSocial = true) {
  if (settings.agreeToTermsPolicy !== 'Manual') await consentToTerms(true);
  await change('Register');
  if (isSocial) keepSocial(verificationId);
  await finish(verificationId, 'Register');
}

/** Someone may be who has an account already. */
export function linkAccount(_, { verificationId, related }) {
  if (!related) return nothingBefore();
  show(title(t('description.social_bind_account_desc')),
    button(t('action.bind', { address: related.value }), () => finish(verificationId, 'SignIn', { linkSocialIdentity: true })),
    settings.signInMode !== 'SignIn' && link(t('action.create_account_without_linking'), () => registerWith(verificationId)));
}

/** An application opened this browser for the round trip: it is told of the end. Only schemes of applications are. */
export function landing() {
  const [to, back] = [params.get('redirect_to'), params.get('native_callback')];
  const isProvider = URL.canParse(to) && /^https?:$/.test(new URL(to).protocol);
  const isApplication = URL.canParse(back) && !/^(javascript|data|blob|vbscript|file|about):$/.test(new URL(back).protocol);
  if (!isProvider || !isApplication) return backToStart(t('error.invalid_connector_request'));
  sessionStorage.setItem('native-callback', back);
  // A person decides: the address came with the page.
  return show(title(t('action.continue')), p(t('description.redirect_to', { name: new URL(to).host })), button(t('action.continue'), () => location.assign(to)));
}

// Sign-in elsewhere: at social providers and at enterprises.
import { api, base, Refused } from './api.js';
import { t } from './boot.js';
import { change, finish, params, settings, start, submit, answer } from './flow.js';
import { become, go } from './router.js';
import { button, h, link, list, show, title } from './ui.js';

/** What is remembered until someone is back. */
const stateKey = (id) => `social_auth_state:${id}`;
const verificationKey = (id) => `verification:${id}`;

async function leave(kind, id) {
  await start('SignIn');
  const state = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const asked = await api.post(`/verification/${kind}/${id}/authorization-uri`, { state, redirectUri: `${location.origin}${base}/callback/${id}` });
  sessionStorage.setItem(stateKey(id), state);
  sessionStorage.setItem(verificationKey(id), asked.verificationId);
  location.assign(asked.authorizationUri);
}

export const leaveForSocial = (id) => leave('social', id);
export const leaveForSso = (id) => leave('sso', id);

export function chooseConnector(ids, email) {
  const connectors = settings.ssoConnectors.filter(({ id }) => ids?.includes(id));
  if (connectors.length === 0) return become('/sign-in');
  return show(title(t('description.single_sign_on')), h('p', {}, t('description.single_sign_on_connectors_list', { email })),
    list(connectors.map((connector) => [t('action.sign_in_with', { name: connector.connectorName }), () => leaveForSso(connector.id)])),
    link(t('action.nav_back'), () => go('/single-sign-on')));
}

/** The client wants people to go there at once. */
export async function direct({ method, target }) {
  const found = method === 'sso' ? settings.ssoConnectors.find(({ id }) => id === target) : settings.socialConnectors.find((one) => one.target === target);
  if (!found) return become(params.get('fallback') === 'register' ? '/register' : '/sign-in');
  show(title(t('action.working')));
  return leave(method === 'sso' ? 'sso' : 'social', found.id);
}

/** Someone is back. */
export async function callback({ id }) {
  const data = Object.fromEntries([...params, ...new URLSearchParams(location.hash.slice(1))]);
  const isSso = settings.ssoConnectors.some((one) => one.id === id);
  if (!isSso && !settings.socialConnectors.some((one) => one.id === id)) return become('/sign-in');
  const [sent, verificationId] = [sessionStorage.getItem(stateKey(id)), sessionStorage.getItem(verificationKey(id))];
  sessionStorage.removeItem(stateKey(id));
  if (!data.credential && (!sent || sent !== data.state)) throw new Refused({ message: t('error.invalid_connector_auth') });
  show(title(t('action.working')));
  const kind = isSso ? 'sso' : 'social';
  if (data.credential) await start('SignIn');
  const connectorData = { ...data, redirectUri: `${location.origin}${base}/callback/${id}` };
  const made = await api.post(`/verification/${kind}/${id}/verify`, { connectorData, ...(verificationId && !data.credential && { verificationId }) });
  try {
    await api.post('/identification', { verificationId: made.verificationId });
  } catch (error) {
    return unknown(error, id, made.verificationId);
  }
  return submit('SignIn');
}

/** Nobody here has that identity yet. */
async function unknown(error, id, verificationId) {
  const related = error.data?.relatedUser;
  if (error.code !== 'user.identity_not_exist' && error.code !== 'user.sso_identity_not_exist') return answer(error, 'SignIn');
  if (related && settings.socialSignIn?.automaticAccountLinking) return finish(verificationId, 'SignIn', { linkSocialIdentity: true });
  if (related) return become(`/social/link/${id}`, { verificationId, related });
  if (settings.signInMode === 'SignIn') throw error;
  return registerWith(verificationId);
}

async function registerWith(verificationId) {
  await change('Register');
  await finish(verificationId, 'Register');
}

/** Someone may be who has an account already. */
export function linkAccount(_, { verificationId, related }) {
  if (!related) return become('/sign-in');
  show(title(t('description.social_bind_account_desc')),
    button(t('action.bind', { address: related.value }), () => finish(verificationId, 'SignIn', { linkSocialIdentity: true })),
    settings.signInMode !== 'SignIn' && link(t('action.create_account_without_linking'), () => registerWith(verificationId)));
}

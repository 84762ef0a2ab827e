// Where someone is signed in, which applications may use the account, and all that is kept about it.
import { t } from '../ui/boot.js';
import { h } from '../ui/dom.js';
import { button, save } from '../ui/form.js';
import { ask, toast, when } from '../ui/page.js';
import { api } from './api.js';
import { act, dotted, frame, row, section } from './frame.js';
import { edits, sees } from './me.js';

/** The browser and the system of a device, as far as it says. */
function deviceOf(agent) {
  const browser = agent?.match(/(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)\//)?.[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera').replace('SamsungBrowser', 'Samsung Internet');
  const system = agent?.match(/(Android|iPhone|iPad|Windows|Mac OS|CrOS|Linux)/)?.[1]?.replace('Mac OS', 'macOS').replace('CrOS', 'ChromeOS');
  return dotted([browser, system]) || t('account_center.sessions.unknown_device');
}

const chip = (text) => h('span', { class: 'chip' }, text);

async function end(uid) {
  await api.proved.delete(`/my-account/sessions/${encodeURIComponent(uid)}?revokeGrantsTarget=all`);
}

function sessionRow({ payload, lastSubmission, isCurrent }) {
  const context = lastSubmission?.signInContext ?? {};
  const name = deviceOf(context.userAgent);
  const place = dotted([[context.city, context.country].filter(Boolean).join(', '), context.ip]);
  const what = h('span', {}, name, isCurrent && chip(t('account_center.sessions.this_device')));
  const out = async () => {
    await end(payload.uid);
    await sessions();
    toast(t('account_center.sessions.ended'));
  };
  return row('device', what, dotted([place, t('account_center.sessions.signed_in', { time: when(payload.loginTs * 1000) })]),
    !isCurrent && edits('session') && act(t('account_center.sign_out'), name, out));
}

function everywhereElse(all) {
  const others = all.filter(({ isCurrent }) => !isCurrent);
  return others.length > 0 && edits('session') && button(t('account_center.sessions.end_others'), async () => {
    if (!await ask(t('account_center.sessions.end_others'), t('account_center.sessions.end_others_description'), t('account_center.sign_out'), 'danger')) return;
    for (const { payload } of others) await end(payload.uid);
    await sessions();
    toast(t('account_center.sessions.ended'));
  }, 'plain');
}

/** Applications, each with all that it was granted. */
function applicationRows(grants) {
  const byId = Map.groupBy ? Map.groupBy(grants, ({ application }) => application.id) : new Map(grants.map((grant) => [grant.application.id, [grant]]));
  return [...byId.values()].map((own) => {
    const { application, payload } = own[0];
    const name = application.name ?? application.id;
    const revoke = async () => {
      if (!await ask(t('account_center.remove_question', { name }), t('account_center.sessions.revoke_description'), t('action.remove'), 'danger')) return;
      for (const { id } of own) await api.proved.delete(`/my-account/grants/${encodeURIComponent(id)}`);
      await sessions();
      toast(t('account_center.removed'));
    };
    return row('app', name, payload.iat && t('account_center.security.added', { time: when(payload.iat * 1000) }), edits('session') && act(t('action.remove'), name, revoke));
  });
}

function trustedRows(devices) {
  return devices.map((one) => {
    const name = deviceOf(one.userAgent);
    const remove = async () => {
      await api.proved.delete(`/my-account/trusted-devices/${encodeURIComponent(one.id)}`);
      await sessions();
      toast(t('account_center.removed'));
    };
    return row('shield', h('span', {}, name, one.isCurrent && chip(t('account_center.sessions.this_device'))),
      dotted([[one.city, one.country].filter(Boolean).join(', '), t('account_center.sessions.last_used', { time: when(one.lastUsedAt ?? one.createdAt) })]),
      edits('trustedDevice') && act(t('action.remove'), name, remove));
  });
}

const download = async () => save('account.json', JSON.stringify(await api.proved.get('/my-account/personal-data'), null, 2), 'application/json');

/** All of this is protected: it is shown once someone has proved who it is. */
export async function sessions() {
  const { sessions: all } = await api.proved.get('/my-account/sessions');
  const [{ grants }, trusted] = await Promise.all([
    api.proved.get('/my-account/grants?appType=thirdParty'), sees('trustedDevice') ? api.proved.get('/my-account/trusted-devices?page=1&page_size=50').catch(() => []) : [],
  ]);
  const current = all.filter(({ isCurrent }) => isCurrent);
  frame(t('account_center.sessions.title'),
    section(t('account_center.sessions.devices'), t('account_center.sessions.devices_description'), [...current, ...all.filter(({ isCurrent }) => !isCurrent)].map(sessionRow), everywhereElse(all)),
    section(t('account_center.sessions.applications'), t('account_center.sessions.applications_description'), applicationRows(grants)),
    section(t('account_center.sessions.trusted'), t('account_center.sessions.trusted_description'), trustedRows(trusted)),
    section(t('account_center.sessions.data'), t('account_center.sessions.data_description'), [
      row('download', t('account_center.sessions.data'), 'JSON', button(t('action.download'), download, 'plain')),
    ]));
}

/** Before that, it is said what is behind the question. */
export function locked() {
  frame(t('account_center.sessions.title'), section(t('account_center.proof.title'), t('account_center.proof.description'), [
    row('shield', t('account_center.sessions.devices'), undefined, button(t('action.continue'), sessions, 'plain')),
  ]));
}


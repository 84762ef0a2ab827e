// Second factors and passkeys: pages with one thing to do.
import { base, t } from '../ui/boot.js';
import { h, icon, p } from '../ui/dom.js';
import { button, codeField, copy, field, form, save } from '../ui/form.js';
import { ask, toast, when } from '../ui/page.js';
import { go } from '../ui/router.js';
import { create, supported, whyNot } from '../ui/webauthn.js';
import { api } from './api.js';
import { act, edit, row } from './frame.js';
import { edits, factorsOn, load, signsInByPasskey } from './me.js';
import { prove } from './proof.js';
import { finished, page, unavailable } from './task.js';

export const listFactors = () => api.get('/my-account/mfa-verifications');

/** The address of a key for an authenticator app (Key URI format). */
function keyUri(me, secret) {
  const issuer = location.hostname;
  const name = me.username || me.primaryEmail || me.primaryPhone || 'User';
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(name)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

async function picture(uri) {
  const answer = await fetch(`${base}/account/qr`, { method: 'POST', body: uri });
  return answer.ok ? answer.text() : undefined;
}

export async function authenticatorApp() {
  if (!edits('mfa') || !factorsOn().includes('Totp')) return unavailable();
  await prove(api);
  const [me, { secret }] = [await load(), await api.post('/my-account/mfa-verifications/totp-secret/generate')];
  const src = await picture(keyUri(me, secret));
  return page('app', t('mfa.scan_qr_code'), t('mfa.scan_qr_code_description'),
    src && h('img', { class: 'qr', src, alt: t('mfa.scan_qr_code') }),
    h('details', { open: !src }, h('summary', {}, t('mfa.qr_code_not_available')), p(t('mfa.copy_and_paste_key_description')), h('code', { class: 'secret' }, secret),
      button(t('action.copy'), async () => {
        await copy(secret);
        toast(t('mfa.secret_key_copied'));
      }, 'plain', 'copy')),
    codeField('totpCode', t('mfa.enter_one_time_code'), async (code) => {
      await api.proved.put('/my-account/mfa-verifications/totp', { secret, code });
      await finished('/account/authenticator-app');
    }));
}

const codeList = (codes) => h('ul', { class: 'codes' }, ...codes.map(({ code, usedAt }) => h('li', { class: usedAt && 'used' }, code, usedAt && h('span', { class: 'aside' }, ` (${t('account_center.security.used')})`))));

const takeAway = (codes) => h('div', { class: 'choices' },
  button(t('action.copy'), async () => {
    await copy(codes.join('\n'));
    toast(t('mfa.backup_code_copied'));
  }, 'plain', 'copy'),
  button(t('action.download'), () => save('backup_code.txt', codes.join('\n')), 'plain', 'download'));

/** New codes; those there were are worth nothing then. */
export async function makeCodes() {
  if (!edits('mfa') || !factorsOn().includes('BackupCode')) return unavailable();
  await prove(api);
  const { codes } = await api.post('/my-account/mfa-verifications/backup-codes/generate');
  return page('codes', t('mfa.backup_codes'), t('mfa.save_backup_code_description'), codeList(codes.map((code) => ({ code }))), takeAway(codes),
    button(t('action.continue'), async () => {
      for (const old of (await listFactors()).filter(({ type }) => type === 'BackupCode')) await api.proved.delete(`/my-account/mfa-verifications/${old.id}`);
      await api.proved.post('/my-account/mfa-verifications', { type: 'BackupCode', codes });
      await finished('/account/backup-codes');
    }));
}

export async function showCodes() {
  if (!factorsOn().includes('BackupCode')) return unavailable();
  const { codes } = await api.proved.get('/my-account/mfa-verifications/backup-codes');
  return page('codes', t('mfa.backup_code'), t('mfa.save_backup_code_description'), codeList(codes), takeAway(codes.filter(({ usedAt }) => !usedAt).map(({ code }) => code)),
    edits('mfa') && button(t('account_center.security.new_codes'), () => go('/account/backup-codes/regenerate')));
}

/** Passkeys are for signing in, or a factor. */
export const hasPasskeys = () => signsInByPasskey() || factorsOn().includes('WebAuthn');

/** A name that tells passkeys apart later on. */
function usualName() {
  const agent = navigator.userAgent;
  const browser = agent.match(/(Firefox|Edg|OPR|Chrome|Safari)/)?.[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera') ?? 'Browser';
  const system = agent.match(/(Android|iPhone|iPad|Windows|Mac OS|Linux)/)?.[1] ?? '';
  return system ? `${browser} · ${system}` : browser;
}

export async function addPasskey() {
  if (!edits('passkey') || !hasPasskeys()) return unavailable();
  if (!supported) return page('passkey', t('mfa.create_a_passkey'), undefined, h('p', { class: 'notice' }, icon('warning'), whyNot()));
  await prove(api);
  const name = field(t('mfa.name_your_passkey'), { name: 'name', value: usualName(), maxlength: '128' });
  return page('passkey', t('mfa.create_a_passkey'), t('passkey_sign_in.description'), form(name, button(t('mfa.create_a_passkey'), async () => {
    const asked = await api.post('/verifications/web-authn/registration');
    const payload = await create(asked.registrationOptions);
    await api.post('/verifications/web-authn/registration/verify', { verificationRecordId: asked.verificationRecordId, payload });
    await api.proved.post('/my-account/mfa-verifications', { type: 'WebAuthn', newIdentifierVerificationRecordId: asked.verificationRecordId, name: name.value().trim() || undefined });
    await finished('/account/passkey');
  })));
}

const passkeyName = ({ name, agent }) => name || agent?.match(/(Firefox|Edg|Chrome|Safari)/)?.[1] || t('mfa.webauthn');

/** A row of a passkey; `again` shows the page anew. */
export function passkeyRow(one, again) {
  const name = passkeyName(one);
  const rename = () => {
    const input = field(t('mfa.name_your_passkey'), { name: 'name', value: name, maxlength: '128' });
    edit(t('account_center.security.rename'), { form: (send) => form(input, send) }, async () => {
      await api.proved.patch(`/my-account/mfa-verifications/${one.id}/name`, { name: input.value().trim() });
      await again();
    });
  };
  const told = one.lastUsedAt ? t('account_center.sessions.last_used', { time: when(one.lastUsedAt) }) : t('account_center.security.added', { time: when(one.createdAt) });
  return row('passkey', name, told, edits('passkey') && act(t('account_center.security.rename'), name, rename), edits('passkey') && act(t('action.remove'), name, () => removeFactor(one, name, again)));
}

/** Takes a factor away, if that is meant. */
export async function removeFactor(one, name, again) {
  if (!await ask(t('account_center.remove_question', { name }), t('account_center.remove_description'), t('action.remove'), 'danger')) return;
  await api.proved.delete(`/my-account/mfa-verifications/${one.id}`);
  await again();
  toast(t('account_center.removed'));
}

export async function managePasskeys() {
  if (!hasPasskeys()) return unavailable();
  const all = (await listFactors()).filter(({ type }) => type === 'WebAuthn');
  return page('passkey', t('account_center.security.passkeys'), t('passkey_sign_in.description'),
    h('ul', { class: 'rows' }, ...all.map((one) => passkeyRow(one, managePasskeys))), edits('passkey') && button(t('mfa.create_a_passkey'), () => go('/account/passkey/add')));
}


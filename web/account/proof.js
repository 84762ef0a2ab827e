// Proving once more who it is, before something that is protected is shown or changed.
import { t } from '../ui/boot.js';
import { h, p } from '../ui/dom.js';
import { button, codeField, countdown, field, form, link, list } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { dialog } from '../ui/page.js';

const KEPT = 'account:verification';

/** The proof that is still good; it is the same in all tabs. */
export function proof() {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
  return kept && kept.until > Date.now() + 5000 ? kept.id : undefined;
}

const keep = ({ verificationRecordId, expiresAt }) =>
  localStorage.setItem(KEPT, JSON.stringify({ id: verificationRecordId, until: new Date(expiresAt).getTime() }));

/** Asks for a proof, unless there is one or the account has nothing to prove it with. */
export async function prove(api, again = false) {
  if (again) localStorage.removeItem(KEPT);
  if (proof()) return;
  const me = await api.get('/my-account');
  if (!me.hasSecurityVerificationMethod) return;
  await new Promise((done, fail) => ask(api, me, done, fail));
}

function ask(api, me, done, fail) {
  const ways = [me.hasPassword && 'password', me.primaryEmail && 'email', me.primaryPhone && 'phone'].filter(Boolean);
  const place = h('div', { class: 'stack' });
  let isDone = false;
  const box = dialog(t('account_center.proof.title'), p(t('account_center.proof.description')), place, button(t('action.cancel'), () => box.close(), 'plain'));
  box.addEventListener('close', () => (isDone ? done() : fail(new Refused({ code: 'cancelled', message: t('account_center.proof.needed') }))));
  const proved = (made) => {
    keep(made);
    isDone = true;
    box.close();
  };
  const choose = () => place.replaceChildren(list(ways.map((way) => way === 'password'
    ? [t('input.password'), () => byPassword(), 'lock'] : [t('account_center.proof.send_code', { target: targetOf(me, way) }), () => byCode(way), way === 'email' ? 'mail' : 'message'])));
  const others = () => ways.length > 1 && link(t('mfa.use_another_method'), choose);
  const byPassword = () => {
    const password = field(t('input.password'), { name: 'password', type: 'password', autocomplete: 'current-password' });
    place.replaceChildren(...[form(password, button(t('action.continue'), async () => proved(await api.post('/verifications/password', { password: password.value() })))), others()].filter(Boolean));
    password.input.focus();
  };
  const byCode = async (type) => {
    const identifier = { type, value: type === 'email' ? me.primaryEmail : me.primaryPhone };
    const sent = await api.post('/verifications/verification-code', { identifier, templateType: 'UserPermissionValidation' });
    const code = codeField('passcode', t('input.code'), async (typed) => {
      await api.post('/verifications/verification-code/verify', { identifier, verificationId: sent.verificationRecordId, code: typed });
      proved(sent);
    });
    place.replaceChildren(...[p(t('description.enter_passcode', { address: t(type === 'email' ? 'description.email' : 'description.phone_number'), target: targetOf(me, type) })), code, countdown(59, (seconds) => t('description.resend_after_seconds', { seconds }), link(t('action.resend'), () => byCode(type))), others()].filter(Boolean));
    code.querySelector('input').focus();
  };
  if (ways.length === 0) place.replaceChildren(p(t('account_center.proof.impossible')));
  else if (ways[0] === 'password' && ways.length === 1) byPassword();
  else choose();
}

const targetOf = (me, type) => (type === 'email' ? me.primaryEmail : `+${me.primaryPhone}`);

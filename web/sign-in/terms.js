// The tenant's terms, and whether someone agrees to them.
import { settings, t } from '../ui/boot.js';
import { h } from '../ui/dom.js';
import { Refused } from '../ui/http.js';
import { ask } from '../ui/page.js';

function links() {
  const both = [[settings.termsOfUseUrl, 'description.terms_of_use'], [settings.privacyPolicyUrl, 'description.privacy_policy']];
  return both.filter(([url]) => url).map(([href, key]) => h('a', { href, target: '_blank', rel: 'noopener' }, t(key)));
}

const asks = (registers) => {
  const policy = settings.agreeToTermsPolicy;
  return links().length > 0 && (policy === 'Manual' || (policy === 'ManualRegistrationOnly' && registers));
};

/** Asks whether someone agrees, where the tenant wants it and nobody did yet. */
async function agrees() {
  const words = h('span', {}, `${t('description.agree_with_terms')} `);
  links().forEach((link, index) => words.append(index > 0 ? ` ${t('description.and')} ` : '', link));
  return ask(t('description.terms_of_use'), words, t('action.agree'));
}

let agreed = false;

/** Asks once, where it was not asked before. */
export async function consentToTerms(registers) {
  if (agreed || !asks(registers)) return;
  agreed = await agrees();
  if (!agreed) throw new Refused({ code: 'terms', message: t('error.terms_acceptance_required') });
}

/** A box to tick where the tenant wants people to agree, or the links alone. */
export function agreement(registers) {
  const all = links();
  if (all.length === 0) return null;
  const part = h('p', { class: 'quiet' }, ...all);
  if (!asks(registers)) return part;
  const box = h('input', { type: 'checkbox', id: 'terms', name: 'terms' });
  box.checked = agreed;
  box.addEventListener('change', () => {
    agreed = box.checked;
  });
  return h('div', { class: 'terms' }, h('label', { for: 'terms' }, box, t('description.agree_with_terms')), part);
}

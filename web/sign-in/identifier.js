// The name that someone signs in with: one field that takes any of several kinds.
import { settings, t } from '../ui/boot.js';
import { field } from '../ui/form.js';
import { Refused } from '../ui/http.js';
import { countrySelect, international } from '../ui/phone.js';
import { params } from './params.js';

export const nameOf = { username: 'description.username', email: 'description.email', phone: 'description.phone_number' };

/** A name as people write it. */
export const shown = ({ type, value }) => (type === 'phone' ? `+${value}` : value);

/** The label of a field that takes any of several kinds. */
export const label = (kinds) => {
  const names = { username: t('input.username'), email: t('input.email'), phone: t('input.phone_number') };
  return kinds.map((kind) => names[kind]).join(' / ');
};

const REMEMBERED = 'identifier-input-value';

const kept = () => JSON.parse(sessionStorage.getItem(REMEMBERED) ?? 'null');

/** The name that was typed on a screen before. */
export const typed = () => kept()?.text;

/** What was typed is still there on the next screen. */
function remembered(kinds) {
  const before = kept();
  return before && kinds.includes(before.type) ? before.text : params.get('login_hint') ?? '';
}

/** What a text is, of the kinds that it may be. */
function kindOf(text, kinds) {
  if (kinds.length === 1) return kinds[0];
  if (kinds.includes('phone') && /^\+?[\d\s().-]{3,}$/.test(text.trim())) return 'phone';
  if (kinds.includes('email') && text.includes('@')) return 'email';
  return kinds.includes('username') ? 'username' : kinds.includes('email') ? 'email' : kinds[0];
}

/** How browsers fill such a field in. */
const autocomplete = (kinds) => (kinds.length === 1 ? { email: 'email', phone: 'tel', username: 'username' }[kinds[0]] : 'username');

/** A field for a name; `identifier()` is what the API takes. */
export function identifierField(kinds, { more = '', value, onType } = {}) {
  const box = field(label(kinds), {
    name: 'identifier', autocomplete: `${autocomplete(kinds)}${more}`, value: value ?? remembered(kinds), autocapitalize: 'none', spellcheck: 'false',
    inputmode: kinds.length === 1 && kinds[0] === 'phone' ? 'tel' : kinds.includes('username') || kinds.includes('phone') ? undefined : 'email',
  });
  const country = kinds.includes('phone') && countrySelect();
  const type = () => {
    const kind = kindOf(box.input.value, kinds);
    const wantsCountry = kind === 'phone' && !/^\s*(\+|00)/.test(box.input.value);
    if (country && wantsCountry !== country.box.isConnected) {
      if (wantsCountry) box.input.before(country.box);
      else country.box.remove();
      box.input.focus();
    }
    return kind;
  };
  box.input.addEventListener('input', () => {
    const kind = type();
    onType?.(kind, box.input.value);
  });
  if (country) type();
  box.identifier = () => {
    const kind = type();
    const text = box.input.value.trim();
    sessionStorage.setItem(REMEMBERED, JSON.stringify({ type: kind, text }));
    if (kind === 'phone') return { type: kind, value: phone(text, country.code()) };
    if (kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) throw new Refused({ message: t('error.invalid_email') });
    return { type: kind, value: text };
  };
  return box;
}

function phone(text, code) {
  const number = international(text, code);
  if (!/^\d{6,15}$/.test(number)) throw new Refused({ message: t('error.invalid_phone') });
  return number;
}

/** The kinds of identifiers that the application asks for, of those that there are. */
export function wanted(kinds) {
  const asked = (params.get('identifier') ?? '').split(' ').filter((kind) => kinds.includes(kind));
  return asked.length > 0 ? asked : kinds;
}

/** Names that people sign in with. */
export const methods = () => settings.signIn.methods;

/** What is kept of a sign-in goes with it. */
export function forgetTyped() {
  sessionStorage.removeItem(REMEMBERED);
}

// Who someone is: name, picture, and the fields that the tenant keeps.
import { settings, t } from '../ui/boot.js';
import { portrait } from '../ui/avatar.js';
import { form } from '../ui/form.js';
import { labelOf, profileField } from '../ui/profile-fields.js';
import { api } from './api.js';
import { act, edit, frame, joined, row, section } from './frame.js';
import { controlOf, edits, load, profileNames } from './me.js';

/** The fields that are shown, with how they are typed. */
function fields() {
  const catalog = settings.customProfileFieldCatalog ?? settings.customProfileFields ?? [];
  return profileNames().map((name) => catalog.find((one) => one.name === name) ?? { name, type: name === 'address' ? 'Address' : 'Text', config: parts[name] });
}

const part = (name) => ({ name, enabled: true });
const parts = {
  fullname: { parts: ['givenName', 'middleName', 'familyName'].map(part) },
  address: { parts: ['streetAddress', 'locality', 'region', 'postalCode', 'country'].map(part) },
};

/** What the account has for a field, in the form of its inputs. */
function valuesOf(me, { name }) {
  if (controlOf(name) === 'profile') return me.profile ?? {};
  return controlOf(name) === 'customData' ? me.customData ?? {} : me;
}

function written(me, one) {
  const values = valuesOf(me, one);
  if (one.config?.parts) return joined(one.config.parts.map(({ name }) => (one.name === 'address' ? values.address : values)?.[name]));
  const value = values[one.name];
  const option = one.config?.options?.find((known) => known.value === value);
  return value === undefined || value === null ? '' : option?.label || String(value);
}

/** Keeps what was typed, where it belongs. */
async function keep(me, one, into) {
  const told = {};
  into(told);
  const kind = controlOf(one.name);
  const names = one.config?.parts && one.name !== 'address' ? one.config.parts.map(({ name }) => name) : [one.name];
  if (kind === 'profile') {
    await api.patch('/my-account/profile', Object.fromEntries(names.map((name) => [name, told[name] ?? (name === 'address' ? {} : '')])));
  } else if (kind === 'customData') {
    await api.patch('/my-account', { customData: { ...me.customData, [one.name]: told[one.name] ?? '' } });
  } else {
    await api.patch('/my-account', { [one.name]: told[one.name] || null });
  }
  await profile();
}

const upload = (made) => api.upload('/my-account/user-assets/avatar', made);

export async function profile() {
  const me = await load();
  const rows = fields().map((one) => {
    const isPicture = one.name === 'avatar';
    const value = isPicture ? '' : written(me, one) || t('account_center.not_set');
    const change = async () => {
      const { inputs, into } = profileField(one, valuesOf(me, one), upload);
      edit(labelOf(one), { form: (send) => form(...inputs, send) }, () => keep(me, one, into)).querySelector('input')?.focus();
    };
    return row(isPicture ? portrait(me.avatar, 'portrait') : 'user', labelOf(one), value, edits(controlOf(one.name)) && act(t('account_center.edit'), labelOf(one), change));
  });
  frame(t('account_center.profile.title'), section(t('account_center.profile.personal'), t('account_center.profile.description'), rows));
}

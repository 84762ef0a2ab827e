// Fields of a profile: those that everyone knows, and the tenant's own.
import { boot, t } from './boot.js';
import { avatarField } from './avatar.js';
import { field } from './form.js';

const types = { Number: 'number', Date: 'date', Url: 'url', Checkbox: 'checkbox' };
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What a field is called. */
export function labelOf({ name, label }, group) {
  const own = typeof label === 'object' ? label?.[boot.language] ?? label?.en : label;
  if (own) return own;
  const key = snake(name);
  if (name === 'name') return t('profile.name');
  if (name === 'avatar') return t('profile.avatar');
  const text = group ? t(`profile.${snake(group)}.${key}`, {}, '') || t(`profile.${key}`, {}, name) : t(`profile.${key}`, {}, '');
  return text || t(`profile.${key}.formatted`, {}, name);
}

const options = ({ name, config }) => config?.options?.map(({ value, label }) => ({
  value, label: label || (name === 'gender' ? t(`profile.gender_options.${snake(value)}`, {}, value) : value),
}));

const attributes = (one, value) => {
  const { name, type, required, config, description } = one;
  const isTick = type === 'Checkbox';
  return {
    name, type: types[type] ?? (name === 'birthdate' && !config?.format ? 'date' : 'text'), required: required === true, options: options(one),
    placeholder: config?.placeholder, minlength: config?.minLength, maxlength: config?.maxLength, min: config?.minValue, max: config?.maxValue,
    step: type === 'Number' ? 'any' : undefined, pattern: type === 'Regex' ? config?.format : undefined, hint: description || undefined,
    value: isTick ? undefined : value ?? config?.defaultValue, checked: isTick && (value ?? config?.defaultValue) === 'true',
  };
};

/** A form's part for one field: its inputs, and what is in them as the API takes it. */
export function profileField(one, values = {}, upload = undefined) {
  if (one.name === 'avatar' && upload) {
    const input = avatarField(labelOf(one), values.avatar, upload);
    return { inputs: [input], into: (all) => input.value() && Object.assign(all, { avatar: input.value() }) };
  }
  const parts = one.config?.parts?.filter((part) => part.enabled);
  if (!parts) {
    const input = field(labelOf(one), attributes(one, values[one.name]));
    return { inputs: [input], into: (all) => input.value() !== '' && Object.assign(all, { [one.name]: input.value() }) };
  }
  const isAddress = one.name === 'address';
  const within = isAddress ? values.address ?? {} : values;
  const made = parts.map((part) => [part.name, field(labelOf(part, one.name), attributes(part, within[part.name]))]);
  const into = (all) => {
    const told = Object.fromEntries(made.map(([name, input]) => [name, input.value()]).filter(([, value]) => value !== ''));
    if (!isAddress) return Object.assign(all, told);
    return Object.keys(told).length > 0 && Object.assign(all, { address: told });
  };
  return { inputs: made.map(([, input]) => input), into };
}

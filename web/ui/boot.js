// What the server put into the page: settings, texts and their language.
export const boot = JSON.parse(document.getElementById('avouch-boot').textContent);

/** How people sign in. */
export const settings = boot.signInExperience;

/** The first segments of every path, where tenants are told apart by them. */
export const base = document.querySelector('base').getAttribute('href').replace(/\/$/, '');

/** The text of a place such as `action.sign_in`, with `{{names}}` filled in. */
export function t(key, values = {}, otherwise = key) {
  const text = key.split('.').reduce((texts, name) => texts?.[name], boot.phrases.translation);
  const found = typeof text === 'string' ? text : scoped(key) ?? otherwise;
  return found.replace(/\{\{(\w+)([^}]*)\}\}/g, (whole, name, format) => written(values[name], format) ?? whole);
}

/** Several things are written as the language does it. */
function written(value, format) {
  if (!Array.isArray(value)) return value;
  const type = format.includes('disjunction') ? 'disjunction' : 'conjunction';
  return new Intl.ListFormat(boot.language, { type }).format(value);
}

/** Scopes have dots and colons in their names. */
function scoped(key) {
  const prefix = 'user_scopes.descriptions.';
  return key.startsWith(prefix) ? boot.phrases.translation.user_scopes?.descriptions?.[key.slice(prefix.length)] : undefined;
}

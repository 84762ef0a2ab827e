// What the server put into the page: settings, texts and their language.
export const boot = JSON.parse(document.getElementById('avouch-boot').textContent);

/** The text of a place such as `action.sign_in`, with `{{names}}` filled in. */
export function t(key, values = {}, otherwise = key) {
  const text = key.split('.').reduce((texts, name) => texts?.[name], boot.phrases.translation);
  const found = typeof text === 'string' ? text : scoped(key) ?? otherwise;
  return found.replace(/\{\{(\w+)[^}]*\}\}/g, (whole, name) => values[name] ?? whole);
}

/** Scopes have dots and colons in their names. */
function scoped(key) {
  const prefix = 'user_scopes.descriptions.';
  return key.startsWith(prefix) ? boot.phrases.translation.user_scopes?.descriptions?.[key.slice(prefix.length)] : undefined;
}

const root = document.documentElement;
const { color } = boot.signInExperience;
const dark = matchMedia('(prefers-color-scheme: dark)');
function paint() {
  const isDark = color.isDarkModeEnabled && dark.matches;
  root.dataset.theme = isDark ? 'dark' : 'light';
  const brand = isDark ? color.darkPrimaryColor ?? color.primaryColor : color.primaryColor;
  root.style.setProperty('--brand', brand);
  root.style.setProperty('--on-brand', luminance(brand) > 0.18 ? '#111' : '#fff');
}

/** How bright a colour is (WCAG 2.2), so that what stands on it can be read. */
function luminance(hex) {
  const long = hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex;
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
paint();
dark.addEventListener('change', paint);

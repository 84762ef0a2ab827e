// Colours: the tenant's brand, in the light and in the dark, so that everything on it and of it can be read.
import { settings } from './boot.js';

const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');
let forced;

const channels = (hex) => {
  const long = hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex;
  return [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16) || 0);
};

const toHex = (rgb) => `#${rgb.map((value) => Math.round(Math.min(255, Math.max(0, value))).toString(16).padStart(2, '0')).join('')}`;

/** How bright a colour is (WCAG 2.2). */
function luminance(hex) {
  const [r, g, b] = channels(hex).map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How well two colours can be told apart (WCAG 2.2). */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** A colour with some points more lightness, of a hundred. */
function lighter(hex, points) {
  const [r, g, b] = channels(hex).map((value) => value / 255);
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const [middle, spread] = [(high + low) / 2, high - low];
  const saturation = spread === 0 ? 0 : spread / (1 - Math.abs(2 * middle - 1));
  const turn = spread === 0 ? 0 : high === r ? ((g - b) / spread + 6) % 6 : high === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  const lightness = Math.min(1, Math.max(0, middle + points / 100));
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const second = chroma * (1 - Math.abs((turn % 2) - 1));
  const least = lightness - chroma / 2;
  const sector = [[chroma, second, 0], [second, chroma, 0], [0, chroma, second], [0, second, chroma], [second, 0, chroma], [chroma, 0, second]];
  return toHex(sector[Math.floor(turn) % 6].map((value) => (value + least) * 255));
}

/** The brand as a text on a ground: moved until it can be read. */
function readable(brand, ground, isDark) {
  let colour = brand;
  for (let steps = 0; contrast(colour, ground) < 4.5 && steps < 25; steps += 1) colour = lighter(colour, isDark ? 4 : -4);
  return colour;
}

const veil = (hex, share) => `rgb(${channels(hex).join(' ')} / ${share}%)`;

/** Whether the page is dark now. */
export const isDark = () => (forced ? forced === 'dark' : settings.color.isDarkModeEnabled && systemDark.matches);

/** Paints the page in the tenant's colours. */
function paint() {
  const { color } = settings;
  const dark = isDark();
  const brand = dark ? color.darkPrimaryColor || lighter(color.primaryColor, 10) : color.primaryColor;
  const overlay = dark ? lighter(brand, 30) : brand;
  root.dataset.theme = dark ? 'dark' : 'light';
  const colours = {
    'brand-default': brand, 'brand-hover': lighter(brand, 10), 'brand-pressed': lighter(brand, -10), 'brand-loading': lighter(brand, dark ? -10 : 15),
    'overlay-brand-focused': veil(overlay, 16), 'overlay-brand-hover': veil(overlay, 8), 'overlay-brand-pressed': veil(overlay, 12),
    'on-brand': contrast(brand, '#ffffff') >= 4.5 ? '#ffffff' : contrast(brand, '#101014') >= 4.5 ? '#101014' : '#ffffff',
    'brand-text': readable(brand, dark ? '#1d1d24' : '#ffffff', dark),
  };
  for (const [name, value] of Object.entries(colours)) document.body.style.setProperty(`--color-${name}`, value);
}

/** Paints the page again, in a mode that is not the system's if there is one. */
export function repaint(mode) {
  forced = mode;
  paint();
}

const isMobile = navigator.userAgentData?.mobile ?? (/Mobi|Android|iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1));
document.body.classList.add(isMobile ? 'mobile' : 'desktop');
paint();
systemDark.addEventListener('change', paint);

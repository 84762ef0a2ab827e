// A picture of oneself: chosen, cut to a square, made small, sent.
import { t } from './boot.js';
import { h, icon } from './dom.js';
import { button } from './form.js';
import { Refused } from './http.js';

/** Pixels of a side. */
const SIDE = 512;

/** The middle of a picture, as a small square. */
async function square(file) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Refused({ message: t('error.unsupported_picture') });
  });
  const side = Math.min(picture.width, picture.height);
  const canvas = h('canvas', { width: SIDE, height: SIDE });
  canvas.getContext('2d').drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
}

/** Someone's picture, or a stand-in. */
export const portrait = (url, kind = 'portrait') => h('span', { class: kind }, url ? h('img', { src: url, alt: '', referrerpolicy: 'no-referrer' }) : icon('user'));

/** A field for a picture; `upload` sends a form and answers with an address. */
export function avatarField(label, before, upload) {
  let url = before ?? '';
  const file = h('input', { type: 'file', accept: 'image/*', class: 'aside', tabindex: '-1', 'aria-label': label });
  const place = h('span', {}, portrait(url, 'portrait large'));
  const choose = button(t('profile.choose_picture'), () => new Promise((done, fail) => {
    file.onchange = () => send().then(done, fail);
    file.oncancel = done;
    file.click();
    // Browsers that do not tell of a cancelled choice must not leave the button busy.
    setTimeout(done, 1000);
  }), 'plain');
  const send = async () => {
    const form = new FormData();
    form.append('file', await square(file.files[0]), 'avatar.jpg');
    url = (await upload(form)).url;
    place.replaceChildren(portrait(url, 'portrait large'));
  };
  const box = h('div', { class: 'field avatar' }, h('span', { class: 'label' }, label), place, choose, file);
  box.value = () => url;
  return box;
}

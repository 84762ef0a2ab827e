// Pages of the tenant's own in place of ours: settings and words are in them, and they sign people in over the same API.
import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { PASSWORD } from '../lab.mjs';

const PAGE = `<!doctype html><html lang="en"><title>Own</title><h1></h1>
<form><label>Name <input name="name"></label><label>Secret <input name="secret" type="password"></label><button>Let me in</button></form>
<p role="alert"></p><script>window.logtoSsr = "__LOGTO_SSR__"</script><script src="/static/own.js"></script>`;

const SCRIPT = `document.querySelector('h1').textContent = window.logtoSsr.phrases.data.translation.description.sign_in_to_your_account;
const call = async (method, path, body) => {
  const answer = await fetch('/api/experience' + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const told = await answer.text();
  if (!answer.ok) throw new Error(JSON.parse(told).code);
  return told && JSON.parse(told);
};
document.querySelector('form').onsubmit = async (event) => {
  event.preventDefault();
  const { name, secret } = event.target.elements;
  try {
    await call('PUT', '', { interactionEvent: 'SignIn' });
    const made = await call('POST', '/verification/password', { identifier: { type: 'username', value: name.value }, password: secret.value });
    await call('POST', '/identification', made);
    location.replace((await call('POST', '/submit', {})).redirectTo);
  } catch (error) {
    document.querySelector('[role=alert]').textContent = error.message;
  }
};`;

/** An archive of files as they are (APPNOTE of ZIP, without compression). */
function archive(files) {
  const [parts, entries] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(path.length, 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), about, path, bytes);
    entries.push(Buffer.from('PK\x01\x02\x14\x00'), about, where, path);
    at += 30 + path.length + bytes.length;
  }
  const end = Buffer.alloc(18);
  const list = Buffer.concat(entries);
  for (const place of [4, 6]) end.writeUInt16LE(Object.keys(files).length, place);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end]);
}

export default async function (lab) {
  const user = await lab.user({ username: 'owen', password: PASSWORD });
  const form = new FormData();
  form.append('file', new Blob([archive({ 'index.html': PAGE, 'static/own.js': SCRIPT })], { type: 'application/zip' }), 'own.zip');
  const made = await fetch(lab.at('/api/sign-in-exp/default/custom-ui-assets'), { method: 'POST', headers: { authorization: `Bearer ${lab.token}` }, body: form });
  const { customUiAssetId: id } = await made.json();
  await lab.settings({ customUiAssets: { id, createdAt: Date.now() }, customUiCsp: {} });
  try {
    const page = await lab.visitor();
    const tokens = await lab.signIn(page);
    await page.getByRole('heading', { name: 'Sign in to your account' }).waitFor();
    await page.getByLabel('Name').fill('owen');
    await page.getByLabel('Secret').fill('wrong');
    await page.getByRole('button', { name: 'Let me in' }).click();
    await page.getByRole('alert').filter({ hasText: 'session.invalid_credentials' }).waitFor();
    await page.getByLabel('Secret').fill(PASSWORD);
    await page.getByRole('button', { name: 'Let me in' }).click();
    assert.equal((await tokens()).sub, user.id);
  } finally {
    await lab.settings({ customUiAssets: null });
  }
}

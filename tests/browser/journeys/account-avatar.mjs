// A picture of oneself: chosen, cut to a square, shown to everyone who may see it; what is no picture is refused.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  await lab.openAccounts();
  const user = await lab.user({ username: 'pia', password: PASSWORD });
  const page = await lab.visitor();
  await page.goto(lab.at('/account/profile'));
  await lab.enterPassword(page, 'pia', PASSWORD);
  await page.getByRole('button', { name: 'Edit: Picture' }).click();
  const choose = async (file) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a picture' }).click();
    await (await chooser).setFiles(file);
  };
  await choose({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
  const drawn = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 120 });
    const brush = canvas.getContext('2d');
    brush.fillStyle = '#0a7d5a';
    brush.fillRect(0, 0, 300, 120);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  await choose({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') });
  await page.getByRole('dialog').locator('.portrait img').waitFor();
  await lab.check(page, 'account-avatar');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').filter({ hasText: /./ }).waitFor();
  const { avatar } = await lab.api('GET', `/users/${user.id}`);
  const shown = page.locator('.row .portrait img');
  assert.equal(await shown.getAttribute('src'), avatar);
  assert.deepEqual(await shown.evaluate((one) => one.decode().then(() => [one.naturalWidth, one.naturalHeight])), [512, 512]);
}

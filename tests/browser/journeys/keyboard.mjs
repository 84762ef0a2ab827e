// Without a mouse: what is needed has the focus, and the focus is seen.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

export default async function (lab) {
  const user = await lab.user({ username: 'kay', password: PASSWORD });
  await lab.openAccounts();
  const page = await lab.visitor();
  const focused = () => page.evaluate(() => {
    const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement);
    return { name: document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent, isSeen: outlineStyle !== 'none' || boxShadow !== 'none' };
  });
  /** Goes on until something has the focus; everything on the way shows it. */
  const tabTo = async (name) => {
    for (let steps = 0; steps < 30; steps += 1) {
      await page.keyboard.press('Tab');
      const { name: own, isSeen } = await focused();
      assert.ok(isSeen, `${own} does not show that it has the focus`);
      if (own === name) return;
    }
    throw new Error(`${name} cannot be reached`);
  };
  const tokens = await lab.signIn(page);
  await page.locator('input[name=identifier]:focus').waitFor();
  await page.keyboard.type('kay');
  await page.keyboard.press('Enter');
  await page.locator('input[name=password]:focus').waitFor();
  await tabTo('Show password');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  assert.equal((await tokens()).sub, user.id);
  await page.goto(lab.at('/account/profile'));
  await page.getByRole('heading', { name: 'Profile', exact: true }).waitFor();
  await tabTo('Edit: Name');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name (optional)').and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Kay');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: /./ }).waitFor();
  assert.equal((await lab.api('GET', `/users/${user.id}`)).name, 'Kay');
  await tabTo('Edit: Name');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

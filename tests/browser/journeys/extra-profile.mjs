// Fields of every kind that a tenant wants filled in, and terms that someone has to agree to.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

const FIELDS = [
  { name: 'fullname', type: 'Fullname', required: true, config: { parts: [{ name: 'givenName', enabled: true, type: 'Text', required: true }, { name: 'familyName', enabled: true, type: 'Text', required: true }] } },
  { name: 'team', type: 'Text', label: 'Team', required: true, description: 'As on your badge', config: { placeholder: 'Blue' } },
  { name: 'floor', type: 'Number', label: 'Floor', required: false, config: { minValue: 0, maxValue: 9 } },
  { name: 'since', type: 'Date', label: 'Since', required: false, config: { format: 'yyyy-MM-dd' } },
  { name: 'news', type: 'Checkbox', label: 'News by mail', required: false, config: { defaultValue: 'false' } },
  { name: 'meal', type: 'Select', label: 'Meal', required: true, config: { options: [{ value: 'a', label: 'Apples' }, { value: 'b', label: 'Bread' }] } },
  { name: 'home', type: 'Url', label: 'Home page', required: false, config: {} },
  { name: 'code', type: 'Regex', label: 'Door code', required: true, config: { format: '^[0-9]{4}$' } },
];

export default async function (lab) {
  await lab.settings({ termsOfUseUrl: 'https://shop.test/terms', agreeToTermsPolicy: 'ManualRegistrationOnly' });
  for (const field of FIELDS) await lab.api('POST', '/custom-profile-fields', field);
  try {
    const page = await lab.visitor();
    const tokens = await lab.signIn(page, { first_screen: 'register' });
    await page.getByLabel('Username').fill('extra');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alert').filter({ hasText: 'Agree to the terms' }).waitFor();
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Agree' }).click();
    await lab.choosePassword(page, PASSWORD);
    await page.getByRole('heading', { name: 'About you' }).waitFor();
    await lab.check(page, 'extra-profile');
    for (const [name, value] of [['givenName', 'Emmy'], ['familyName', 'Noether'], ['team', 'Red'], ['floor', '3'], ['since', '2020-02-29'], ['home', 'https://emmy.test'], ['code', '1234']]) {
      await page.locator(`input[name=${name}]`).fill(value);
    }
    await page.getByLabel('Meal').selectOption('b');
    await page.getByRole('button', { name: 'Continue' }).click();
    const user = await lab.api('GET', `/users/${(await tokens()).sub}`);
    assert.deepEqual([user.profile.givenName, user.profile.familyName, user.customData.team, user.customData.meal], ['Emmy', 'Noether', 'Red', 'b']);
  } finally {
    for (const { name } of FIELDS) await lab.api('DELETE', `/custom-profile-fields/${name}`);
    await lab.settings({ termsOfUseUrl: null, agreeToTermsPolicy: 'Automatic' });
  }
}

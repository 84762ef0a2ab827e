// How a tenant looks: its colours, even those that cannot be read as they are; its style sheet, its words beside the screen,
// its logo; an application with a look of its own.
import assert from 'node:assert/strict';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" rx="6" fill="#e0a100"/></svg>';

export default async function (lab) {
  await lab.settings({
    color: { primaryColor: '#ffe600', isDarkModeEnabled: false, darkPrimaryColor: '#332b00' }, branding: { logoUrl: lab.at('/logo.svg') },
    customCss: 'h1 { text-transform: uppercase }', hideLogtoBranding: true,
    customContent: { '/sign-in': '<style>.ours { color: rgb(1, 2, 3) }</style><h2 class="ours" style="margin: 7px">Welcome</h2><script>document.title = "no"</script>' },
  });
  try {
    const page = await lab.visitor({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140' });
    const drawn = (route) => route.fulfill({ contentType: 'image/svg+xml', body: LOGO });
    await page.route('**/logo.svg', drawn);
    await lab.signIn(page);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'light');
    assert.deepEqual(await page.locator('.ours').evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).margin]), ['rgb(1, 2, 3)', '7px']);
    assert.equal(await page.locator('h1').evaluate((one) => getComputedStyle(one).textTransform), 'uppercase');
    assert.equal(await page.locator('.logto_signature').count(), 0);
    assert.ok(await page.locator('.logo').evaluate((one) => one.naturalWidth > 0));
    await lab.check(page, 'look');
    const own = await lab.makeClient({ name: 'Own' });
    const { client_id: id } = own.clientMetadata();
    await lab.api('PUT', `/applications/${id}/sign-in-experience`, { color: { primaryColor: '#00695c', isDarkModeEnabled: false } });
    const other = await lab.visitor();
    await other.route('**/logo.svg', drawn);
    await lab.signIn(other, {}, own);
    assert.equal(await other.evaluate(() => document.body.style.getPropertyValue('--color-brand-default')), '#00695c');
    await lab.check(other, 'look-of-an-application');
  } finally {
    await lab.settings({ branding: {}, customContent: {}, hideLogtoBranding: false });
  }
}

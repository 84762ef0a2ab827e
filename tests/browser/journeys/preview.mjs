// The console shows pages in a frame, with settings that are not saved yet.
import assert from 'node:assert/strict';

export default async function (lab) {
  const page = await lab.visitor({ viewport: { width: 1280, height: 800 } });
  const address = lab.at('/sign-in?preview=true');
  await page.goto(lab.at('/unknown-session'));
  const settings = await lab.api('GET', '/.well-known/sign-in-exp');
  // The site's own pages may not hold frames, so the frame's parent is one that may.
  await page.route('**/console-of-the-test', (route) => route.fulfill({ contentType: 'text/html', body: `<iframe src="${address}" width="900" height="700"></iframe>` }));
  await page.goto(lab.at('/console-of-the-test'));
  const frame = page.frameLocator('iframe');
  await frame.locator('h1').waitFor();
  const config = {
    signInExperience: { ...settings, color: { primaryColor: '#008000', isDarkModeEnabled: true, darkPrimaryColor: '#00ff00' }, customCss: 'h1 { letter-spacing: 3px }' },
    language: 'es', mode: 'dark', platform: 'mobile', isNative: false,
  };
  await page.evaluate((told) => document.querySelector('iframe').contentWindow.postMessage({ sender: 'ac_preview', config: told }, '*'), config);
  await frame.locator('html[data-theme=dark][lang=es]').waitFor();
  await frame.locator('body.mobile').waitFor();
  const told = await frame.locator('h1').evaluate((heading) => [getComputedStyle(heading).letterSpacing, getComputedStyle(document.body).getPropertyValue('--color-brand-default')]);
  assert.deepEqual(told, ['3px', '#00ff00']);
}

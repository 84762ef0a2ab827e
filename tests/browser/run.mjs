// Journeys of people through the pages, in Debian's Chromium, against a running server.
//
// usage: node run.mjs '{"appId":…,"appSecret":…,"tokenEndpoint":…,"resource":…}' [PARTS OF NAMES]
// Names are those of files in journeys, separated by commas. Screenshots go to $SCREENSHOTS, if it is set. $SERVER is where
// the server listens: if its address is another one, a proxy is put in front of it.
import { readdirSync } from 'node:fs';
import { Lab } from './lab.mjs';
import { proxy } from './proxy.mjs';

const [credential, wanted = ''] = process.argv.slice(2);
await proxy(new URL(JSON.parse(credential).tokenEndpoint), process.env.SERVER);
const lab = await Lab.open(JSON.parse(credential));
let failures = 0;
for (const file of readdirSync(new URL('journeys', import.meta.url)).sort()) {
  const { default: journey } = await import(`./journeys/${file}`);
  const name = file.replace('.mjs', '');
  if (!wanted.split(',').some((part) => name.includes(part))) continue;
  const began = Date.now();
  try {
    await lab.reset();
    await journey(lab);
    console.log(`ok ${name} ${Date.now() - began} ms`);
  } catch (error) {
    failures += 1;
    console.error(`FAILED ${name}: ${error.stack}`);
    for (const page of lab.pages()) console.error(`  at ${page.url()}: ${(await page.locator('body').innerText().catch(() => '')).slice(0, 400)}`);
    await lab.shot(`failed-${name}`).catch(() => {});
  }
  await lab.leave();
}
await lab.close();
process.exit(failures === 0 ? 0 : 1);

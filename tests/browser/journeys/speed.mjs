// A slow phone: 4G as Chromium's tools have it (562 ms to an answer, 1.44 Mbit/s), a processor of a quarter.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

/** What is measured, in milliseconds, as docs/performance.md has it. */
const GOALS = { paint: 1000, interactive: 1500 };

/** Opens an address as on such a phone; it is there once `ready` is. */
async function open(page, address, ready) {
  const requests = [];
  const sizes = [];
  const session = await page.context().newCDPSession(page);
  const keep = (request) => requests.push(request.url());
  page.on('request', keep);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => sizes.push(encodedDataLength));
  const began = Date.now();
  await page.goto(address);
  await ready.waitFor();
  const interactive = Date.now() - began;
  const paint = await page.evaluate(() => new Promise((told) => {
    new PerformanceObserver((list) => told(Math.round(list.getEntriesByName('first-contentful-paint')[0].startTime))).observe({ type: 'paint', buffered: true });
  }));
  await session.detach();
  page.off('request', keep);
  return { paint, interactive, requests, bytes: Math.round(sizes.reduce((sum, size) => sum + size, 0)) };
}

export default async function (lab) {
  await lab.openAccounts();
  await lab.user({ username: 'fay', password: PASSWORD });
  const page = await lab.visitor();
  await lab.signIn(page);
  const first = await open(page, page.url(), page.locator('input[name=identifier]'));
  console.log(`   first paint ${first.paint} ms, interactive ${first.interactive} ms, ${first.requests.length} request, ${first.bytes} bytes`);
  assert.equal(first.requests.length, 1, first.requests.join(' '));
  assert.ok(first.bytes <= 40_000, `${first.bytes} bytes`);
  // Where a machine is busy with other things, the figures say nothing of the page.
  if (process.env.FIGURES) assert.ok(first.paint <= GOALS.paint && first.interactive <= GOALS.interactive, `${first.paint} ${first.interactive}`);

  await page.goto(lab.at('/account/security'));
  await lab.enterPassword(page, 'fay', PASSWORD);
  await page.getByRole('heading', { name: 'Security' }).waitFor();
  const account = await open(page, lab.at('/account/profile'), page.getByRole('button', { name: 'Edit: Name' }));
  console.log(`   account: first paint ${account.paint} ms, interactive ${account.interactive} ms, ${account.requests.length} requests, ${account.bytes} bytes`);
  assert.equal(account.requests.length, 2, account.requests.join(' '));
  assert.ok(account.bytes <= 40_000, `${account.bytes} bytes`);
}

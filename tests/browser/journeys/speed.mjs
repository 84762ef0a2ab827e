// A slow phone: 4G as Chromium's tools have it (562 ms to an answer, 1.44 Mbit/s), a processor of a quarter.
import assert from 'node:assert/strict';
import { PASSWORD } from '../lab.mjs';

/** What is measured, in milliseconds, as docs/performance.md has it. */
const GOALS = { paint: 1000, interactive: 1500 };

/** Has every page note when there is something that matches a selector: looked for from outside, it is seen late. */
const note = (page, selector) => page.addInitScript((wanted) => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector(wanted)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark('interactive')));
  });
  watch.observe(document, { childList: true, subtree: true });
}, selector);

/** Opens an address as on such a phone; it is there once `selector` matches. */
async function open(page, address, selector) {
  const requests = [];
  const sizes = [];
  const session = await page.context().newCDPSession(page);
  const keep = (request) => requests.push(request.url());
  await note(page, selector);
  page.on('request', keep);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => sizes.push(encodedDataLength));
  await page.goto(address);
  await page.locator(selector).waitFor();
  const { paint, interactive } = await page.evaluate(async () => {
    const first = (type, name) => new Promise((told) => {
      new PerformanceObserver((list) => told(Math.round(list.getEntriesByName(name)[0].startTime))).observe({ type, buffered: true });
    });
    return { paint: await first('paint', 'first-contentful-paint'), interactive: await first('mark', 'interactive') };
  });
  await session.detach();
  page.off('request', keep);
  return { paint, interactive, requests, bytes: Math.round(sizes.reduce((sum, size) => sum + size, 0)) };
}

/** Where a machine is busy with other things, the figures say nothing of the page. */
function hold({ paint, interactive }) {
  if (process.env.FIGURES) assert.ok(paint <= GOALS.paint && interactive <= GOALS.interactive, `${paint} ${interactive}`);
}

export default async function (lab) {
  await lab.openAccounts();
  await lab.user({ username: 'fay', password: PASSWORD });
  const page = await lab.visitor();
  await lab.signIn(page);
  const first = await open(page, page.url(), 'input[name=identifier]');
  console.log(`   first paint ${first.paint} ms, interactive ${first.interactive} ms, ${first.requests.length} request, ${first.bytes} bytes`);
  assert.equal(first.requests.length, 1, first.requests.join(' '));
  assert.ok(first.bytes <= 40_000, `${first.bytes} bytes`);
  hold(first);

  await page.goto(lab.at('/account/security'));
  await lab.enterPassword(page, 'fay', PASSWORD);
  await page.getByRole('heading', { name: 'Security' }).waitFor();
  const account = await open(page, lab.at('/account/profile'), '[aria-label="Edit: Name"]');
  console.log(`   account: first paint ${account.paint} ms, interactive ${account.interactive} ms, ${account.requests.length} requests, ${account.bytes} bytes`);
  assert.equal(account.requests.length, 2, account.requests.join(' '));
  assert.ok(account.bytes <= 40_000, `${account.bytes} bytes`);
  hold(account);
}

// Social connectors as the platform shows them, one a target; applications on phones tell what they can do.
import { base, settings } from '../ui/boot.js';

/** What an application that shows the pages inside itself lends them. */
const sdk = () => (typeof window.logtoNativeSdk?.getPostMessage === 'function' ? window.logtoNativeSdk : undefined);

let asNative = false;

/** Previews show what phones would. */
export const showAsNative = (isNative) => {
  asNative = isNative === true;
};

/** Which platforms count for a target, the best first. */
function platforms(target) {
  const native = sdk();
  if (asNative) return ['Native', 'Universal', null];
  if (!native) return ['Web', 'Universal', null];
  const { nativeTargets = [], universal } = native.supportedConnector ?? {};
  return [nativeTargets.includes(target) && 'Native', universal && native.callbackLink && 'Universal'].filter(Boolean);
}

/** The connectors that are offered. */
export function connectors() {
  const all = settings.socialConnectors;
  const targets = [...new Set(all.map(({ target }) => target))];
  const best = (target) => platforms(target).map((platform) => all.find((one) => one.target === target && (one.platform ?? null) === platform)).find(Boolean);
  return targets.map(best).filter(Boolean);
}

/** Hands a way to a provider to the application around the page, if there is one; answers whether there was. */
export function handOver(connector, address) {
  const native = sdk();
  if (!native) return false;
  const landing = new URL(`${location.origin}${base}/social/landing/${connector.id}`);
  landing.searchParams.set('redirect_to', address);
  landing.searchParams.set('native_callback', native.callbackLink ?? '');
  native.getPostMessage()({
    callbackUri: `${location.origin}${base}/callback/social/${connector.id}`,
    redirectTo: connector.platform === 'Native' ? address : landing.href,
  });
  return true;
}

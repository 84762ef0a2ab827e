// What goes wrong in a browser is told to the server's log: a few times, and without anything that was typed.
import { base } from './boot.js';

let left = 5;

/** Tells the server. */
export function report(error) {
  if (left <= 0) return;
  left -= 1;
  const body = JSON.stringify({
    message: String(error?.message ?? error).slice(0, 500), stack: String(error?.stack ?? '').slice(0, 2000), page: location.pathname.slice(0, 200),
  });
  fetch(`${base}/page-errors`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, keepalive: true }).catch(() => {});
}

addEventListener('error', (event) => report(event.error ?? event.message));
addEventListener('unhandledrejection', (event) => report(event.reason));

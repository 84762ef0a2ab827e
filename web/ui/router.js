// Screens by path. What a screen has to know beyond the page's settings is in the history entry, so that going back and
// reloading work.
import { base, boot } from './boot.js';

const screens = [];

/** Shows `render` at a path such as `/callback/:id`; it is given the names in the path and the entry's state. */
export function screen(path, render) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}/?$`);
  screens.push({ pattern, names, render });
}

const CLIENT = 'app_id';

/** Keeps the client in this tab. */
export const rememberClient = (client) => client && sessionStorage.setItem(CLIENT, client);

/** The client that the sign-in is for: as the address says, or said before someone went to a provider and came back. */
export function clientOf() {
  const told = new URLSearchParams(location.search).get(CLIENT);
  // The account's pages are a client themselves.
  if (boot.accountCenter) return null;
  rememberClient(told);
  return told ?? sessionStorage.getItem(CLIENT);
}

/** It stays in the address: a reloaded page still knows whose it is. */
function query() {
  const client = clientOf();
  return client ? `?app_id=${encodeURIComponent(client)}` : '';
}

let fails = (error) => {
  throw error;
};

/** Says what to do with what goes wrong while a screen is made. */
export const otherwise = (handle) => {
  fails = handle;
};

/** Where the page is, without what all paths begin with. */
export const here = () => location.pathname.slice(base.length) || '/';

export async function render() {
  try {
    for (const { pattern, names, render: draw } of screens) {
      const found = here().match(pattern);
      if (!found) continue;
      const values = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1])]));
      return await draw(values, history.state ?? {});
    }
    return await screens[0].render({}, {});
  } catch (error) {
    return fails(error);
  }
}

/** Goes to another screen. */
export function go(path, state = {}) {
  history.pushState(state, '', base + path + query());
  return render();
}

/** The same, in place of the current one. */
export function become(path, state = {}) {
  history.replaceState(state, '', base + path + query());
  return render();
}

addEventListener('popstate', () => {
  for (const open of document.querySelectorAll('dialog')) open.close();
  return render();
});

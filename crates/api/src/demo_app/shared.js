// What both demonstrations do: find what is on the page, and show what tokens say.

export const find = (id) => document.getElementById(id);
export const show = (id, visible) => { find(id).hidden = !visible; };
export const print = (id, value) => {
  find(id).textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
};

/** The claims of an ID token; it came from the provider itself, so that nobody has to check the signature. */
export function claimsOf(token) {
  const part = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  const bytes = Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** What someone is called. */
export const nameOf = (claims) => claims.name ?? claims.username ?? claims.email ?? claims.sub;

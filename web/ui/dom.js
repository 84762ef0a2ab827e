// Elements.

/** An element; empty children are left out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child || child === 0));
  return element;
}

const paths = {
  eye: 'M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  hidden: 'M3 3l18 18M10.6 5.1A10 10 0 0 1 12 5c6.5 0 10 7 10 7a17 17 0 0 1-3 3.7M6.5 6.6A16 16 0 0 0 2 12s3.5 7 10 7a10 10 0 0 0 4.4-1M9.9 9.9a3 3 0 0 0 4.2 4.2',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  passkey: 'M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM3 20a7 7 0 0 1 10-6.3M18 10a3 3 0 0 0-1.5 5.6V20l1.5 1.5 1.5-1.5-1-1 1-1-1-1.2A3 3 0 0 0 18 10z',
  lock: 'M6 11h12v10H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 15v2',
  app: 'M7 2h10a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zM11 18.5h2',
  mail: 'M3 6h18v12H3zM3 7l9 6 9-6',
  message: 'M4 4h16v12H9l-5 4z',
  codes: 'M4 5h16v14H4zM8 9h3M8 12h3M8 15h3M14 9h3M14 12h3M14 15h3',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  check: 'M4 12.5l5 5L20 6.5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20a8 8 0 0 1 16 0',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z',
  device: 'M3 5h18v11H3zM8 20h8M12 16v4',
  out: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  warning: 'M12 4L2.5 20h19zM12 10v4M12 17v.5',
};

/** A small picture that says nothing of its own. */
export function icon(name) {
  const drawn = (tag, attributes, ...children) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  return drawn('svg', { viewBox: '0 0 24 24', class: `icon icon-${name}`, 'aria-hidden': 'true', focusable: 'false' }, drawn('path', { d: paths[name] }));
}

export const title = (text) => h('h1', { tabindex: '-1' }, text);
/** The same with a class more. */
export function named(element, name) {
  element.classList.add(name);
  return element;
}

export const p = (text, kind) => text && h('p', { class: kind }, text);

// Elements and icons. Foreign text enters the page only as text nodes, never as HTML.

/** An element with these attributes and children. `on…` adds a listener, `text` sets the text, `data` sets `data-` attributes. */
export const el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'text') element.textContent = value;
    else if (name === 'data') Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
};

export const find = selector => document.querySelector(selector);

// 24 by 24, drawn with strokes.
const PATHS = {
  send: 'M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4',
  slash: 'M9.5 19 14.5 5',
  clip: 'M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L10 17a1.7 1.7 0 0 1-2.4-2.4l7.4-7.3',
  down: 'm6 9 6 6 6-6',
  copy: 'M9 9h10v11H9V9Zm-4 6V4h10',
  link: 'M8 16 17 7m-7 0h7v7',
  check: 'm4 13 4.5 4.5L18 8',
  checks: 'm2 13 4.5 4.5L16 8m-4 8 1.5 1.5L23 8',
  clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  sun: 'M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z',
  file: 'M7 3h7l4 4v14H7V3Zm7 0v4h4',
  photo: 'M4 5h16v14H4V5Zm0 11 5-5 4 4 2-2 5 5M15.5 9.5h.01',
  voice: 'M5 10v4m3.5-7v10M12 5v14m3.5-11v8M19 10v4',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.6-4 3.5-5.5 7-5.5s6.4 1.5 7 5.5',
  pin: 'M12 21s7-6.5 7-11.5a7 7 0 1 0-14 0C5 14.5 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  smile: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Zm-13 2c2 3 6 3 8 0M9 9.5h.01m6 0h.01',
  skull: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  play: 'M7 5v14l12-7L7 5Z',
};

/** An icon, hidden from screen readers: the text beside it says what it means. */
export const icon = name => {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg'), path = document.createElementNS(space, 'path');
  for (const [key, value] of Object.entries({ class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
};

/** Sends a command to the server; a refusal is thrown as an error with the server's text. */
export const post = async (path, body = {}) => {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};

/** `14:03`, or with seconds. */
export const clock = (ms, seconds = false) =>
  new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: seconds ? '2-digit' : undefined });

/** `Rp 18.5` */
export const rupiah = amount => `Rp ${amount.toLocaleString('id-ID')}`;

/** Copies a text; resolves to whether that worked. */
export const copy = text => navigator.clipboard.writeText(text).then(() => true, () => copyOldWay(text));

// For old browsers, and where the permission is missing.
const copyOldWay = text => {
  const area = el('textarea', { class: 'unseen', 'aria-hidden': 'true' });
  area.value = text;
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return done;
};

/** Whether this computer has a font with emoji in colour. Without one, the labels of many buttons begin with an empty box. */
export const hasColourEmoji = () => {
  const canvas = el('canvas', { width: 24, height: 24 }), context = canvas.getContext('2d');
  context.font = '16px sans-serif';
  context.fillText('🎮🎉', 0, 18);
  const { data } = context.getImageData(0, 0, 24, 24);
  // In black and white text, red, green and blue are equal.
  return data.some((value, at) => at % 4 === 0 && (value !== data[at + 1] || value !== data[at + 2]));
};

/** Makes another element behave like a button. */
export const pressable = (element, label, act) => {
  element.tabIndex = 0;
  element.setAttribute('role', 'button');
  if (label) element.setAttribute('aria-label', label);
  element.addEventListener('click', act);
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act(event);
  });
  return element;
};

// The text of a message with its entities, as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { copy, el, icon, pressable } from './dom.js';

const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre' };
/** Commands, names and addresses in plain words. */
const LIVE = /((?<![^\s(])\/[a-z0-9_]{1,32}(?![\w/])|(?<![\w/])@[a-z]\w{3,31}|https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/gi;

/** Draws a message's text. `chat` shows what was copied and sends the commands that are pressed. */
export const drawMessageText = (parent, { text, entities }, chat) => draw(parent, text, 0, text.length, entities, chat);

// Entities come sorted, outer before inner.
const draw = (parent, text, start, end, entities, chat) => {
  let at = start;
  entities.forEach((entity, n) => {
    const until = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || until <= entity.offset) return;
    drawPlain(parent, text.slice(at, entity.offset), chat);
    const { outer, inner } = drawEntity(entity, text.slice(entity.offset, until), chat);
    draw(inner, text, entity.offset, until, entities.slice(n + 1).filter(later => later.offset < until), chat);
    parent.append(outer);
    at = until;
  });
  drawPlain(parent, text.slice(at, end), chat);
};

const drawEntity = (entity, text, chat) => {
  const both = element => ({ outer: element, inner: element });
  switch (entity.type) {
    case 'code': return both(pressable(el('code', { title: 'Tap to copy' }), null, () => chat.copied(text, copy(text))));
    case 'pre': return preformatted(entity, text, chat);
    case 'spoiler': return both(spoiler());
    case 'blockquote': return both(el('blockquote'));
    case 'expandable_blockquote': return expandable();
    case 'text_link': return both(link(entity.url));
    default: return both(el(TAGS[entity.type] ?? 'span'));
  }
};

const spoiler = () => {
  const element = el('span', { class: 'spoiler' });
  pressable(element, 'Hidden text, press to reveal', () => {
    element.classList.add('shown');
    for (const name of ['role', 'aria-label', 'tabindex']) element.removeAttribute(name);
  });
  return element;
};

const preformatted = ({ language }, text, chat) => {
  const inner = el('pre', { tabindex: 0 });
  const button = el('button', { type: 'button', 'aria-label': 'Copy', onclick: () => chat.copied(text, copy(text)) }, icon('copy'));
  return { outer: el('div', { class: 'pre' }, el('div', { class: 'pre-head' }, language ?? 'text', button), inner), inner };
};

const expandable = () => {
  const inner = el('div', { class: 'clipped' });
  const button = el('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false', text: 'Show more' });
  button.onclick = () => {
    const folded = inner.classList.toggle('clipped');
    button.setAttribute('aria-expanded', String(!folded));
    button.textContent = folded ? 'Show more' : 'Show less';
  };
  return { outer: el('blockquote', {}, inner, button), inner };
};

const link = url => (/^https?:\/\//i.test(url ?? '') ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }) : el('u', { title: url }));

const drawPlain = (parent, text, chat) => {
  for (const part of text.split(LIVE)) {
    if (part === '') continue;
    if (/^\/\w+$/.test(part)) parent.append(el('button', { type: 'button', class: 'command', text: part, onclick: () => chat.send(part) }));
    else if (/^https?:\/\//i.test(part)) parent.append(el('a', { href: part, target: '_blank', rel: 'noopener noreferrer', text: part }));
    else if (/^@\w{4,}$/.test(part)) parent.append(el('span', { class: 'mention', text: part }));
    else parent.append(part);
  }
};

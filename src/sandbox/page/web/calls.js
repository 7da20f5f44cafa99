// The calls of the bot to Telegram, to the provider and to the payment gateway, with their bodies.

import { clock, el } from './dom.js';

const NAMES = { telegram: 'Telegram', provider: 'Provider', gateway: 'Gateway' };

export class Calls {
  #rows = new Map(); // key -> element

  constructor(root, facts) {
    this.facts = facts;
    this.list = el('div', { class: 'calls' });
    this.filters = [filter('Telegram', 'telegram', true), filter('Provider', 'provider', true), filter('Gateway', 'gateway', true), filter('getUpdates', 'polls', false)];
    this.search = el('input', { type: 'search', placeholder: 'Find in calls', 'aria-label': 'Find in calls', oninput: () => this.#filter() });
    this.none = el('p', { class: 'none', text: 'Nothing yet. Press something on a phone.' });
    for (const { input } of this.filters) input.onchange = () => this.#filter();
    root.append(el('div', { class: 'filters', role: 'group', 'aria-label': 'Calls to show' }, this.filters.map(({ root: label }) => label), this.search), this.none, this.list);
    facts.on('call', (call, key) => this.#take(call, key));
  }

  /** Shows only the calls that contain this text. */
  find(text) {
    this.search.value = text;
    this.#filter();
  }

  #take(call, key) {
    const old = this.#rows.get(key);
    if (call === null) {
      old?.remove();
      this.#rows.delete(key);
      return;
    }
    const row = this.#draw(call);
    row.open = old?.open ?? false;
    row.hidden = !this.#fits(call);
    if (old) old.replaceWith(row);
    else this.list.prepend(row);
    this.#rows.set(key, row);
    this.none.hidden = true;
  }

  #draw(call) {
    const row = el('details', { class: `call ${tone(call)}`, data: { testid: 'call', peer: call.peer, endpoint: call.endpoint } });
    const took = call.took_ms === null ? '' : call.took_ms < 1 ? 'under 1 ms' : call.took_ms < 1000 ? `${call.took_ms} ms` : `${(call.took_ms / 1000).toFixed(1)} s`;
    row.append(el('summary', {},
      el('span', { class: `peer ${call.peer}`, text: NAMES[call.peer] }), el('code', { text: call.endpoint }),
      el('span', { class: 'outcome', text: outcome(call) }), el('small', { text: `${clock(call.at_ms, true)}${took && ` · ${took}`}` })));
    // Bodies are drawn only when a call is opened.
    row.addEventListener('toggle', () => {
      if (row.open && row.childElementCount === 1) row.append(body('The bot asked', call.request), body('It was answered', call.answer, call));
    });
    return row;
  }

  #filter() {
    for (const [key, row] of this.#rows) row.hidden = !this.#fits(this.facts.get('call', key));
  }

  #fits(call) {
    const name = call.endpoint === 'getUpdates' ? 'polls' : call.peer;
    const shown = this.filters.find(({ input }) => input.name === name).input.checked;
    return shown && concerns(call, this.search.value.trim());
  }
}

/** Whether a call has this text anywhere. */
export const concerns = (call, text) => {
  if (!texts.has(call)) texts.set(call, JSON.stringify(call).toLowerCase());
  return texts.get(call).includes(text.toLowerCase());
};

// Every filter searches all calls, so their texts are kept.
const texts = new WeakMap();

/** How a call ended, as a short text. */
export const outcome = ({ progress, status }) => {
  switch (progress) {
    case 'open': return '…';
    case 'answered': return String(status);
    case 'cut': return 'cut off';
    default: return 'hung up';
  }
};

const tone = ({ progress, status }) => (progress === 'open' ? 'open' : progress === 'answered' && status < 400 ? 'good' : progress === 'answered' ? 'bad' : 'cut');

const filter = (title, name, on) => {
  const input = el('input', { type: 'checkbox', name });
  input.checked = on;
  return { root: el('label', { class: 'chip' }, input, title), input };
};

const body = (title, value, call) => {
  const unanswered = call && call.progress !== 'answered';
  const content = unanswered ? el('p', { text: call.progress === 'open' ? 'Not yet.' : 'No: the connection ended without an answer.' }) : el('pre', { tabindex: 0 });
  if (!unanswered) drawJson(content, value, '');
  return el('div', { class: 'call-body' }, el('h4', { text: title }), content);
};

const span = (className, text) => el('span', { class: className, text });

/** JSON with indentation and colours. */
const drawJson = (parent, value, indent) => {
  if (value === null || typeof value !== 'object') {
    parent.append(typeof value === 'string' ? span('string', JSON.stringify(value)) : span('atom', String(value)));
    return;
  }
  const isList = Array.isArray(value), entries = Object.entries(value), deeper = `${indent}  `;
  parent.append(isList ? '[' : '{');
  entries.forEach(([name, item], n) => {
    parent.append(n > 0 ? ',\n' : '\n', deeper);
    if (!isList) parent.append(span('name', JSON.stringify(name)), ': ');
    drawJson(parent, item, deeper);
  });
  parent.append(entries.length > 0 ? `\n${indent}` : '', isList ? ']' : '}');
};

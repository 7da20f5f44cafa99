// Each order as it looks from outside: the provider's ledger, and the calls that made it.

import { clock, el, post, rupiah } from './dom.js';
import { concerns, outcome } from './wire.js';

/** Newest calls of an order that its card shows. */
const MAX_CALLS = 6;

export class Trail {
  #planned = false;

  /** `ask` is called with an invoice that the admin is to ask about, `look` with a text to find on the wire. */
  constructor(root, facts, { ask, look, say }) {
    this.facts = facts;
    this.act = { ask, look, say };
    this.list = el('div', { class: 'orders', data: { testid: 'trail' } });
    root.append(this.list);
    facts.on('order', () => this.#plan());
    facts.on('wire', (call, key) => {
      if ((call ?? facts.get('wire', key))?.peer !== 'telegram') this.#plan();
    });
    this.#plan();
  }

  #plan() {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      this.#draw();
    });
  }

  #draw() {
    const calls = this.facts.all('wire').filter(call => call.peer === 'provider' && call.endpoint !== '/services' && call.endpoint !== '/profile');
    const orders = this.facts.all('order').map(order => ({ order, calls: calls.filter(call => isOf(call, order)) }));
    const ledger = new Set(orders.map(({ order }) => order.ref_id));
    const refused = new Map();
    for (const call of calls.filter(call => call.endpoint === '/order' && !ledger.has(call.request?.ref_id))) {
      refused.set(call.request?.ref_id, [...(refused.get(call.request?.ref_id) ?? []), call]);
    }
    const cards = [...orders.map(({ order, calls: own }) => ({ at: order.created, card: () => this.#order(order, own) })),
      ...[...refused.values()].map(own => ({ at: own[0].at_ms, card: () => this.#refused(own) }))];
    cards.sort((a, b) => b.at - a.at);
    const none = el('p', { class: 'none', text: 'No orders yet. Buy something on the customer’s phone.' });
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.act : undefined;
    this.list.replaceChildren(...(cards.length > 0 ? cards.map(({ card }) => card()) : [none]));
    if (focused) [...this.list.querySelectorAll('[data-act]')].find(button => button.dataset.act === focused)?.focus();
  }

  #order(order, calls) {
    const twice = this.facts.get('provider')?.doubles.includes(order.ref_id);
    const button = (text, key, act) => el('button', { type: 'button', class: 'small', text, data: { act: `${key} ${order.invoice}` }, onclick: act });
    const end = delivered => () => post('/api/provider', { do: 'end', invoice: order.invoice, delivered }).catch(error => this.act.say(error.message));
    return el('article', { class: 'order', data: { status: order.status, invoice: order.invoice } },
      el('header', {}, el('b', { text: order.product }), el('span', { class: `state ${order.status}`, text: order.status })),
      facts([['Target', order.target], ['Cost', rupiah(order.price)], ['Invoice', order.invoice], ['ref_id', order.ref_id], ['SN', order.sn],
        ['Note', order.status === 'failed' ? `${order.message}${order.refunded ? ' (money back)' : ''}` : null]]),
      steps([...calls.map(step), { at: order.created, text: 'Taken: the money left the deposit', tone: 'ledger' }, ...ending(order)]),
      twice && el('p', { class: 'warning', text: 'The provider took it twice.' }),
      el('footer', {},
        button('Ask /status', 'ask', () => this.act.ask(order.invoice)),
        button('Show its calls', 'look', () => this.act.look(order.invoice)),
        order.status === 'pending' && button('Deliver now', 'deliver', end(true)),
        order.status === 'pending' && button('Fail now', 'fail', end(false))));
  }

  /** An order that was sent and is not in the ledger. */
  #refused(calls) {
    const { request } = calls[0];
    const ref = request?.ref_id ?? '';
    return el('article', { class: 'order', data: { status: 'refused' } },
      el('header', {}, el('b', { text: request?.sku ?? 'Unknown' }), el('span', { class: 'state failed', text: 'not taken' })),
      facts([['Target', request?.target], ['ref_id', ref]]),
      steps(calls.map(step)),
      el('footer', {}, el('button', { type: 'button', class: 'small', text: 'Show its calls', data: { act: `look ${ref}` }, onclick: () => this.act.look(ref) })));
  }
}

const isOf = (call, { invoice, ref_id: ref }) => concerns(call, invoice) || (Boolean(ref) && concerns(call, ref));

const step = call => ({ at: call.at_ms, text: `${call.endpoint} → ${outcome(call)}${said(call)}`, tone: call.status === 200 ? 'good' : 'bad' });

const said = ({ endpoint, answer }) => {
  const status = answer?.data?.status;
  return status ? ` ${status}` : endpoint === '/order' && answer?.message ? ` ${answer.message}` : '';
};

const ending = order => (order.status === 'pending' ? (order.ends ? [{ at: order.ends, text: 'Will be delivered or failed', tone: 'open' }] : [])
  : [{ at: order.updated, text: order.status === 'success' ? 'Delivered, with its SN' : 'Failed', tone: 'ledger' }]);

const facts = pairs => el('dl', {}, pairs.filter(([, value]) => value).map(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]));

const steps = list => {
  const sorted = list.toSorted((a, b) => a.at - b.at);
  const left = Math.max(0, sorted.length - MAX_CALLS);
  return el('ol', { class: 'steps' }, left > 0 && el('li', { class: 'open', text: `${left} before` }),
    sorted.slice(left).map(({ at, text, tone }) => el('li', { class: tone }, el('time', { text: clock(at, true) }), ` ${text}`)));
};

// The provider's books and the shop's own, order by order, and the calls between the two.

import { clock, el, post, rupiah } from './dom.js';
import { concerns, outcome } from './calls.js';

/** Newest calls of an order that its card shows. */
const MAX_CALLS = 6;
/** In these states the shop knows whether the provider took the order. */
const KNOWN = ['pending', 'success', 'failed', 'cancelled'];

/** Whether the shop knows what became of an order at the provider. */
export const isResolved = shop => KNOWN.includes(shop?.state);

/** Figures over all orders. `lost`: the provider and the shop contradict each other about the order. */
export const totals = facts => {
  const provider = facts.get('provider'), both = pairs(facts);
  return {
    orders: facts.all('shop_order').length,
    posts: provider?.posts ?? 0,
    doubles: provider?.doubles.length ?? 0,
    lost: both.filter(({ taken, shop }) => contradiction(taken, shop)).length,
  };
};

/** The orders of both books by their `ref_id`. One that was taken twice is there twice. */
const pairs = facts => {
  const taken = facts.all('order'), known = new Set(taken.map(order => order.ref_id));
  const waiting = facts.all('shop_order').filter(order => !known.has(order.ref_id));
  return [...taken.map(order => ({ taken: order, shop: facts.get('shop_order', order.ref_id) })), ...waiting.map(shop => ({ shop }))];
};

/** What is wrong when the provider and the shop say different things that can't both be true. */
const contradiction = (taken, shop) => {
  if (!shop) return 'The shop does not know this order.';
  if (!taken) return ['pending', 'success'].includes(shop.state) ? 'The shop believes that the provider took it.' : null;
  if (taken.status !== 'failed' && ['failed', 'cancelled'].includes(shop.state)) return 'The provider took it, the shop says that it failed.';
  if (taken.status === 'failed' && shop.state === 'success') return 'It failed, the shop says that it was delivered.';
  return null;
};

export class OrderHistory {
  #planned = false;

  /** `ask` is called with an invoice that the admin is to ask about, `look` with a text to find in the calls. */
  constructor(root, facts, { ask, look, say }) {
    this.facts = facts;
    this.act = { ask, look, say };
    this.list = el('div', { class: 'orders', data: { testid: 'order-history' } });
    root.append(this.list);
    facts.on('order', () => this.#plan());
    facts.on('shop_order', () => this.#plan());
    facts.on('call', (call, key) => {
      if ((call ?? facts.get('call', key))?.peer !== 'telegram') this.#plan();
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
    const calls = this.facts.all('call').filter(call => call.peer === 'provider' && call.endpoint !== '/services' && call.endpoint !== '/profile');
    const orders = pairs(this.facts).toSorted((a, b) => begin(b) - begin(a));
    const none = el('p', { class: 'none', text: 'No orders yet. Buy something on the customer’s phone.' });
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.act : undefined;
    this.list.replaceChildren(...(orders.length > 0 ? orders.map(order => this.#order(order, calls)) : [none]));
    if (focused) [...this.list.querySelectorAll('[data-act]')].find(button => button.dataset.act === focused)?.focus();
  }

  #order({ taken, shop }, all) {
    const ref = taken?.ref_id ?? shop.ref_id, invoice = taken?.invoice;
    const calls = all.filter(call => (invoice && concerns(call, invoice)) || (Boolean(ref) && concerns(call, ref)));
    const button = (text, key, act) => el('button', { type: 'button', class: 'small', text, data: { act: `${key} ${invoice ?? ref}` }, onclick: act });
    const end = delivered => () => post('/api/provider', { do: 'end', invoice, delivered }).catch(error => this.act.say(error.message));
    const wrong = contradiction(taken, shop), twice = taken && this.facts.get('provider')?.doubles.includes(ref);
    return el('article', { class: 'order', data: { status: taken?.status ?? 'none', state: shop?.state ?? 'none', invoice: invoice ?? '' } },
      el('header', {}, el('b', { text: taken?.product ?? shop.item })),
      pairsOf([['Target', taken?.target ?? shop.target], ['ref_id', ref]]),
      el('div', { class: 'books' }, providerBook(taken), shopBook(shop)),
      shop?.state === 'uncertain' && el('p', { class: 'notice', text: 'The shop can’t know whether the provider took it. An admin resolves it.' }),
      wrong && el('p', { class: 'warning', text: wrong }),
      twice && el('p', { class: 'warning', text: 'The provider took it twice.' }),
      steps([...calls.map(step), ...(taken ? [{ at: taken.created, text: 'Provider: taken, paid from the balance', tone: 'ledger' }, ...ending(taken)] : [])]),
      el('footer', {},
        invoice && button('Ask /status', 'ask', () => this.act.ask(invoice)),
        button('Show its calls', 'look', () => this.act.look(invoice ?? ref)),
        taken?.status === 'pending' && button('Deliver now', 'deliver', end(true)),
        taken?.status === 'pending' && button('Fail now', 'fail', end(false))));
  }
}

const begin = ({ taken, shop }) => shop?.created ?? taken.created;

const providerBook = taken => el('section', { data: { testid: 'provider-book' } }, el('h4', { text: 'Provider' }),
  el('span', { class: `state ${taken?.status ?? ''}`, text: taken?.status ?? 'not taken' }),
  taken && pairsOf([['Invoice', taken.invoice], ['Cost', rupiah(taken.price)], ['SN', taken.sn],
    ['Note', taken.status === 'failed' ? `${taken.message}${taken.refunded ? ' (money back)' : ''}` : null]]));

const shopBook = shop => el('section', { data: { testid: 'shop-book' } }, el('h4', { text: 'Shop' }),
  el('span', { class: `state ${shop?.state ?? ''}`, text: shop?.state ?? 'unknown' }),
  shop && pairsOf([['Order', shop.number], ['Invoice', shop.invoice], ['Price', rupiah(shop.price)], ['SN', shop.sn]]));

const step = call => ({ at: call.at_ms, text: `${call.endpoint} → ${outcome(call)}${answered(call)}`, tone: call.status === 200 ? 'good' : 'bad' });

const answered = ({ endpoint, answer }) => {
  const status = answer?.data?.status;
  return status ? ` ${status}` : endpoint === '/order' && answer?.message ? ` ${answer.message}` : '';
};

const ending = order => (order.status === 'pending' ? (order.ends ? [{ at: order.ends, text: 'Will be delivered or failed', tone: 'open' }] : [])
  : [{ at: order.updated, text: order.status === 'success' ? 'Provider: delivered, with its SN' : 'Provider: failed', tone: 'ledger' }]);

const pairsOf = list => el('dl', {}, list.filter(([, value]) => value).map(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]));

const steps = list => {
  const sorted = list.toSorted((a, b) => a.at - b.at);
  const left = Math.max(0, sorted.length - MAX_CALLS);
  return el('ol', { class: 'steps' }, left > 0 && el('li', { class: 'open', text: `${left} before` }),
    sorted.slice(left).map(({ at, text, tone }) => el('li', { class: tone }, el('time', { text: clock(at, true) }), ` ${text}`)));
};

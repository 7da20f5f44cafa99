// The guide: the steps to the first SN, then three challenges. A step is ticked when the facts show that it has happened.

import { el, post } from './dom.js';
import { isResolved, totals } from './order_history.js';

/** What the customer has to do next, by the newest message of the chat. */
export const stepOf = newest => {
  if (!newest) return 'start';
  if (newest.from === 'user') return 'answer';
  const labels = newest.keyboard.flat().map(button => button.text);
  if (labels.some(label => label.startsWith('✅'))) return 'confirm';
  if (labels.some(label => label.includes('Rp '))) return 'item';
  if (newest.entities.some(({ type }) => type === 'code') && newest.keyboard.flat().every(button => button.copy_text === null)) return 'type';
  return 'game';
};

const STEPS = ['start', 'game', 'item', 'type', 'confirm'];

const FIRST = [
  { id: 'start', title: 'Press START on the customer’s phone' },
  { id: 'game', title: 'Choose a game', note: 'Mobile Legends, say' },
  { id: 'item', title: 'Choose an item' },
  { id: 'type', title: 'Send the ID of the game account', note: 'Any number will do', fill: '123456789 (1234)' },
  { id: 'confirm', title: 'Look once more and press the ✅ button' },
  { id: 'sn', title: 'Wait for the SN', note: 'The provider needs a few seconds' },
];

const BREAKS = [
  {
    id: 'lost', title: 'Lose the provider’s answer', arm: { do: 'answer-lost' }, label: 'Lose the next answer',
    steps: ['Let the next answer get lost', 'Order again: the provider takes it, the answer is lost', 'On the admin’s phone, resolve the order'],
  },
  {
    id: 'kill', title: 'Kill the bot in the middle of an order',
    steps: ['Order, and press Kill while it is pending', 'Start the bot', 'The SN arrives all the same, once'],
  },
  {
    id: 'down', title: 'Take the provider down', arm: { do: 'down', down: true }, label: 'Take it down',
    steps: ['Take it down', 'Order: it waits, nothing is charged', 'Bring it back up: the order is sent once, or cancelled'],
  },
];

const TOTALS = [['orders', 'orders'], ['posts', 'POST /order'], ['doubles', 'doubles'], ['lost', 'lost']];

const isBad = ({ doubles, lost }) => doubles + lost > 0;

/** Where the browser keeps the progress. */
const KEY = 'guide';

export class Guide {
  /** `reached`: steps of FIRST that are done; then the steps of each challenge; then the `ref_id` of the order that each is about. */
  #progress = { reached: 0, lost: 0, kill: 0, down: 0, lostOrder: null, killOrder: null, downOrder: null };
  #run = null;
  #planned = false;

  constructor(root, facts, customer, say) {
    Object.assign(this, { root, facts, customer, say });
    this.heading = el('h2', {});
    this.count = el('span', { class: 'count' });
    this.list = el('ol', { class: 'coach' });
    this.totals = el('dl', { class: 'totals', data: { testid: 'totals' }, hidden: true });
    this.fold = el('button', { type: 'button', class: 'fold', 'aria-expanded': 'true', 'aria-controls': 'coach' });
    this.list.id = 'coach';
    this.fold.append(this.heading, this.count);
    this.fold.onclick = () => this.fold.setAttribute('aria-expanded', String(!root.classList.toggle('folded')));
    root.append(this.fold, this.list, this.totals);
    if (matchMedia('(max-width: 820px)').matches) this.fold.click();
    facts.on('shop', shop => shop && this.#restore(shop.run));
    for (const kind of ['message', 'order', 'shop_order', 'call', 'bot', 'provider', 'person']) facts.on(kind, () => this.plan());
  }

  /** Goes on where the page was closed; for a new run of the demo the guide starts from the beginning. */
  #restore(run) {
    if (run === this.#run) return;
    this.#run = run;
    const saved = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (saved?.run === run) Object.assign(this.#progress, saved.progress);
  }

  plan() {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      this.#observe();
      this.#draw();
      this.#hint();
    });
  }

  #observe() {
    const newest = this.customer.chat?.newest, step = stepOf(newest), progress = this.#progress;
    const before = JSON.stringify(progress);
    if (this.#hasSn(this.facts.all('order'))) progress.reached = FIRST.length;
    else if (this.facts.all('order').length > 0 || this.#sentOrders().length > 0) progress.reached = Math.max(progress.reached, FIRST.length - 1);
    else if (STEPS.includes(step)) progress.reached = Math.max(progress.reached, STEPS.indexOf(step));
    if (progress.reached === FIRST.length) this.#observeBreaks();
    if (this.#run && JSON.stringify(progress) !== before) localStorage.setItem(KEY, JSON.stringify({ run: this.#run, progress }));
  }

  #observeBreaks() {
    const progress = this.#progress, provider = this.facts.get('provider'), bot = this.facts.get('bot');
    const raise = (id, step) => { progress[id] = Math.max(progress[id], step); };
    const shop = ref => this.facts.get('shop_order', ref ?? '');
    const open = states => this.facts.all('shop_order').findLast(order => states.includes(order.state) && order.ref_id !== progress.lostOrder)?.ref_id;
    if (provider?.next === 'answer-lost') raise('lost', 1);
    if (progress.lost < 3) progress.lostOrder = this.#sentOrders().findLast(call => call.progress === 'cut')?.request?.ref_id ?? progress.lostOrder;
    if (progress.lostOrder) raise('lost', isResolved(shop(progress.lostOrder)) ? 3 : 2);
    if (progress.kill < 3 && bot?.running === false) progress.killOrder = open(['queued', 'sending', 'pending', 'uncertain']) ?? progress.killOrder;
    if (progress.killOrder) raise('kill', bot?.running ? 2 : 1);
    if (bot?.running && this.#hasSn(this.facts.all('order').filter(order => order.ref_id === progress.killOrder))) raise('kill', 3);
    if (provider?.down) raise('down', 1);
    if (provider?.down) progress.downOrder ??= open(['queued', 'sending', 'uncertain']) ?? null;
    if (progress.downOrder) raise('down', 2);
    if (provider?.down === false && isResolved(shop(progress.downOrder))) raise('down', 3);
  }

  #sentOrders() { return this.facts.all('call').filter(call => call.peer === 'provider' && call.endpoint === '/order'); }

  /** Whether the bot told a customer the SN of one of these orders. */
  #hasSn(orders) {
    const told = this.facts.all('message').filter(message => message.from === 'bot').map(message => message.text).join('\n');
    return orders.some(({ sn }) => sn && told.includes(sn));
  }

  #draw() {
    const { reached } = this.#progress, first = reached < FIRST.length;
    const broken = BREAKS.filter(({ id, steps }) => this.#progress[id] >= steps.length).length, over = !first && broken === BREAKS.length;
    const sums = over ? totals(this.facts) : null;
    const key = JSON.stringify([this.#progress, sums, this.customer.user]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.heading.textContent = first ? FIRST[reached].title : over ? (isBad(sums) ? 'Something was doubled or lost' : 'It survived everything') : 'Now break it';
    this.count.textContent = first ? `${reached} of ${FIRST.length}` : `${broken} of ${BREAKS.length}`;
    this.list.replaceChildren(...(first ? FIRST.map((step, n) => this.#step(step, n)) : this.#challenges()));
    this.totals.hidden = !over;
    this.totals.classList.toggle('bad', over && isBad(sums));
    if (over) this.totals.replaceChildren(...TOTALS.map(([name, title]) => el('div', {}, el('dt', { text: title }), el('dd', { text: sums[name] }))));
  }

  #step(step, n) {
    const state = n < this.#progress.reached ? 'done' : n === this.#progress.reached ? 'now' : 'later';
    const fill = step.fill && state === 'now' && el('button', { type: 'button', class: 'small', text: `Send ${step.fill}`, onclick: () => this.customer.chat.send(step.fill) });
    return el('li', { class: state, 'aria-current': state === 'now' ? 'step' : null }, el('span', { text: step.title }),
      state === 'now' && step.note && el('small', { text: step.note }), fill);
  }

  /** The challenge that was begun last, or comes next, is shown with its steps. */
  #challenges() {
    const left = BREAKS.filter(({ id, steps }) => this.#progress[id] < steps.length);
    const current = left.findLast(({ id }) => this.#progress[id] > 0) ?? left[0];
    return BREAKS.map(challenge => this.#challenge(challenge, challenge === current));
  }

  #challenge({ id, title, arm, label, steps }, open) {
    const at = this.#progress[id], done = at >= steps.length;
    const button = open && arm && at === 0 && el('button', { type: 'button', class: 'small', text: label,
      onclick: () => post('/api/provider', arm).catch(error => this.say(error.message)) });
    return el('li', { class: done ? 'done' : at > 0 ? 'now' : 'open' }, el('span', { text: title }),
      open && el('ul', {}, steps.map((text, n) => el('li', { class: n < at ? 'done' : n === at ? 'now' : 'later', text }))), button);
  }

  /** Highlights what has to be pressed next. */
  #hint() {
    document.querySelectorAll('.hint').forEach(element => element.classList.remove('hint'));
    if (this.#progress.reached >= STEPS.length || !this.customer.chat) return;
    const log = this.customer.chat.log;
    const targets = {
      start: () => [log.querySelector('.start')],
      game: () => [log.querySelector('.newest .row:first-child .key')],
      item: () => [...log.querySelectorAll('.newest .key')].filter(key => key.textContent.includes('Rp ')).slice(0, 1),
      type: () => [this.customer.composer.field],
      confirm: () => [...log.querySelectorAll('.newest .key')].filter(key => key.textContent.startsWith('✅')),
    };
    const step = stepOf(this.customer.chat.newest);
    targets[step]?.().forEach(element => element?.classList.add('hint'));
  }
}

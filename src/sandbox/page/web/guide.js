// The guide: the steps to the first SN, then the challenges. A step is ticked when the facts show that it has happened.

import { CHALLENGES, NOTHING_DONE, hasSn, observe, sentOrders } from './challenges.js';
import { el, post, rupiah } from './dom.js';
import { isMoneyWrong, moneyTotals } from './ledger.js';
import { totals } from './order_history.js';

/** What the customer has to do next, by the newest message of the chat. */
export const stepOf = newest => {
  if (!newest) return 'start';
  if (newest.from === 'user') return 'answer';
  if (newest.attachment.photo || newest.attachment.invoice) return 'bill';
  const labels = newest.keyboard.flat().map(button => button.text);
  if (labels.some(label => label.startsWith('✅'))) return 'confirm';
  // An item has its name before its price; an amount to fill the wallet with has none.
  if (labels.some(label => label.indexOf('Rp ') > 0)) return 'item';
  if (newest.entities.some(({ type }) => type === 'code') && newest.keyboard.flat().every(button => button.copy_text === null)) return 'type';
  return 'game';
};

const STEPS = ['start', 'game', 'item', 'type', 'confirm'];

const FIRST = [
  { id: 'start', title: 'Press START on the customer’s phone' },
  { id: 'game', title: 'Choose a game', note: 'Mobile Legends, say; or type “ml 86”' },
  { id: 'item', title: 'Choose an item' },
  { id: 'type', title: 'Send the ID of the game account', note: 'Any number will do', fill: '123456789 (1234)' },
  { id: 'confirm', title: 'Look once more and press the ✅ button' },
  { id: 'sn', title: 'Wait for the SN', note: 'The provider needs a few seconds' },
];

const TOTALS = [['orders', 'orders'], ['posts', 'POST /order'], ['doubles', 'doubles'], ['lost', 'lost']];
const MONEY = [['received', 'received'], ['credited', 'credited'], ['difference', 'difference']];

const figure = (title, value) => el('div', {}, el('dt', { text: title }), el('dd', { text: value }));

const isBad = ({ doubles, lost }) => doubles + lost > 0;

/** Where the browser keeps the progress. */
const KEY = 'guide';

export class Guide {
  /** `reached`: steps of FIRST that are done; and how far each challenge is. */
  #progress = { reached: 0, ...NOTHING_DONE };
  #run = null;
  #planned = false;

  constructor(root, facts, customer, say) {
    Object.assign(this, { root, facts, customer, say });
    this.heading = el('h2', {});
    this.count = el('span', { class: 'count' });
    this.list = el('ol', { class: 'coach' });
    this.totals = el('dl', { class: 'totals', data: { testid: 'totals' }, hidden: true });
    this.money = el('dl', { class: 'totals money', data: { testid: 'money' }, hidden: true });
    this.fold = el('button', { type: 'button', class: 'fold', 'aria-expanded': 'true', 'aria-controls': 'coach' });
    this.list.id = 'coach';
    this.fold.append(this.heading, this.count);
    this.fold.onclick = () => this.fold.setAttribute('aria-expanded', String(!root.classList.toggle('folded')));
    root.append(this.fold, this.list, this.totals, this.money);
    if (matchMedia('(max-width: 820px)').matches) this.fold.click();
    facts.on('shop', shop => shop && this.#restore(shop.run));
    for (const kind of ['message', 'order', 'shop_order', 'bill', 'ledger', 'gateway', 'call', 'bot', 'provider', 'person']) facts.on(kind, () => this.plan());
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
    if (hasSn(this.facts, this.facts.all('order'))) progress.reached = FIRST.length;
    else if (this.facts.all('order').length > 0 || sentOrders(this.facts).length > 0) progress.reached = Math.max(progress.reached, FIRST.length - 1);
    else if (STEPS.includes(step)) progress.reached = Math.max(progress.reached, STEPS.indexOf(step));
    if (progress.reached === FIRST.length) observe(this.facts, progress);
    if (this.#run && JSON.stringify(progress) !== before) localStorage.setItem(KEY, JSON.stringify({ run: this.#run, progress }));
  }

  #draw() {
    const { reached } = this.#progress, first = reached < FIRST.length;
    const broken = CHALLENGES.filter(({ id, steps }) => this.#progress[id] >= steps.length).length, over = !first && broken === CHALLENGES.length;
    const sums = over ? totals(this.facts) : null, money = over ? moneyTotals(this.facts) : null, bad = over && (isBad(sums) || isMoneyWrong(this.facts));
    const key = JSON.stringify([this.#progress, sums, money, bad, this.customer.user]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.heading.textContent = first ? FIRST[reached].title : over ? (bad ? 'Something was doubled or lost' : 'It survived everything') : 'Now break it';
    this.count.textContent = first ? `${reached} of ${FIRST.length}` : `${broken} of ${CHALLENGES.length}`;
    this.list.replaceChildren(...(first ? FIRST.map((step, n) => this.#step(step, n)) : this.#challenges()));
    for (const list of [this.totals, this.money]) {
      list.hidden = !over;
      list.classList.toggle('bad', bad);
    }
    if (!over) return;
    this.totals.replaceChildren(...TOTALS.map(([name, title]) => figure(title, sums[name])));
    this.money.replaceChildren(...MONEY.map(([name, title]) => figure(title, rupiah(money[name]))));
  }

  #step(step, n) {
    const state = n < this.#progress.reached ? 'done' : n === this.#progress.reached ? 'now' : 'later';
    const fill = step.fill && state === 'now' && el('button', { type: 'button', class: 'small', text: `Send ${step.fill}`, onclick: () => this.customer.chat.send(step.fill) });
    return el('li', { class: state, 'aria-current': state === 'now' ? 'step' : null }, el('span', { text: step.title }),
      state === 'now' && step.note && el('small', { text: step.note }), fill);
  }

  /** The challenge that was begun last, or comes next, is shown with its steps. */
  #challenges() {
    const left = CHALLENGES.filter(({ id, steps }) => this.#progress[id] < steps.length);
    const current = left.findLast(({ id }) => this.#progress[id] > 0) ?? left[0];
    return CHALLENGES.map(challenge => this.#challenge(challenge, challenge === current));
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

// The guided first minute: what to press until the first SN is there, then what to break. Ticks come from what is observed.

import { el, post } from './dom.js';

/** What a customer's chat asks for now, read from its newest message as any bystander could. */
export const stageOf = newest => {
  if (!newest) return 'start';
  if (newest.from === 'user') return 'answer';
  const labels = newest.keyboard.flat().map(button => button.text);
  if (labels.some(label => label.startsWith('✅'))) return 'confirm';
  if (labels.some(label => label.includes('Rp '))) return 'item';
  if (newest.entities.some(({ type }) => type === 'code') && newest.keyboard.flat().every(button => button.copy_text === null)) return 'type';
  return 'game';
};

const STAGES = ['start', 'game', 'item', 'type', 'confirm'];

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
    steps: ['Arm it', 'Order again: the money is gone, the answer lost', 'On the admin’s phone, say what happened'],
  },
  {
    id: 'kill', title: 'Kill the bot in the middle of an order',
    steps: ['Order, and press Kill while it is pending', 'Start the bot', 'The SN arrives all the same, once'],
  },
  {
    id: 'down', title: 'Take the provider down', arm: { do: 'down', down: true }, label: 'Take it down',
    steps: ['Take it down', 'Order: nothing is lost, nothing charged twice', 'Bring it back up'],
  },
];

export class Guide {
  #reached = 0; // steps of FIRST that are done
  #progress = { lost: 0, kill: 0, down: 0 };
  #decided = false;
  #killed = null;
  #planned = false;

  constructor(root, facts, customer, admin, say) {
    Object.assign(this, { root, facts, customer, admin, say });
    this.heading = el('h2', {});
    this.count = el('span', { class: 'count' });
    this.list = el('ol', { class: 'coach' });
    this.fold = el('button', { type: 'button', class: 'fold', 'aria-expanded': 'true', 'aria-controls': 'coach' });
    this.list.id = 'coach';
    this.fold.append(this.heading, this.count);
    this.fold.onclick = () => this.fold.setAttribute('aria-expanded', String(!root.classList.toggle('folded')));
    root.append(this.fold, this.list);
    if (matchMedia('(max-width: 820px)').matches) this.fold.click();
    // The admin's decision is the ✅ button after the answer was lost.
    admin.pressed = label => {
      this.#decided ||= this.#progress.lost >= 2 && label.startsWith('✅');
      this.plan();
    };
    for (const kind of ['message', 'order', 'wire', 'bot', 'provider', 'person']) facts.on(kind, () => this.plan());
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
    const newest = this.customer.chat?.newest, stage = stageOf(newest);
    const orders = this.facts.all('order');
    if (this.#hasSn(orders)) this.#reached = FIRST.length;
    else if (orders.length > 0 || this.#sentOrders().length > 0) this.#reached = Math.max(this.#reached, FIRST.length - 1);
    else if (STAGES.includes(stage)) this.#reached = Math.max(this.#reached, STAGES.indexOf(stage));
    if (this.#reached === FIRST.length) this.#observeBreaks(orders);
  }

  #observeBreaks(orders) {
    const raise = (id, step) => { this.#progress[id] = Math.max(this.#progress[id], step); };
    const provider = this.facts.get('provider'), bot = this.facts.get('bot');
    const lost = this.#sentOrders().find(call => call.progress === 'cut' && call.endpoint === '/order');
    if (provider?.next === 'answer-lost') raise('lost', 1);
    if (lost) raise('lost', 2);
    if (this.#progress.lost >= 2 && this.#decided) raise('lost', 3);
    if (bot?.running === false) this.#killed ??= orders.find(order => order.status === 'pending')?.invoice ?? null;
    if (this.#killed) raise('kill', bot?.running ? 2 : 1);
    if (this.#killed && bot?.running && this.#hasSn(orders.filter(order => order.invoice === this.#killed))) raise('kill', 3);
    if (provider?.down) raise('down', 1);
    if (this.#progress.down >= 1 && provider?.down && this.#turnedAway()) raise('down', 2);
    if (this.#progress.down >= 1 && provider && !provider.down) raise('down', 3);
  }

  #turnedAway() { return this.facts.all('wire').some(call => call.peer === 'provider' && call.progress === 'cut' && call.endpoint === '(connection)'); }

  #sentOrders() { return this.facts.all('wire').filter(call => call.peer === 'provider' && call.endpoint === '/order'); }

  /** Whether the bot told a customer the SN of one of these orders. */
  #hasSn(orders) {
    const told = this.facts.all('message').filter(message => message.from === 'bot').map(message => message.text).join('\n');
    return orders.some(({ sn }) => sn && told.includes(sn));
  }

  #draw() {
    const first = this.#reached < FIRST.length;
    const broken = BREAKS.filter(({ id, steps }) => this.#progress[id] >= steps.length).length;
    this.heading.textContent = first ? FIRST[this.#reached].title : broken < BREAKS.length ? 'Now break it' : 'It survived everything';
    this.count.textContent = first ? `${this.#reached} of ${FIRST.length}` : `${broken} of ${BREAKS.length}`;
    const items = first ? FIRST.map((step, n) => this.#step(step, n)) : this.#challenges();
    const key = JSON.stringify([this.#reached, this.#progress, this.customer.user]);
    if (key === this.drawn) return;
    this.drawn = key;
    this.list.replaceChildren(...items);
  }

  #step(step, n) {
    const state = n < this.#reached ? 'done' : n === this.#reached ? 'now' : 'later';
    const fill = step.fill && state === 'now' && el('button', { type: 'button', class: 'small', text: `Send ${step.fill}`, onclick: () => this.customer.chat.send(step.fill) });
    return el('li', { class: state, 'aria-current': state === 'now' ? 'step' : null }, el('span', { text: step.title }),
      state === 'now' && step.note && el('small', { text: step.note }), fill);
  }

  /** What was begun last, or comes next, is told in full. */
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

  /** Lets what is to be pressed next stand out. */
  #hint() {
    document.querySelectorAll('.hint').forEach(element => element.classList.remove('hint'));
    if (this.#reached >= STAGES.length || !this.customer.chat) return;
    const log = this.customer.chat.log;
    const targets = {
      start: () => [log.querySelector('.start')],
      game: () => [log.querySelector('.newest .row:first-child .key')],
      item: () => [...log.querySelectorAll('.newest .key')].filter(key => key.textContent.includes('Rp ')).slice(0, 1),
      type: () => [this.customer.composer.field],
      confirm: () => [...log.querySelectorAll('.newest .key')].filter(key => key.textContent.startsWith('✅')),
    };
    const stage = stageOf(this.customer.chat.newest);
    targets[stage]?.().forEach(element => element?.classList.add('hint'));
  }
}

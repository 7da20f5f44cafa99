// The control panel: what goes wrong next, at the provider, at the payment gateway and at Telegram, and the buttons that kill and start the bot.

import { el, find, icon, post, rupiah } from './dom.js';

/** What the provider does with the next order: name, title, what follows from it. */
const ORDERS = [
  ['deliver', 'Deliver it', 'the usual'],
  ['fail', 'Fail it', 'with the reason below'],
  ['stuck', 'Leave it pending', 'until you end it'],
  ['answer-lost', 'Lose the answer', 'taken, but nobody is told'],
  ['slow', 'Answer slowly', 'taken at once, told after 8 s'],
  ['busy', 'Refuse: 429', 'too many requests'],
  ['broken', 'Answer: 500', 'who knows if it was taken'],
];

/** What Telegram does with the next messages of the bot. */
const MESSAGES = [
  ['well', 'Deliver them', 'the usual'],
  ['slow', 'Take 3 s each', 'for the next few'],
  ['busy', 'Refuse: 429', 'try again in 4 s'],
  ['broken', 'Refuse: 500', 'server error'],
];

const SLOW_SECONDS = 8;
/** How late the gateway tells of payments, when it is late. */
const LATE_SECONDS = 20;

export class ControlPanel {
  /** `phone` is the customers'; it also shows what the server refuses. */
  constructor(root, facts, phone) {
    this.facts = facts;
    this.phone = phone;
    this.seconds = el('input', { type: 'number', min: 0, max: 600, value: 5, inputmode: 'numeric', onchange: () => this.#provider('deliver') });
    this.reason = el('input', { type: 'text', maxlength: 200, value: 'ID tidak ditemukan', onchange: () => this.#provider('fail') });
    this.orders = this.#choices('provider-next', 'What the provider does with the next order', ORDERS, name => this.#provider(name));
    this.messages = this.#choices('telegram-next', 'What Telegram does with the next messages', MESSAGES, name => this.#telegram({ do: name }));
    this.providerDown = toggle('Provider is down', 'provider-down', on => this.#provider('down', on));
    this.gatewayDown = toggle('Gateway is down', 'gateway-down', on => this.#gateway({ do: 'down', down: on }));
    this.gatewayLate = toggle(`Gateway tells ${LATE_SECONDS} s late`, 'gateway-late', on => this.#gateway({ do: 'lag', seconds: on ? LATE_SECONDS : 0 }));
    this.telegramDown = toggle('Telegram is down', 'telegram-down', on => this.#telegram({ do: 'down', down: on }));
    this.blocked = toggle('Blocked by the customer', 'blocked', on => this.#do('/api/block', { user: phone.user, blocked: on }));
    this.balance = el('b', { data: { testid: 'balance' } });
    this.empty = el('button', { type: 'button', class: 'small', text: 'Nearly empty', onclick: () => this.#provider(this.isPoor ? 'fill-balance' : 'empty-balance') });
    this.raise = el('button', { type: 'button', class: 'small', text: 'Raise by 10 %', onclick: () => this.#provider('raise-prices') });
    root.append(
      group('Provider: the next order', this.orders,
        el('label', { class: 'field' }, 'Seconds until delivery', this.seconds),
        el('label', { class: 'field' }, 'Failure’s reason', this.reason)),
      group('Provider: right now', this.providerDown.root,
        el('div', { class: 'line' }, el('span', {}, 'Balance ', this.balance), this.empty),
        el('div', { class: 'line' }, el('span', { text: 'Prices' }), this.raise)),
      group('Payments: right now', this.gatewayDown.root, this.gatewayLate.root),
      group('Telegram: the next messages', this.messages),
      group('Telegram: right now', this.telegramDown.root, this.blocked.root));
    facts.on('provider', fact => this.#showProvider(fact));
    facts.on('gateway', fact => fact && this.#showGateway(fact));
    facts.on('telegram', fact => this.#showTelegram(fact));
  }

  /** Another person was chosen on the customers' phone, or this one has blocked or unblocked the bot. */
  showPerson(person) {
    this.blocked.set(person.blocked);
    this.blocked.label.textContent = `Blocked by ${person.name}`;
  }

  #choices(testid, label, list, choose) {
    const button = ([name, title, note]) => el('button', { type: 'button', class: 'choice', value: name, 'aria-pressed': 'false', onclick: () => choose(name) },
      el('b', { text: title }), el('small', { text: note }));
    return el('div', { class: 'choices', role: 'group', 'aria-label': label, data: { testid } }, list.map(button));
  }

  #provider(name, down) {
    const more = { deliver: { seconds: seconds(this.seconds) }, slow: { seconds: SLOW_SECONDS }, fail: { reason: this.reason.value }, down: { down } };
    return this.#do('/api/provider', { do: name, ...more[name] });
  }

  #gateway(command) { return this.#do('/api/gateway', command); }

  #telegram(command) { return this.#do('/api/telegram', command); }

  #do(path, body) { return post(path, body).catch(error => this.phone.toast(error.message)); }

  #showProvider(fact) {
    mark(this.orders, fact.next ?? 'deliver');
    this.providerDown.set(fact.down);
    this.balance.textContent = rupiah(fact.balance);
    this.isPoor = fact.balance < 50_000;
    this.empty.textContent = this.isPoor ? 'Fill again' : 'Nearly empty';
    if (document.activeElement !== this.seconds && fact.delivers_after !== null) this.seconds.value = fact.delivers_after;
  }

  #showGateway(fact) {
    this.gatewayDown.set(fact.down);
    this.gatewayLate.set(fact.lag > 0);
  }

  #showTelegram(fact) {
    mark(this.messages, fact.next ?? 'well');
    this.telegramDown.set(fact.down);
  }
}

/** The bot's state and the buttons that kill and start it, in the bar at the top. */
export const showSwitches = (facts, say) => {
  const state = find('#bot-state'), kill = find('#bot-kill'), start = find('#bot-start');
  const press = (button, path) => {
    button.disabled = true;
    post(path).catch(error => say(error.message)).finally(() => show(facts.get('bot')));
  };
  const show = bot => {
    state.dataset.running = bot.running;
    const more = bot.running ? `process ${bot.pid}` : bot.ended;
    state.querySelector('span').replaceChildren(bot.running ? 'Bot runs' : 'Bot is dead', more ? el('span', { class: 'wide', text: ` · ${more}` }) : '');
    kill.disabled = !bot.running;
    start.disabled = bot.running;
  };
  kill.prepend(icon('skull'));
  start.prepend(icon('play'));
  kill.onclick = () => press(kill, '/bot/kill');
  start.onclick = () => press(start, '/bot/start');
  facts.on('bot', bot => bot && show(bot));
};

const seconds = input => Math.max(0, Math.min(600, Math.round(Number(input.value) || 0)));

const group = (title, ...content) => el('fieldset', { class: 'group' }, el('legend', { text: title }), content);

const mark = (choices, name) => {
  for (const button of choices.children) button.setAttribute('aria-pressed', String(button.value === name));
};

const toggle = (title, testid, change) => {
  const label = el('span', { text: title });
  const input = el('input', { type: 'checkbox', role: 'switch', data: { testid } });
  input.onchange = () => change(input.checked);
  return { root: el('label', { class: 'line switch' }, label, input), label, set: on => { input.checked = on; } };
};

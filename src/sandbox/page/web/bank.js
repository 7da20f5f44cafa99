// The bank app of the person at the customer's phone: it pays the bills whose QR codes this person's chat shows.

import { el, post, rupiah } from './dom.js';

/** The newest bills that are shown. */
const MAX_BILLS = 3;
/** By how much too little is paid. */
const TOO_LITTLE = 1000;

export class BankApp {
  #planned = false;

  /** `phone` is the customers'. */
  constructor(root, facts, phone) {
    Object.assign(this, { facts, phone });
    this.title = el('h2', { id: 'bank-title', text: 'Bank app' });
    this.list = el('div', { class: 'bills' });
    // What the bank says to the last press. Always present, so that screen readers announce new content.
    this.note = el('p', { class: 'bank-note', role: 'status', data: { testid: 'bank-note' } });
    root.append(this.title, this.note, this.list);
    for (const kind of ['bill', 'message', 'bot', 'person']) facts.on(kind, () => this.plan());
  }

  plan() {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      this.#draw();
    });
  }

  #draw() {
    const { user, person } = this.phone;
    if (user !== this.user) this.note.textContent = '';
    this.user = user;
    this.title.textContent = person ? `${person.name}’s bank app` : 'Bank app';
    const bills = this.facts.all('bill').filter(bill => bill.user === user && this.#isSeen(bill)).toSorted((a, b) => b.created - a.created).slice(0, MAX_BILLS);
    const none = el('p', { class: 'none', text: 'No QR code to pay. On the phone: /wallet, then ➕.' });
    const running = this.facts.get('bot')?.running;
    const key = JSON.stringify([bills, running]);
    if (key === this.drawn) return;
    this.drawn = key;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.act : undefined;
    this.list.replaceChildren(...(bills.length > 0 ? bills.map(bill => this.#bill(bill, running)) : [none]));
    if (focused) [...this.list.querySelectorAll('[data-act]')].find(button => button.dataset.act === focused)?.focus();
  }

  /** Whether the chat has the picture of the bill's QR code: its number is written below. */
  #isSeen({ user, number }) {
    return this.facts.all('message').some(({ user: chat, from, attachment, text }) => chat === user && from === 'bot' && attachment.photo && text.includes(number));
  }

  #bill(bill, running) {
    const { reference, number, method, total, received, state } = bill;
    const button = (text, act, amount) => el('button', { type: 'button', class: 'small', text, data: { act: `${act} ${reference}` }, onclick: () => this.#pay(bill, amount) });
    const buttons = received ? [button('Pay again', 'again')]
      : state === 'waiting' ? [button('Pay', 'pay'), button(`Pay ${rupiah(TOO_LITTLE)} too little`, 'less', total - TOO_LITTLE)]
        : [button('Pay all the same, late', 'late')];
    const status = received ? paid(bill, running) : state === 'waiting' ? 'Not paid yet' : `The shop says: ${state}. The code still works.`;
    return el('article', { class: 'bill', data: { bill: number, state, payment: received ? bill.payment : 'open' } },
      el('header', {}, el('b', { text: rupiah(total) }), el('small', { text: `${method === 'qris' ? 'The shop’s own QRIS' : 'QRIS'} · bill ${number}` })),
      el('div', { class: received ? 'beside' : '' }, el('p', { text: status }), el('footer', {}, buttons)));
  }

  #pay({ reference }, amount) {
    this.note.textContent = '';
    const say = text => { this.note.textContent = text; };
    return post('/api/bank', { bill: reference, amount }).then(({ refusal }) => say(refusal ?? ''), error => say(error.message));
  }
}

/** What became of a payment, as far as the shop has seen it. */
const paid = ({ received, payment, method }, running) => {
  const begin = `Paid ${rupiah(received.amount)}`;
  if (payment === 'credited') return `${begin}: it is in the wallet.`;
  if (method === 'qris') return `${begin} to the shop’s bank, which tells nobody. Press 📷 in the chat and send a photo; the admin looks at it.`;
  if (payment === 'unmatched') return `${begin}, not what was asked for: an admin decides.`;
  return running ? `${begin}. The shop has not looked yet; 🔄 in the chat makes it look.` : `${begin}. The shop can’t know: its bot is dead.`;
};

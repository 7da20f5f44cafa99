// The shop's ledger: what the accounts hold, the newest transfers, and whether everything adds up.

import { clock, el, rupiah } from './dom.js';

/** Money at the gateway and in the shop's books. `difference`: what has arrived and the shop has not seen yet; never below zero. */
export const moneyTotals = facts => {
  const { credited, unmatched } = facts.get('ledger') ?? { credited: 0, unmatched: 0 }, received = facts.get('gateway')?.received ?? 0;
  return { received, credited, unmatched, difference: received - credited - unmatched };
};

/** Whether the shop's books contradict themselves, or have more than has arrived. */
export const isMoneyWrong = facts => {
  const { accounts, wrong } = facts.get('ledger') ?? { accounts: [], wrong: [] };
  return sum(accounts) !== 0 || wrong.length > 0 || moneyTotals(facts).difference < 0;
};

export class LedgerView {
  #planned = false;

  constructor(root, facts) {
    this.facts = facts;
    this.sums = el('p', { class: 'sums', role: 'status', data: { testid: 'ledger-sums' } });
    this.accounts = el('dl', { class: 'accounts', data: { testid: 'accounts' } });
    this.transfers = el('ol', { class: 'transfers', data: { testid: 'transfers' } });
    root.append(this.sums, this.accounts, el('h3', { text: 'Newest transfers' }), this.transfers);
    for (const kind of ['ledger', 'gateway', 'person']) facts.on(kind, () => this.#plan());
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
    const ledger = this.facts.get('ledger');
    if (!ledger) return;
    const { received, credited, unmatched, difference } = moneyTotals(this.facts), wrong = isMoneyWrong(this.facts);
    const total = sum(ledger.accounts);
    this.sums.classList.toggle('bad', wrong);
    this.sums.replaceChildren(
      el('b', { text: wrong ? `The books don’t balance: sum ${money(total)}` : 'The books balance: sum 0 ✓' }),
      ledger.wrong.length > 0 ? `Wrong: ${ledger.wrong.join(', ')}. ` : '',
      `Gateway received ${rupiah(received)} = credited ${rupiah(credited)} + unmatched ${rupiah(unmatched)}`,
      difference > 0 ? ` + not yet seen ${rupiah(difference)}` : difference < 0 ? ` − too much ${rupiah(-difference)}` : '');
    this.accounts.replaceChildren(...ledger.accounts.toSorted((a, b) => rank(a) - rank(b)).map(({ id, balance }) => el('div', { data: { account: id } },
      el('dt', {}, this.#name(id), el('code', { text: id })), el('dd', { text: money(balance) }))));
    this.transfers.replaceChildren(...ledger.transfers.map(transfer => this.#transfer(transfer)));
  }

  #transfer({ id, kind, debit, credit, amount, number, at }) {
    return el('li', { data: { transfer: kind } },
      el('header', {}, el('span', { class: `kind ${kind}`, text: kind }), el('b', { text: rupiah(amount) })),
      el('span', { text: `${this.#name(debit)} → ${this.#name(credit)}` }),
      el('small', {}, clock(at, true), number ? ` · ${number}` : '', el('code', { text: id })));
  }

  /** An account's name for people. */
  #name(id) {
    const [kind, key] = id.split(':'), person = this.facts.get('person', key)?.name ?? key;
    return { wallet: `${person}’s wallet`, held: `${person}, held`, method: METHODS[key] ?? 'Gateway', shop: `Shop’s ${key}` }[kind] ?? id;
  }
}

const METHODS = { qris: 'Shop’s own QRIS', stars: 'Telegram Stars', bank: 'Shop’s bank' };

const sum = accounts => accounts.reduce((all, { balance }) => all + balance, 0);

/** Customers first, then the gateway, then the shop. */
const rank = ({ id }) => ['wallet', 'held', 'method', 'shop'].indexOf(id.split(':')[0]);

const money = amount => (amount < 0 ? `−${rupiah(-amount)}` : rupiah(amount));

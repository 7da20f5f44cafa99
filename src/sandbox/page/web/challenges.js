// The challenges of the guide: what is to go wrong, and by which facts it shows that it has, and what came of it.

import { isResolved } from './order_history.js';

export const CHALLENGES = [
  {
    id: 'pay', title: 'Fill the wallet',
    steps: ['On the customer’s phone: /wallet, ➕, an amount and ⚡', 'Pay the QR code in the bank app', 'The balance grows by what was paid'],
  },
  {
    id: 'lost', title: 'Lose the provider’s answer', arm: { do: 'answer-lost' }, label: 'Lose the next answer',
    steps: ['Let the next answer get lost', 'Order again: the provider takes it, the answer is lost', 'On the admin’s phone, resolve the order'],
  },
  {
    id: 'kill', title: 'Kill the bot in the middle of an order',
    steps: ['Order, and press Kill while it is pending', 'Start the bot', 'The SN arrives all the same, once'],
  },
  {
    id: 'paid', title: 'Kill the bot between payment and credit',
    steps: ['Ask for another bill (⚡), and kill the bot', 'Pay it in the bank app while the bot is dead', 'Start the bot: the money arrives, once'],
  },
  {
    id: 'down', title: 'Take the provider down', arm: { do: 'down', down: true }, label: 'Take it down',
    steps: ['Take it down', 'Order: it waits, nothing is charged', 'Bring it back up: the order is sent once, or cancelled'],
  },
];

/** Nothing done yet: the steps of each challenge; then the order's `ref_id` or the bill's reference that it is about. */
export const NOTHING_DONE = { pay: 0, lost: 0, kill: 0, paid: 0, down: 0, lostOrder: null, killOrder: null, paidBill: null, downOrder: null };

export const sentOrders = facts => facts.all('call').filter(call => call.peer === 'provider' && call.endpoint === '/order');

/** Whether the bot told a customer the SN of one of these orders. */
export const hasSn = (facts, orders) => {
  const told = facts.all('message').filter(message => message.from === 'bot').map(message => message.text).join('\n');
  return orders.some(({ sn }) => sn && told.includes(sn));
};

/** Raises the progress by what the facts show. */
export const observe = (facts, progress) => {
  const raise = (id, step) => { progress[id] = Math.max(progress[id], step); };
  observeOrders(facts, progress, raise);
  observeMoney(facts, progress, raise);
};

const observeOrders = (facts, progress, raise) => {
  const provider = facts.get('provider'), bot = facts.get('bot');
  const shop = ref => facts.get('shop_order', ref ?? '');
  const open = states => facts.all('shop_order').findLast(order => states.includes(order.state) && order.ref_id !== progress.lostOrder)?.ref_id;
  if (provider?.next === 'answer-lost') raise('lost', 1);
  if (progress.lost < 3) progress.lostOrder = sentOrders(facts).findLast(call => call.progress === 'cut')?.request?.ref_id ?? progress.lostOrder;
  if (progress.lostOrder) raise('lost', isResolved(shop(progress.lostOrder)) ? 3 : 2);
  if (progress.kill < 3 && bot?.running === false) progress.killOrder = open(['queued', 'sending', 'pending', 'uncertain']) ?? progress.killOrder;
  if (progress.killOrder) raise('kill', bot?.running ? 2 : 1);
  if (bot?.running && hasSn(facts, facts.all('order').filter(order => order.ref_id === progress.killOrder))) raise('kill', 3);
  if (provider?.down) raise('down', 1);
  if (provider?.down) progress.downOrder ??= open(['queued', 'sending', 'uncertain']) ?? null;
  if (progress.downOrder) raise('down', 2);
  if (provider?.down === false && isResolved(shop(progress.downOrder))) raise('down', 3);
};

const observeMoney = (facts, progress, raise) => {
  const bot = facts.get('bot'), bills = facts.all('bill'), transfers = facts.get('ledger')?.transfers ?? [];
  if (bills.length > 0) raise('pay', 1);
  if (bills.some(bill => bill.received)) raise('pay', 2);
  if (bills.some(bill => bill.payment === 'credited')) raise('pay', 3);
  if (bot?.running === false) {
    if (bills.some(bill => bill.method === 'pakasir' && bill.state === 'waiting' && !bill.received)) raise('paid', 1);
    // Paid after the death of the bot, so that only its next life can have seen it.
    const isPaid = ({ received, total, payment, method }) => method === 'pakasir' && payment === 'none' && received?.amount === total && received.at >= bot.since;
    if (progress.paid < 3) progress.paidBill = bills.find(isPaid)?.reference ?? progress.paidBill;
  }
  if (progress.paidBill) raise('paid', 2);
  const number = facts.get('bill', progress.paidBill ?? '')?.number;
  const credits = transfers.filter(transfer => transfer.kind === 'payment' && transfer.number === number).length;
  if (bot?.running && number && credits === 1) raise('paid', 3);
};

// The page: two phones, the bank app, the control panel, the orders, the ledger, the calls and the guide. One stream of facts updates them all.

import { find, hasColourEmoji, icon } from './dom.js';
import { Facts, follow } from './facts.js';
import { Guide } from './guide.js';
import { Phone } from './phone.js';
import { ControlPanel, showSwitches } from './control_panel.js';
import { OrderHistory } from './order_history.js';
import { Calls } from './calls.js';
import { BankApp } from './bank.js';
import { LedgerView } from './ledger.js';

const facts = new Facts();
const views = [...document.querySelectorAll('[data-view]')];

// Listeners are called in this order: the chats come first, because the other parts read them.
const customer = new Phone(find('#customer'), 'customer', facts, () => changed());
const admin = new Phone(find('#admin'), 'admin', facts, () => changed());
const say = text => customer.toast(text);
const controls = new ControlPanel(find('#controls-body'), facts, customer);
const bank = new BankApp(find('#bank'), facts, customer);
new LedgerView(find('#ledger'), facts);
const calls = new Calls(find('#calls'), facts);
const history = new OrderHistory(find('#orders'), facts, {
  ask: invoice => {
    open('admin');
    admin.chat.send(`/status ${invoice}`);
  },
  look: text => {
    calls.find(text);
    watch('calls');
  },
  say,
});
const guide = new Guide(find('#guide'), facts, customer, say);
showSwitches(facts, say);

/** Another person was chosen, or the number of unread messages changed. */
function changed() {
  if (customer.person) controls.showPerson(customer.person);
  guide?.plan();
  bank.plan();
  for (const [name, phone] of [['customer', customer], ['admin', admin]]) {
    const badge = find(`#tab-${name} .badge`), unread = phone.unread;
    badge.hidden = unread === 0;
    badge.textContent = unread;
  }
  const unread = customer.unread + admin.unread, shop = facts.get('shop')?.name ?? 'Bot';
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${shop} – demo`;
}

/** A narrow page shows one part at a time. */
function open(view) {
  document.body.dataset.open = view;
  for (const tab of views) tab.setAttribute('aria-selected', String(tab.dataset.view === view));
  customer.shown();
  admin.shown();
}

/** Shows the orders, the ledger or the calls. */
function watch(name) {
  for (const tab of document.querySelectorAll('[data-watch]')) {
    const chosen = tab.dataset.watch === name;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    find(`#${tab.dataset.watch}`).hidden = !chosen;
  }
}

/** Arrow keys move between tabs, as users of screen readers expect. */
function arrows(tabs) {
  tabs.forEach((tab, at) => tab.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next.click();
    next.focus();
  }));
}

function theme() {
  const button = find('#theme'), root = document.documentElement, system = matchMedia('(prefers-color-scheme: dark)');
  const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  const show = () => {
    button.replaceChildren(icon(dark() ? 'sun' : 'moon'));
    button.setAttribute('aria-label', dark() ? 'Light colours' : 'Dark colours');
  };
  root.dataset.theme = localStorage.getItem('theme') ?? '';
  button.onclick = () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
    show();
  };
  system.addEventListener('change', show);
  show();
}

for (const tab of views) tab.onclick = () => open(tab.dataset.view);
const watched = [...document.querySelectorAll('[data-watch]')];
for (const tab of watched) tab.onclick = () => watch(tab.dataset.watch);
arrows(views);
arrows(watched);
watch('orders');
find('#no-emoji').hidden = hasColourEmoji();
open('customer');
theme();
facts.on('shop', shop => {
  if (shop) find('#shop').textContent = shop.name;
  changed();
});
follow(facts, there => { find('#lost').hidden = there; });

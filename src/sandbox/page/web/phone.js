// A phone: the chats of its people, of which one is shown, and the toasts over it.

import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { el, find, post } from './dom.js';

const TOAST_MS = 4500;

export class Phone {
  #chats = new Map(); // user -> Chat
  #people = new Map(); // user -> fact

  /** `changed` is called when the person or the number of unread messages changed. */
  constructor(root, phone, facts, changed) {
    this.root = root;
    this.phone = phone;
    this.facts = facts;
    this.changed = changed;
    this.select = el('select', { 'aria-label': 'Whose phone this is', data: { testid: phone === 'customer' ? 'person-select' : 'admin-select' } });
    this.select.onchange = () => this.choose(Number(this.select.value));
    this.about = el('span', { class: 'about' });
    this.face = el('span', { class: 'face', 'aria-hidden': 'true' });
    this.title = el('h2', {});
    this.status = el('p', { class: 'status' });
    this.screen = el('div', { class: 'screen' });
    // Always present, so that screen readers announce new content.
    this.toasts = el('div', { class: 'toasts', role: 'status' });
    this.composer = new Composer(phone, (text, kind) => this.chat?.send(text, kind));
    this.unblock = el('button', { type: 'button', class: 'unblock', text: 'Unblock and restart the bot', hidden: true,
      onclick: () => post('/api/block', { user: this.user, blocked: false }).then(() => this.chat.send('/start')) });
    const owner = el('div', { class: 'owner' }, el('span', { class: 'role', text: phone === 'customer' ? 'Customer' : 'Admin' }), this.select, this.about);
    const head = el('div', { class: 'head' }, this.face, el('div', {}, this.title, this.status));
    this.root.append(owner, el('div', { class: 'body' }, head, this.screen, this.composer.root, this.unblock, this.toasts));
    facts.on('shop', shop => this.#name(shop));
    facts.on('person', (person, key) => this.#person(person, Number(key)));
    facts.on('message', (fact, key, news) => this.#message(fact, key, news));
    facts.on('answer', answer => answer && this.#chats.get(answer.user)?.answer(answer));
    facts.on('typing', () => this.#typing());
    facts.on('bot', () => this.#typing());
  }

  get user() { return this.chat?.user; }
  get person() { return this.#people.get(this.user); }
  get people() { return [...this.#people.values()]; }
  get isShown() { return this.root.offsetParent !== null; }
  get unread() { return [...this.#chats.values()].reduce((sum, chat) => sum + chat.unread, 0); }
  chatOf(user) { return this.#chats.get(user); }

  choose(user) {
    this.chat?.show(false);
    this.chat = this.#chats.get(user);
    this.chat.show(true);
    this.#person(this.person, user);
    this.#typing();
    this.changed();
  }

  /** The phone has become visible. */
  shown() { this.chat?.scrollToEnd(false); }

  counted() {
    this.#options();
    this.changed();
  }

  toast(text) {
    const toast = el('div', { class: 'toast', text, data: { testid: 'toast' } });
    this.toasts.replaceChildren(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }

  /** Shows the bot's answer to a press: a toast, or a window that must be closed. */
  say(text, alert) {
    if (!alert) return this.toast(text);
    const dialog = find('#alert');
    dialog.querySelector('p').textContent = text;
    if (!dialog.open) dialog.showModal();
    return null;
  }

  #name(shop) {
    this.title.textContent = shop.name;
    this.face.textContent = [...shop.name][0];
    this.#typing();
  }

  #person(person, user) {
    if (person?.phone !== this.phone) return;
    this.#people.set(user, person);
    if (!this.#chats.has(user)) {
      const chat = new Chat(person, this.facts, this);
      this.#chats.set(user, chat);
      this.screen.append(chat.root);
    }
    this.#options();
    if (!this.chat) return this.choose(user);
    if (user !== this.user) return null;
    this.about.textContent = person.blocked ? 'has blocked the bot' : person.about;
    this.composer.setCommands(person.menu);
    this.composer.root.hidden = person.blocked;
    this.unblock.hidden = !person.blocked;
    return this.changed();
  }

  #options() {
    const people = this.people.toSorted((a, b) => a.place - b.place);
    const label = ({ user, name, language }) => {
      const unread = this.#chats.get(user).unread;
      return `${name} · ${language.toUpperCase()}${unread && user !== this.user ? ` (${unread})` : ''}`;
    };
    this.select.replaceChildren(...people.map(person => el('option', { value: person.user, text: label(person) })));
    if (this.user) this.select.value = this.user;
    this.select.disabled = people.length < 2;
  }

  #message(fact, key, news) {
    const [user, id] = key.split('/').map(Number);
    this.#chats.get(user)?.take(id, fact, news);
  }

  #typing() {
    const left = (this.facts.get('typing', String(this.user))?.until ?? 0) - Date.now();
    clearTimeout(this.typingTimer);
    this.status.classList.toggle('typing', left > 0);
    this.status.textContent = left > 0 ? 'typing' : this.facts.get('bot')?.running === false ? 'bot · not running' : 'bot';
    if (left > 0) this.typingTimer = setTimeout(() => this.#typing(), left);
  }
}

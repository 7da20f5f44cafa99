// The message field with its command menu and its menu of attachments.

import { el, icon } from './dom.js';

const THINGS = [['photo', 'Photo', 'photo'], ['file', 'Document', 'document'], ['smile', 'Sticker', 'sticker'], ['voice', 'Voice message', 'voice'],
  ['person', 'Contact', 'contact'], ['pin', 'Location', 'location']];

export class Composer {
  #commands = [];

  /** `send` gets a text, and a kind when it is not plain text. */
  constructor(phone, send) {
    this.send = send;
    this.field = el('textarea', { rows: 1, maxlength: 4096, placeholder: 'Message', 'aria-label': `Message of the ${phone}`, autocomplete: 'off',
      enterkeyhint: 'send', data: { testid: 'composer' } });
    this.list = el('div', { class: 'popup commands', role: 'menu', 'aria-label': 'Commands', hidden: true });
    this.things = el('div', { class: 'popup things', role: 'menu', 'aria-label': 'Send something else', hidden: true }, THINGS.map(([name, title, kind]) =>
      el('button', { type: 'button', role: 'menuitem', onclick: () => this.#give('', kind) }, icon(name), title)));
    this.slash = el('button', { type: 'button', class: 'round', 'aria-label': 'Commands', 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, icon('slash'));
    this.clip = el('button', { type: 'button', class: 'round', 'aria-label': 'Send something else', 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, icon('clip'));
    const menu = el('div', { class: 'menu', data: { testid: 'command-menu' } }, this.slash, this.list);
    const button = el('button', { class: 'round send', 'aria-label': 'Send', data: { testid: 'send' } }, icon('send'));
    this.root = el('form', { class: 'composer' }, menu, this.field, el('div', { class: 'menu' }, this.clip, this.things), button);
    this.#listen();
  }

  setCommands(commands) {
    this.#commands = commands;
    this.slash.hidden = commands.length === 0;
    this.#fill('');
  }

  #listen() {
    this.slash.onclick = () => {
      this.#fill('');
      this.#toggle(this.list, this.slash, this.list.hidden);
    };
    this.clip.onclick = () => this.#toggle(this.things, this.clip, this.things.hidden);
    this.field.oninput = () => {
      this.#grow();
      const typed = /^\/(\w*)$/.exec(this.field.value);
      if (typed) this.#fill(typed[1]);
      this.#open(this.list, this.slash, Boolean(typed) && this.list.childElementCount > 0);
    };
    this.root.onsubmit = event => {
      event.preventDefault();
      this.#give(this.field.value.trim());
    };
    this.root.onkeydown = event => this.#key(event);
    document.addEventListener('pointerdown', event => {
      if (!this.root.contains(event.target)) this.#close();
    });
  }

  #key(event) {
    const popup = [this.list, this.things].find(popup => !popup.hidden);
    if (event.key === 'Escape' && popup) {
      this.#close();
      this.field.focus();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target === this.field) {
      event.preventDefault();
      this.root.requestSubmit();
    } else if (popup && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const items = [...popup.children], at = items.indexOf(document.activeElement), step = event.key === 'ArrowDown' ? 1 : -1;
      items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length].focus();
    }
  }

  #give(text, kind) {
    this.#close();
    if (!text && !kind) return;
    if (!kind) {
      this.field.value = '';
      this.#grow();
    }
    this.field.focus({ preventScroll: true });
    this.send(text, kind);
  }

  #fill(beginning) {
    const fitting = this.#commands.filter(({ command }) => command.startsWith(beginning));
    this.list.replaceChildren(...fitting.map(({ command, description }) =>
      el('button', { type: 'button', role: 'menuitem', onclick: () => this.#give(`/${command}`) }, el('b', { text: `/${command}` }), el('span', { text: description }))));
  }

  #toggle(popup, button, shown) {
    this.#close();
    this.#open(popup, button, shown);
    if (shown) popup.firstElementChild?.focus();
  }

  #open(popup, button, shown) {
    popup.hidden = !shown;
    button.setAttribute('aria-expanded', String(shown));
  }

  #close() {
    this.#open(this.list, this.slash, false);
    this.#open(this.things, this.clip, false);
  }

  #grow() {
    this.field.style.height = 'auto';
    this.field.style.height = `${Math.min(this.field.scrollHeight, 120)}px`;
  }
}

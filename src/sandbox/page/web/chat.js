// One person's chat with the bot: its messages, their keyboards, what was pressed and not yet answered.

import { clock, copy, el, icon, post } from './dom.js';
import { drawMessageText } from './message_text.js';

/** Messages of one sender within this time are drawn as a group. */
const TOGETHER_S = 300;
/** After this time a press without an answer is given up, as in Telegram's apps. */
const PATIENCE_MS = 30_000;
/** Within this distance from the end, new messages scroll the chat. */
const NEAR_END_PX = 80;

export class Chat {
  #messages = new Map(); // id -> { fact, element }
  #pressed = new Map(); // query -> button
  #planned = false;
  #unread = 0;

  /** `phone` shows toasts, alerts and the number of unread messages. */
  constructor(person, facts, phone) {
    this.user = person.user;
    this.facts = facts;
    this.phone = phone;
    this.log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': `Messages of ${person.name}`, tabindex: 0 });
    this.start = el('div', { class: 'welcome' },
      el('div', { class: 'welcome-face', text: '🎮' }),
      el('p', { text: 'This bot sells game top-ups.' }),
      el('button', { type: 'button', class: 'start', text: 'START', onclick: () => this.#begin() }));
    this.toEnd = el('button', { type: 'button', class: 'to-end', 'aria-label': 'To the newest message', hidden: true, onclick: () => this.scrollToEnd(true) },
      icon('down'), el('span', { class: 'badge', hidden: true }));
    this.root = el('div', { class: 'chat', hidden: true }, this.log, this.toEnd);
    this.log.append(this.start);
    this.log.addEventListener('scroll', () => this.#seen(), { passive: true });
  }

  get isShown() { return !this.root.hidden; }
  get unread() { return this.#unread; }
  get newest() { return [...this.#messages.values()].at(-1)?.fact; }

  show(shown) {
    this.root.hidden = !shown;
    if (shown) this.scrollToEnd(false);
  }

  /** Adds or replaces a message; null: it was deleted. */
  take(id, fact, news) {
    const old = this.#messages.get(id), follows = this.#nearEnd();
    if (fact === null) {
      old?.element.remove();
      this.#messages.delete(id);
    } else if (old && onlyRead(old.fact, fact)) {
      old.fact = fact;
      old.element.querySelector('.meta').replaceWith(meta(fact));
    } else {
      const element = this.#draw(fact);
      if (old) replace(old.element, element);
      else this.log.append(element);
      if (old && news) element.classList.add('changed');
      else if (news) element.classList.add('new');
      this.#messages.set(id, { fact, element });
      if (news && fact.from === 'bot' && !old) this.#count(follows);
    }
    this.#plan(follows || fact?.from === 'user');
  }

  send(text, kind) {
    this.scrollToEnd(true);
    return post('/api/send', { user: this.user, text, kind }).catch(error => this.phone.toast(error.message));
  }

  /** Shows whether something was copied. */
  copied(text, done) {
    done.then(well => this.phone.toast(well ? 'Copied to the clipboard' : `Copy this: ${text}`));
  }

  /** An answer came, to a press of this page or of another one. */
  answer({ query, text, alert }) {
    const button = this.#pressed.get(query);
    if (!button) return;
    this.#pressed.delete(query);
    relax(button);
    if (text) this.phone.say(text, alert);
  }

  scrollToEnd(smoothly) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smoothly ? 'smooth' : 'instant' });
    this.#seen();
  }

  #begin() {
    // The button disappears, so that the keyboard's focus needs a new place.
    this.log.focus({ preventScroll: true });
    this.send('/start');
  }

  #nearEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX; }

  #count(follows) {
    if (this.isShown && this.phone.isShown && follows) return;
    this.#unread += 1;
    this.phone.counted();
  }

  /** Marks the messages as read when the end is visible. */
  #seen() {
    const near = this.#nearEnd();
    if (near && this.isShown && this.phone.isShown && this.#unread > 0) {
      this.#unread = 0;
      this.phone.counted();
    }
    this.toEnd.hidden = near;
    this.#badge();
  }

  #badge() {
    const badge = this.toEnd.querySelector('.badge');
    badge.hidden = this.#unread === 0;
    badge.textContent = this.#unread;
  }

  // Several changes at once cause one redraw.
  #plan(scroll) {
    this.scrollNext ||= scroll;
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      this.#arrange();
      if (this.scrollNext) this.scrollToEnd(false);
      else this.#seen();
      this.scrollNext = false;
    });
  }

  /** Groups messages, and puts a line where a day begins. */
  #arrange() {
    this.log.querySelectorAll('.day').forEach(day => day.remove());
    this.start.hidden = this.#messages.size > 0;
    let before = null;
    for (const { fact, element } of this.#messages.values()) {
      const day = dayOf(fact);
      if (!before || day !== dayOf(before.fact)) element.before(el('div', { class: 'day' }, el('span', { text: day })));
      const joins = before && before.fact.from === fact.from && fact.date - before.fact.date < TOGETHER_S && dayOf(before.fact) === day;
      element.classList.toggle('joins', Boolean(joins));
      before?.element.classList.toggle('last', !joins);
      before = { fact, element };
    }
    before?.element.classList.add('last');
    // Old keyboards still work; the newest one is highlighted.
    for (const { element } of this.#messages.values()) element.classList.toggle('newest', element === before?.element);
  }

  #draw(fact) {
    const who = fact.from === 'bot' ? 'Bot' : 'You';
    const bubble = el('div', { class: 'bubble' }, this.#reply(fact), attachment(fact.attachment));
    if (fact.text) {
      const words = el('div', { class: 'words' });
      drawMessageText(words, fact, this);
      bubble.append(words);
    }
    bubble.append(meta(fact));
    const data = { testid: 'message', messageId: fact.id, from: fact.from };
    return el('article', { class: `message ${fact.from}`, data, 'aria-label': `${who}, ${clock(fact.date * 1000)}` }, bubble, this.#keyboard(fact));
  }

  #reply({ reply_to: id }) {
    const original = id && this.#messages.get(id)?.fact;
    return original ? el('div', { class: 'reply', text: original.text.split('\n')[0] }) : null;
  }

  #keyboard(fact) {
    if (fact.keyboard.length === 0) return null;
    const key = button => {
      const mark = button.copy_text !== null ? icon('copy') : button.url !== null ? icon('link') : null;
      const element = el('button', { type: 'button', class: 'key', title: button.text, data: { testid: 'keyboard-button' } },
        el('span', { text: button.text }), mark);
      element.onclick = () => this.#press(fact, button, element);
      return element;
    };
    return el('div', { class: 'keyboard', role: 'group', 'aria-label': 'Buttons' }, fact.keyboard.map(row => el('div', { class: 'row' }, row.map(key))));
  }

  async #press(fact, button, element) {
    if (button.copy_text !== null) return this.copied(button.copy_text, copy(button.copy_text));
    if (button.url !== null) return window.open(button.url, '_blank', 'noopener,noreferrer');
    if ((button.callback_data === null && !button.pay) || element.getAttribute('aria-busy')) return null;
    element.setAttribute('aria-busy', 'true');
    setTimeout(() => relax(element), PATIENCE_MS);
    try {
      const { query } = button.pay
        ? await post('/api/pay', { user: this.user, message: fact.id })
        : await post('/api/press', { user: this.user, message: fact.id, data: button.callback_data });
      this.#pressed.set(query, element);
      // The answer may have arrived before the id of the query.
      const answer = this.facts.get('answer', query);
      if (answer) this.answer(answer);
    } catch (error) {
      relax(element);
      this.phone.toast(error.message);
    }
    return null;
  }
}

/** Moves the keyboard's focus from the old message to the first button of the new one. */
const replace = (old, element) => {
  const focused = old.contains(document.activeElement);
  old.replaceWith(element);
  if (focused) (element.querySelector('.key') ?? element.closest('.log')).focus({ preventScroll: true });
};

const relax = button => button.removeAttribute('aria-busy');

const onlyRead = (old, now) => JSON.stringify({ ...old, read: now.read }) === JSON.stringify(now);

const dayOf = ({ date }) => {
  const day = new Date(date * 1000);
  const today = new Date().toDateString() === day.toDateString();
  return today ? 'Today' : day.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
};

/** The time, whether it was edited, and, for a person's own message, whether the bot has it. */
const meta = fact => {
  const ticks = fact.read ? icon('checks') : icon('check');
  const state = fact.from === 'user' && el('span', { class: `ticks${fact.read ? ' read' : ''}`, title: fact.read ? 'The bot has it' : 'Sent' }, ticks,
    el('span', { class: 'unseen', text: fact.read ? ', the bot has it' : ', sent' }));
  return el('span', { class: 'meta' }, fact.edited ? 'edited ' : '', el('time', { text: clock((fact.edited ?? fact.date) * 1000) }), state);
};

/** What the bot uploaded is shown; what a person sent is only said to be a photo. */
const photo = id => id.startsWith('upload-')
  ? el('img', { class: 'picture', src: `/photo/${id}`, alt: 'Photo', data: { testid: 'picture' } })
  : el('div', { class: 'photo', role: 'img', 'aria-label': 'Photo' }, icon('photo'));

const invoice = ({ title, description }) => el('div', { class: 'words', data: { testid: 'invoice' } }, el('b', { text: title }), el('p', { text: description }));

const attachment = kinds => {
  const [kind, content] = Object.entries(kinds)[0] ?? [];
  switch (kind) {
    case undefined: return null;
    case 'invoice': return invoice(content);
    case 'successful_payment': return part('check', 'You paid', `${content.total_amount} ⭐`);
    case 'refunded_payment': return part('check', 'You got back', `${content.total_amount} ⭐`);
    case 'photo': return photo(content.at(-1).file_id);
    case 'sticker': return el('div', { class: 'sticker', text: content.emoji });
    case 'document': return part('file', content.file_name, '12 KB');
    case 'contact': return part('person', content.first_name, content.phone_number);
    case 'location': return part('pin', 'Location', `${content.latitude}, ${content.longitude}`);
    case 'voice': return part('voice', 'Voice message', `0:0${content.duration}`);
    default: return part('file', kind, '');
  }
};

const part = (name, title, note) => el('div', { class: 'part' }, el('span', { class: 'part-icon' }, icon(name)),
  el('span', {}, el('b', { text: title }), el('small', { text: note })));

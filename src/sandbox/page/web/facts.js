// The facts that the server sends: all of them first, then each one that changes.

const KINDS = ['shop', 'bot', 'person', 'message', 'answer', 'typing', 'order', 'shop_order', 'bill', 'ledger', 'provider', 'gateway', 'telegram', 'call'];

export class Facts {
  #facts = new Map(KINDS.map(kind => [kind, new Map()]));
  #listeners = new Map(KINDS.map(kind => [kind, []]));

  /** Calls the listener with the fact (null when it was removed), its key, and whether it has just changed (false: it was in a snapshot). */
  on(kind, listener) { this.#listeners.get(kind).push(listener); }

  get(kind, key = '') { return this.#facts.get(kind).get(key); }

  /** All of a kind, in the order of their keys. */
  all(kind) { return [...this.#facts.get(kind)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact); }

  set(kind, key, fact, news) {
    // A newer server may know more kinds than this page.
    if (!this.#facts.has(kind)) return;
    if (fact === null) this.#facts.get(kind).delete(key);
    else this.#facts.get(kind).set(key, fact);
    for (const listener of this.#listeners.get(kind)) listener(fact, key, news);
  }

  replaceAll(facts) {
    const present = new Set(facts.map(([kind, key]) => `${kind} ${key}`));
    for (const kind of KINDS) {
      for (const key of [...this.#facts.get(kind).keys()]) {
        if (!present.has(`${kind} ${key}`)) this.set(kind, key, null, false);
      }
    }
    // In this order, because a message needs its person.
    const order = new Map(KINDS.map((kind, at) => [kind, at]));
    facts.sort(([a], [b]) => order.get(a) - order.get(b));
    for (const [kind, key, fact] of facts) {
      if (JSON.stringify(this.get(kind, key)) !== JSON.stringify(fact)) this.set(kind, key, fact, false);
    }
  }
}

/** Follows the server while the page is open; `say` gets whether the connection is up, at each change. */
export const follow = (facts, say) => {
  const source = new EventSource('/events');
  const read = event => JSON.parse(event.data);
  source.addEventListener('open', () => say(true));
  source.addEventListener('snapshot', event => facts.replaceAll(read(event).facts));
  source.addEventListener('gone', event => {
    const { kind, key } = read(event);
    facts.set(kind, key, null, true);
  });
  for (const kind of KINDS) {
    source.addEventListener(kind, event => {
      const { key, fact } = read(event);
      facts.set(kind, key, fact, true);
    });
  }
  source.addEventListener('error', () => {
    say(false);
    // The browser connects again by itself, except after a refusal.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow(facts, say), 2000);
  });
};

//! All that the page shows, as facts with names. Browsers are sent the facts that change.

use serde_json::{Value, json};

use super::feed::Facts;
use super::own_account::OWN_CODE;
use super::parts::{Page, Person};
use super::shop_books::ShopBill;
use crate::sandbox::provider::{Behaviour, Endpoint, State as Account, TakenOrder};
use crate::sandbox::telegram::{ChatKind, Message, State};

/// Messages of a chat that the page shows.
const MAX_MESSAGES: usize = 200;
/// Orders that the page shows.
const MAX_ORDERS: usize = 100;

impl Page {
    /// All facts except for the calls, which are too many to be compared at each change.
    pub(super) fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        self.demo.telegram.read(|state| {
            let bot = state.bot();
            facts.insert(("shop", String::new()), json!({ "name": bot.first_name, "username": bot.username, "run": self.feed.run() }));
            facts.insert(("telegram", String::new()), self.telegram_fact(state));
            for (place, person) in self.demo.people.iter().enumerate() {
                add_person(&mut facts, state, place, person);
            }
        });
        self.demo.provider.read(|account| {
            facts.insert(("provider", String::new()), self.provider_fact(account));
            let orders = account.orders();
            for order in &orders[orders.len().saturating_sub(MAX_ORDERS)..] {
                facts.insert(("order", order.invoice.clone()), order_fact(order));
            }
        });
        self.add_shop(&mut facts);
        facts.insert(("bot", String::new()), json!(self.demo.controls.state()));
        facts
    }

    /// What the shop has written down, and its bills with what the gateway knows of them.
    fn add_shop(&self, facts: &mut Facts) {
        let shop = self.demo.shop.borrow().clone();
        for order in &shop.orders {
            facts.insert(("shop_order", order.ref_id.clone()), json!(order));
        }
        let (gateway, invoices) = (&self.demo.gateway, self.demo.gateway.invoices());
        for bill in &shop.bills {
            let invoice = invoices.iter().find(|invoice| invoice.order_id == bill.reference);
            let received = match (bill.method, invoice) {
                (OWN_CODE, _) => self.own_account.received(&bill.reference),
                (_, Some(invoice)) => invoice.received.map(|(amount, at)| (amount, at.timestamp_millis())),
                // Its code is being asked for.
                (_, None) => continue,
            };
            facts.insert(("bill", bill.reference.clone()), bill_fact(bill, received));
        }
        facts.insert(("ledger", String::new()), json!(shop.ledger));
        let fact = json!({ "down": gateway.is_down(), "lag": gateway.lag().as_secs(), "received": gateway.total_received() });
        facts.insert(("gateway", String::new()), fact);
    }

    fn telegram_fact(&self, state: &State) -> Value {
        let armed = self.control_panel.telegram().filter(|_| state.has_faults());
        json!({ "down": state.is_down(), "next": armed })
    }

    fn provider_fact(&self, account: &Account) -> Value {
        let armed = self.control_panel.provider().filter(|_| account.has_plans());
        let after = match account.default_behaviour() {
            Behaviour::Deliver { after } => Some(after.as_secs()),
            _ => None,
        };
        json!({
            "down": self.demo.provider.is_down(), "next": armed, "delivers_after": after, "balance": account.balance(),
            "doubles": account.doubles(), "posts": account.calls().iter().filter(|call| call.endpoint == Endpoint::Order).count(),
        })
    }
}

fn add_person(facts: &mut Facts, state: &State, place: usize, person: &Person) {
    let id = person.user;
    let Some(ChatKind::Private { user, started, blocked }) = state.chat(id).map(|chat| &chat.kind) else { return };
    let fact = json!({
        "user": id, "place": place, "name": user.first_name, "language": user.language_code, "phone": person.phone, "about": person.about,
        "started": started, "blocked": blocked, "menu": state.menu(id),
    });
    facts.insert(("person", id.to_string()), fact);
    if let Some(until) = state.typing_until(id) {
        facts.insert(("typing", id.to_string()), json!({ "user": id, "until": until }));
    }
    let messages = state.messages(id);
    for message in &messages[messages.len().saturating_sub(MAX_MESSAGES)..] {
        // With leading zeros the order of the names is the order of the messages.
        facts.insert(("message", format!("{id}/{:08}", message.id)), message_fact(state, message));
    }
    for (query, answer) in state.answers(id) {
        facts.insert(("answer", query.clone()), json!({ "user": id, "query": query, "text": answer.text, "alert": answer.alert }));
    }
}

fn message_fact(state: &State, message: &Message) -> Value {
    json!({
        "user": message.chat, "id": message.id, "from": if message.from_bot { "bot" } else { "user" }, "date": message.date,
        "edited": message.edited, "text": message.text, "entities": message.entities, "keyboard": message.keyboard,
        "attachment": message.attachment, "reply_to": message.reply_to,
        "read": message.update_id.is_some_and(|update| state.acknowledged(update)),
    })
}

fn bill_fact(bill: &ShopBill, received: Option<(i64, i64)>) -> Value {
    let mut fact = json!(bill);
    fact["received"] = json!(received.map(|(amount, at)| json!({ "amount": amount, "at": at })));
    fact
}

fn order_fact(order: &TakenOrder) -> Value {
    json!({
        "invoice": order.invoice, "ref_id": order.ref_id, "sku": order.sku, "product": order.product_name, "target": order.target,
        "price": order.price, "status": order.status, "sn": order.sn, "message": order.message, "refunded": order.refunded,
        "created": order.created_at.timestamp_millis(), "updated": order.updated_at.timestamp_millis(),
        "ends": order.ends_at().map(|at| at.timestamp_millis()),
    })
}

//! Paying with Telegram Stars: invoices, the question before a payment, payments and refunds.

use serde_json::{Value, json};

use super::message::{Message, User};
use super::params::Params;
use super::people::Impossible;
use super::refusal::Refusal;
use super::requests::{integer, string};
use super::stars::{Outcome, Payment};
use super::state::{Entry, State};

/// Milliseconds in which the bot has to answer before a payment (Bot API, answerPreCheckoutQuery).
const ANSWER_WITHIN_MS: i64 = 10_000;
/// The most Stars that an invoice asks for: Telegram documents no limit; an invoice over 100,000 is taken, one over 150,000 is not.
const MOST_STARS: i64 = 100_000;
/// Characters of a title (Bot API, sendInvoice).
const MAX_TITLE: usize = 32;
/// Characters of a description (Bot API, sendInvoice).
const MAX_DESCRIPTION: usize = 255;
/// Bytes of a payload (Bot API, sendInvoice).
const MAX_PAYLOAD: usize = 128;
/// The most items of getStarTransactions (Bot API).
const MAX_ITEMS: i64 = 100;

impl State {
    /// What became of a payment.
    pub fn payment(&self, query: &str) -> Option<&Payment> {
        self.stars.payments.get(query)
    }

    /// How many Stars the bot has.
    pub fn star_balance(&self) -> i64 {
        self.stars.balance()
    }

    /// The list of all that the bot got and gave, oldest first.
    pub fn star_transactions(&self) -> &[Value] {
        &self.stars.transactions
    }

    pub(super) fn send_invoice(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (title, description, payload) = (string(params, "title"), string(params, "description"), string(params, "payload"));
        for (text, most, name) in [(&title, MAX_TITLE, "title"), (&description, MAX_DESCRIPTION, "description")] {
            if text.is_empty() || text.chars().count() > most {
                return Err(Refusal::malformed(format!("invalid invoice {name} specified")));
            }
        }
        if payload.is_empty() || payload.len() > MAX_PAYLOAD {
            return Err(Refusal::malformed("INVOICE_PAYLOAD_INVALID"));
        }
        if string(params, "currency") != "XTR" || !string(params, "provider_token").is_empty() {
            return Err(Refusal::malformed("PAYMENT_PROVIDER_INVALID"));
        }
        let prices = params.get("prices").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let [price] = prices else { return Err(Refusal::malformed("STARS_INVOICE_INVALID")) };
        let stars = price["amount"].as_i64().filter(|stars| (1..=MOST_STARS).contains(stars));
        let stars = stars.ok_or_else(|| Refusal::malformed("CURRENCY_TOTAL_AMOUNT_INVALID"))?;
        let mut params = params.clone();
        let rows = params.get("reply_markup").and_then(|markup| markup["inline_keyboard"].as_array());
        match rows.and_then(|rows| rows.first()?.get(0)) {
            None => {
                let pay = json!({ "inline_keyboard": [[{ "text": format!("Pay ⭐️{stars}"), "pay": true }]] });
                params.insert("reply_markup".to_owned(), pay);
            }
            Some(first) if first["pay"] == true => {}
            Some(_) => return Err(Refusal::malformed("REPLY_MARKUP_BUY_EMPTY")),
        }
        let invoice = json!({
            "title": title, "description": description, "start_parameter": string(&params, "start_parameter"), "currency": "XTR",
            "total_amount": stars,
        });
        let attachment = [("invoice".to_owned(), invoice)].into_iter().collect();
        let sent = self.send(Default::default(), String::new(), attachment, &params)?;
        let place = (sent["chat"]["id"].as_i64().unwrap_or_default(), sent["message_id"].as_i64().unwrap_or_default());
        self.stars.payloads.insert(place, payload);
        Ok(sent)
    }

    /// A person pays: Telegram asks the bot first. Returns the id of the question.
    pub(super) fn pay(&mut self, user: i64, chat: i64, message: i64) -> Result<String, Impossible> {
        let from = self.user(user).ok_or(Impossible::NoUser(user))?.to_json();
        let found = self.message(chat, message).ok_or(Impossible::NoMessage(chat, message))?;
        let stars = found.attachment.get("invoice").and_then(|invoice| invoice["total_amount"].as_i64());
        let payload = self.stars.payloads.get(&(chat, message)).cloned();
        let (Some(stars), Some(payload)) = (stars, payload) else { return Err(Impossible::NoInvoice(chat, message)) };
        let query = format!("{}", (user << 24) + i64::try_from(self.stars.payments.len()).unwrap_or_default() + 1);
        let asked = json!({ "id": query, "from": from, "currency": "XTR", "total_amount": stars, "invoice_payload": payload });
        let (at_ms, outcome) = (self.now_ms, Outcome::Asked);
        let payment = Payment { user, chat, message, stars, at_ms, answered_ms: None, outcome, payload, refunded: false };
        self.stars.payments.insert(query.clone(), payment);
        self.note(chat, Entry::Press { user, message, label: format!("[Pay ⭐️{stars}]") });
        self.updates.push("pre_checkout_query", asked);
        Ok(query)
    }

    pub(super) fn answer_pre_checkout_query(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (query, now) = (string(params, "pre_checkout_query_id"), self.now_ms);
        let ok = params.get("ok") == Some(&Value::Bool(true));
        let text = string(params, "error_message");
        if !ok && text.is_empty() {
            return Err(Refusal::malformed("error_message is required if ok is false"));
        }
        let open = self.stars.payments.get_mut(&query);
        let open = open.filter(|payment| payment.outcome == Outcome::Asked && now - payment.at_ms <= ANSWER_WITHIN_MS);
        let too_old = || Refusal::impossible("query is too old and response timeout expired or query ID is invalid");
        let payment = open.ok_or_else(too_old)?;
        payment.answered_ms = Some(now);
        if !ok {
            payment.outcome = Outcome::Refused(text);
            return Ok(Value::Bool(true));
        }
        let charge = format!("stx{query}");
        payment.outcome = Outcome::Paid(charge.clone());
        let payment = payment.clone();
        self.stars.balance += payment.stars;
        self.list_transaction(&charge, &payment, "source");
        let paid = json!({
            "currency": "XTR", "total_amount": payment.stars, "invoice_payload": payment.payload, "telegram_payment_charge_id": charge,
            "provider_payment_charge_id": format!("{}_{query}", payment.user),
        });
        self.announce(&payment, "successful_payment", paid, payment.user);
        Ok(Value::Bool(true))
    }

    pub(super) fn refund_star_payment(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (user, charge) = (integer(params, "user_id"), string(params, "telegram_payment_charge_id"));
        let balance = self.stars.balance;
        let payment = self.stars.charged(&charge).filter(|payment| Some(payment.user) == user);
        let payment = payment.ok_or_else(|| Refusal::impossible("CHARGE_NOT_FOUND"))?;
        if payment.refunded {
            return Err(Refusal::impossible("CHARGE_ALREADY_REFUNDED"));
        }
        if payment.stars > balance {
            return Err(Refusal::impossible("BALANCE_TOO_LOW"));
        }
        self.give_stars_back(&charge);
        Ok(Value::Bool(true))
    }

    /// The payer gets the Stars back: the bot asked for it, or Telegram did so by itself.
    pub(super) fn give_stars_back(&mut self, charge: &str) -> bool {
        let Some(payment) = self.stars.charged(charge).filter(|payment| !payment.refunded) else { return false };
        payment.refunded = true;
        let payment = payment.clone();
        self.stars.balance -= payment.stars;
        self.list_transaction(charge, &payment, "receiver");
        let refunded = json!({
            "currency": "XTR", "total_amount": payment.stars, "invoice_payload": payment.payload, "telegram_payment_charge_id": charge,
        });
        self.announce(&payment, "refunded_payment", refunded, payment.user);
        true
    }

    pub(super) fn get_star_transactions(&self, params: &Params) -> Result<Value, Refusal> {
        let limit = integer(params, "limit").unwrap_or(MAX_ITEMS);
        let offset = usize::try_from(integer(params, "offset").unwrap_or(0));
        let (Ok(offset), true) = (offset, (1..=MAX_ITEMS).contains(&limit)) else { return Err(Refusal::malformed("LIMIT_INVALID")) };
        let page = self.stars.transactions.iter().skip(offset).take(usize::try_from(limit).unwrap_or(1));
        Ok(json!({ "transactions": page.collect::<Vec<_>>() }))
    }

    /// `side`: whether the payer is the source or the receiver.
    fn list_transaction(&mut self, charge: &str, payment: &Payment, side: &str) {
        let user = self.user(payment.user).map(User::to_json);
        let mut item = json!({ "id": charge, "amount": payment.stars, "date": self.now_ms / 1000 });
        item[side] = json!({ "type": "user", "transaction_type": "invoice_payment", "user": user, "invoice_payload": payment.payload });
        self.stars.list(item);
    }

    /// A service message about a payment, in the payer's private chat.
    fn announce(&mut self, payment: &Payment, kind: &str, about: Value, from: i64) {
        let message_id = self.add_message(Message::service(payment.user, from, false, kind, about));
        let payload = self.message_json(payment.user, message_id);
        let update_id = self.updates.push("message", payload);
        if let Some(message) = self.message_mut(payment.user, message_id) {
            message.update_id = update_id;
        }
    }
}

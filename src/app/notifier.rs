//! Puts notifications and Bot API calls into the outbox, and reads what a notification is rendered from when it is sent.

use crate::app::{Admins, AppError, Clock, Effects};
use crate::domain::bill::{Bill, BillId, BillState};
use crate::domain::broadcast::{Broadcast, BroadcastProgress};
use crate::domain::cart::Cart;
use crate::domain::catalog::Category;
use crate::domain::message::ShownConversation;
use crate::domain::message_class::MessageClass;
use crate::domain::notification::{
    AccessNotification, AlertNotification, BillNotification, BroadcastNotification, CartNotification, ExportNotification,
    HealthNotification, MessageNotification, Notification, OrderNotification, WalletNotification,
};
use crate::domain::order::{Order, OrderHistoryEntry, OrderId, OrderState, PaidBy};
use crate::domain::payment::{Payment, PaymentsWaiting};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::Payout;
use crate::domain::person::Person;
use crate::domain::place::Place;
use crate::domain::proof::{ProofReview, is_rejected};
use crate::domain::quote::Quote;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::domain::wallet::Balance;
use crate::storage::{CommitError, OutboxBody, OutboxMessage, OutboxWrite, ShownMessage, Store, Write};

/// The queue of messages that belong to no chat.
const NO_CHAT: i64 = 0;

/// How many of those who wait for a decision are named at once.
pub const WAITING_SHOWN: usize = 6;

/// The orders that wait for an admin's decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UncertainOrders {
    /// The first [`WAITING_SHOWN`], oldest first.
    pub orders: Vec<Order>,
    /// How many there are.
    pub count: i64,
}

/// What a notification is rendered from, as of the time when it is sent.
#[derive(Clone, Debug, Default)]
pub struct NotificationSource {
    pub order: Option<Order>,
    pub history: Vec<OrderHistoryEntry>,
    pub category: Option<Category>,
    /// The quote that replaces a confirmation whose price changed.
    pub quote: Option<Quote>,
    /// Whom the notification is about: who ordered, or who asks for access.
    pub person: Option<Person>,
    /// That person's wallet, if the notification is about money in it.
    pub balance: Option<Balance>,
    /// The admin who last decided about that person's access.
    pub decider: Option<Person>,
    /// Who waits for a decision: the first [`WAITING_SHOWN`], and on how many pages all are.
    pub waiting: Vec<Person>,
    pub waiting_pages: usize,
    pub uncertain: UncertainOrders,
    pub bill: Option<Bill>,
    pub payment: Option<Payment>,
    pub payout: Option<Payout>,
    pub cart: Option<Cart>,
    pub review: Option<ProofReview>,
    pub broadcast: Option<Broadcast>,
    pub broadcast_progress: BroadcastProgress,
    /// A message between a customer and the shop.
    pub conversation: Option<ShownConversation>,
    /// What of payments waits for admins.
    pub payments_waiting: Option<PaymentsWaiting>,
}

/// Puts messages into the outbox. Cheap to clone.
#[derive(Clone)]
pub struct Notifier {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
}

impl Notifier {
    /// Reads what a notification is rendered from. What no longer exists is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn source(&self, shop: &Shop, notification: &Notification) -> Result<NotificationSource, AppError> {
        let mut source = NotificationSource::default();
        if let Some(id) = notification.order() {
            source.order = self.store.find_order(id).await?;
            source.history = self.store.list_history(id).await?;
        }
        if let Some(order) = &source.order {
            source.category = shop.categories.iter().find(|category| category.slug == order.category).cloned();
            source.person = self.store.find_person(order.user_id).await?;
            if order.paid_by == PaidBy::Wallet {
                source.balance = Some(self.store.find_balance(order.user_id).await?);
            }
        }
        match notification {
            Notification::Order(OrderNotification::PriceChanged { quote, .. }) => {
                source.quote = self.store.find_quote(quote).await?.map(|(quote, _)| quote)
            }
            Notification::Access(AccessNotification::Requested { user }) => {
                source.person = self.store.find_person(*user).await?;
                if let Some(decision) = source.person.as_ref().and_then(|person| person.decision.as_ref()) {
                    source.decider = self.store.find_person(decision.admin).await?;
                }
            }
            Notification::Access(AccessNotification::Waiting | AccessNotification::Crowd) => {
                source.waiting = self.store.list_requested(None, i64::try_from(WAITING_SHOWN).unwrap_or(i64::MAX), 0).await?;
                let (count, _) = self.store.count_requested(None).await?;
                source.waiting_pages = usize::try_from(count).unwrap_or(0).div_ceil(WAITING_SHOWN);
            }
            Notification::Alert(AlertNotification::UncertainWaiting) => source.uncertain = self.uncertain().await?,
            Notification::Access(AccessNotification::Decided { wanted: Some(wanted), .. }) => {
                source.category = shop.categories.iter().find(|category| category.slug == *wanted).cloned();
            }
            Notification::Message(notification) => self.source_of_message(notification, &mut source).await?,
            Notification::Wallet(WalletNotification::Moved { user, .. }) => source.balance = Some(self.store.find_balance(*user).await?),
            Notification::Bill(notification) => self.source_of_bill(notification, &mut source).await?,
            Notification::Payout(notification) => {
                source.payout = self.store.find_payout(notification.payout()).await?;
                if let Some(payout) = &source.payout {
                    source.balance = Some(self.store.find_balance(payout.user_id).await?);
                }
            }
            Notification::Cart(notification) => self.source_of_cart(shop, notification, &mut source).await?,
            Notification::Broadcast(notification) => {
                let id = notification.broadcast();
                source.broadcast = self.store.find_broadcast(id).await?;
                if matches!(notification, BroadcastNotification::Progress { .. }) {
                    source.broadcast_progress = self.store.count_broadcast(id).await?;
                }
            }
            _ => {}
        }
        Ok(source)
    }

    /// The orders that wait for an admin's decision.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn uncertain(&self) -> Result<UncertainOrders, AppError> {
        let orders = self.store.list_uncertain(None, i64::try_from(WAITING_SHOWN).unwrap_or(i64::MAX)).await?;
        let counts = self.store.count_orders().await?;
        let count = counts.into_iter().find(|(state, _)| *state == OrderState::Uncertain).map_or(0, |(_, count)| count);
        Ok(UncertainOrders { orders, count })
    }

    async fn source_of_cart(&self, shop: &Shop, notification: &CartNotification, source: &mut NotificationSource) -> Result<(), AppError> {
        source.bill = self.store.find_bill(notification.bill()).await?;
        source.cart = self.store.find_cart_of(notification.bill()).await?;
        if let CartNotification::Lapsed { user, quote, .. } = notification {
            source.balance = Some(self.store.find_balance(*user).await?);
            if let Some(quote) = quote {
                source.quote = self.store.find_quote(quote).await?.map(|(quote, _)| quote);
            }
        }
        let slug = source.quote.as_ref().or(source.cart.as_ref().map(|cart| &cart.quote)).map(|quote| quote.category.clone());
        source.category = shop.categories.iter().find(|category| Some(&category.slug) == slug.as_ref()).cloned();
        Ok(())
    }

    async fn source_of_bill(&self, notification: &BillNotification, source: &mut NotificationSource) -> Result<(), AppError> {
        let mut bill = notification.bill().cloned();
        if let BillNotification::Unmatched { method, payment } = notification {
            source.payment = self.store.find_payment(*method, payment).await?;
            if let Some(admin) = source.payment.as_ref().and_then(|payment| payment.actor) {
                source.decider = self.store.find_person(admin).await?;
            }
            bill = source.payment.as_ref().and_then(|payment| payment.bill.clone());
        }
        if let Some(id) = bill {
            source.bill = self.store.find_bill(&id).await?;
        }
        if let BillNotification::Credited { user, bill, .. } = notification {
            source.balance = Some(self.store.find_balance(*user).await?);
            if let Some(bill) = bill {
                source.cart = self.store.find_cart_of(bill).await?;
            }
        }
        if let Some(bill) = &source.bill {
            source.person = self.store.find_person(bill.user_id).await?;
        }
        if *notification == BillNotification::Waiting {
            source.payments_waiting = Some(self.payments_waiting().await?);
        }
        if let BillNotification::Proof { bill, picture } = notification {
            source.review = self.review(bill, picture).await?;
        }
        Ok(())
    }

    /// How many bills, payments and payouts wait.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn payments_waiting(&self) -> Result<PaymentsWaiting, AppError> {
        let (_, review) = self.store.list_bills(BillState::Review, 0, 0).await?;
        let (_, unmatched) = self.store.list_unmatched(0, 0).await?;
        let (_, payouts) = self.store.list_open_payouts(0, 0).await?;
        let (_, open) = self.store.list_unanswered_bills(0, 0).await?;
        let oldest =
            [self.store.find_oldest_review().await?, self.store.find_oldest_unmatched().await?, self.store.find_oldest_payout().await?];
        Ok(PaymentsWaiting { open, review, unmatched, payouts, since: oldest.into_iter().flatten().min() })
    }

    /// What an admin looks at before deciding about a proof.
    async fn review(&self, bill: &BillId, picture: &str) -> Result<Option<ProofReview>, AppError> {
        let proofs = self.store.list_proofs(bill).await?;
        let Some(proof) = proofs.iter().find(|proof| proof.picture == picture).cloned() else { return Ok(None) };
        let decided = self.store.list_proof_decisions(bill).await?;
        let mut decisions = Vec::new();
        for decision in &decided {
            let name = self.store.find_person(decision.admin).await?.map_or_else(|| decision.admin.to_string(), |person| person.name);
            decisions.push((name, decision.kind));
        }
        Ok(Some(ProofReview {
            met_at: self.store.find_met_at(proof.user_id).await?,
            earlier: self.store.count_other_proofs(&proof).await?,
            seen: self.store.find_other_use(&proof).await?,
            decisions,
            rejected: is_rejected(&proofs, &decided),
            payment: self.store.find_payment(PaymentMethod::Qris, &bill.0).await?,
            proof,
        }))
    }

    /// Enqueues a Bot API call for a chat; `token` names its keyboard.
    pub fn enqueue_call(&self, chat_id: i64, method: &str, payload: serde_json::Value, token: Option<String>, effects: &mut Effects) {
        effects.push(enqueue(OutboxMessage { token, ..self.message(chat_id, call(method, payload)) }));
    }

    /// Enqueues a new message with the next screen of the dialogue with `user_id` in this chat. It replaces one that still waits, which would be
    /// out of date.
    pub fn enqueue_screen(
        &self,
        chat_id: i64,
        user_id: i64,
        method: &str,
        payload: serde_json::Value,
        token: Option<String>,
        effects: &mut Effects,
    ) {
        let slot = Some(format!("screen:{chat_id}:{user_id}"));
        effects.push(enqueue(OutboxMessage { token, slot, ..self.message(chat_id, call(method, payload)) }));
    }

    /// Removes the keyboard with this token from its message, which may not be sent yet, or was replaced before it was sent.
    pub fn remove_keyboard(&self, chat_id: i64, token: &str, effects: &mut Effects) {
        effects.push(enqueue(self.message(chat_id, OutboxBody::RemoveKeyboard { token: token.to_owned() })));
    }

    /// Enqueues a Bot API call that sets something of the bot, in no chat; a newer one of the same `slot` replaces one that still waits.
    pub fn enqueue_setting(&self, slot: String, method: &str, payload: serde_json::Value, effects: &mut Effects) {
        effects.push(enqueue(OutboxMessage { slot: Some(slot), ..self.message(NO_CHAT, call(method, payload)) }));
    }

    /// Makes a topic in the admins' group: that of the conversation with this id, once it is made. It goes before what belongs there.
    pub(super) fn new_topic(&self, chat_id: i64, name: &str, conversation: String) -> Write {
        let payload = serde_json::json!({ "chat_id": chat_id, "name": name });
        let message = self.message(chat_id, call("createForumTopic", payload));
        enqueue(OutboxMessage { class: MessageClass::Request, token: Some(conversation), ..message })
    }

    /// Enqueues the answer to a callback query: it does not wait for other messages, and is dropped when Telegram no longer accepts it.
    pub fn enqueue_answer(&self, chat_id: i64, payload: serde_json::Value, expires_at: Millis, effects: &mut Effects) {
        let message = self.message(chat_id, call("answerCallbackQuery", payload));
        effects.push(enqueue(OutboxMessage { class: MessageClass::Toast, expires_at: Some(expires_at), ..message }));
    }

    /// Enqueues a notification for one chat, outside of any topic.
    pub fn notify(&self, chat_id: i64, notification: Notification, effects: &mut Effects) {
        effects.push(self.to_chat(chat_id, notification));
    }

    /// Enqueues a notification for one place.
    pub fn notify_at(&self, place: Place, notification: Notification, effects: &mut Effects) {
        effects.push(self.to_place(place, notification));
    }

    /// The same in answer to an admin: it is no alert, whatever it says, and waits for nothing.
    pub fn answer_at(&self, place: Place, notification: Notification, effects: &mut Effects) {
        let mut answer: Effects = vec![self.to_place(place, notification)];
        for write in &mut answer {
            if let Write::Outbox(OutboxWrite::Enqueue(message)) = write {
                message.class = MessageClass::AdminAnswer;
            }
        }
        effects.extend(answer);
    }

    /// A notification to one chat, outside of any topic.
    pub(super) fn to_chat(&self, chat_id: i64, notification: Notification) -> Write {
        self.to_place(Place::chat(chat_id), notification)
    }

    /// A notification to one place.
    pub(super) fn to_place(&self, place: Place, notification: Notification) -> Write {
        self.notification(place.chat_id, place.topic, notification)
    }

    /// A notification to one place that takes a while to send: it is sent beside the chat's queue.
    pub(super) fn to_place_beside(&self, place: Place, notification: Notification) -> Write {
        let body = OutboxBody::Notification { notification };
        enqueue(OutboxMessage { topic: place.topic, class: MessageClass::Toast, ..self.message(place.chat_id, body) })
    }

    /// A notification to where an admin did something; to all whom it concerns if it was the private chat of somebody who may not
    /// hear it any more.
    pub(super) fn to_admin_at(&self, place: Place, notification: &Notification) -> Effects {
        let is_group = place.chat_id < 0;
        if is_group || self.admins.may(place.chat_id, notification.right()) {
            vec![self.to_place(place, notification.clone())]
        } else {
            self.to_admins(notification)
        }
    }

    /// A notification to the admins: to their group, or to each of those whom it concerns.
    pub fn to_admins(&self, notification: &Notification) -> Effects {
        let chats = self.admins.alert_chats(notification.right()).into_iter();
        chats.map(|(chat_id, topic)| self.notification(chat_id, topic, notification.clone())).collect()
    }

    /// Edits what was sent to admins before and shows this notification: in their group, and in each private chat that had to stand in for
    /// it. `except` is a chat that shows it already.
    pub fn update_cards(&self, notification: &Notification, except: Option<i64>) -> Effects {
        let group = self.admins.chat().map(|group| (group.chat_id, group.topic));
        let chats = group.into_iter().chain(self.admins.with(notification.right()).into_iter().map(|admin| (admin, None)));
        let chats = chats.filter(|(chat_id, _)| Some(*chat_id) != except);
        chats.map(|(chat_id, topic)| self.notification(chat_id, topic, notification.clone())).collect()
    }

    /// What to write when `notification` can't reach the chat that it was for: an alert that the admins' group does not get goes to each
    /// admin privately; what a customer writes to one admin who can't be reached goes to all; a customer whose invoice Telegram refuses is told
    /// that; of a copy of the database that its chat does not take, all are told.
    pub fn reroute(&self, chat_id: i64, notification: &Notification) -> Effects {
        if let Notification::Bill(BillNotification::Invoice { bill }) = notification {
            return vec![self.to_chat(chat_id, BillNotification::Failed { bill: bill.clone() }.into())];
        }
        if let Notification::Export(ExportNotification::BackupCopy { part, .. }) = notification {
            // Once for all parts.
            return if *part == 1 { self.to_admins(&HealthNotification::BackupNotSent { chat_id }.into()) } else { Effects::new() };
        }
        if chat_id > 0 && matches!(notification, Notification::Message(MessageNotification::MessageFromCustomer { .. })) {
            let others = self.admins.alert_chats(notification.right()).into_iter().filter(|(other, _)| *other != chat_id);
            return others.map(|(other, topic)| self.notification(other, topic, notification.clone())).collect();
        }
        let is_group = self.admins.chat().is_some_and(|group| group.chat_id == chat_id);
        if !is_group || !notification.is_alert() {
            return Effects::new();
        }
        self.admins.with(notification.right()).into_iter().map(|admin| self.to_chat(admin, notification.clone())).collect()
    }

    /// A message of a broadcast. It is sent after all others.
    pub(super) fn of_broadcast(&self, user: i64, broadcast: String) -> Write {
        self.to_chat(user, BroadcastNotification::Message { broadcast }.into())
    }

    /// The id that a chat has now: a group that became a supergroup has a new one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn current_chat(&self, chat_id: i64) -> Result<i64, AppError> {
        // Only groups move, and their ids are negative.
        let moved = if chat_id < 0 { self.store.find_moved_group(chat_id).await? } else { None };
        Ok(moved.unwrap_or(chat_id))
    }

    /// Whether this is the group of the admins, under the id that it has now or had before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_admin_chat(&self, chat_id: i64) -> Result<bool, AppError> {
        match self.admins.chat() {
            Some(group) => Ok(group.chat_id == chat_id || self.current_chat(group.chat_id).await? == chat_id),
            None => Ok(false),
        }
    }

    /// The message that shows this notification in a chat already, and is to be edited.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn shown(&self, chat_id: i64, notification: &Notification) -> Result<Option<ShownMessage>, AppError> {
        match (notification, slot(chat_id, notification)) {
            (
                Notification::Order(
                    OrderNotification::UncertainCard { .. } | OrderNotification::Unverified { .. } | OrderNotification::Receipt { .. },
                )
                | Notification::Access(AccessNotification::Requested { .. } | AccessNotification::Crowd)
                | Notification::Export(ExportNotification::ExportProgress { .. })
                | Notification::Bill(
                    BillNotification::Card { .. }
                    | BillNotification::Again { .. }
                    | BillNotification::Invoice { .. }
                    | BillNotification::Proof { .. }
                    | BillNotification::Unmatched { .. },
                )
                | Notification::Broadcast(BroadcastNotification::Progress { .. })
                | Notification::Message(MessageNotification::MessageFromCustomer { .. }),
                Some(slot),
            ) => Ok(self.store.find_shown(&slot).await?),
            _ => Ok(None),
        }
    }

    /// Gives the answers among these effects the class of what they answer; notifications have their own.
    pub fn classify_answers(&self, effects: &mut Effects, class: MessageClass) {
        for write in effects {
            if let Write::Outbox(OutboxWrite::Enqueue(message)) = write
                && message.class == MessageClass::TextAnswer
            {
                message.class = class;
            }
        }
    }

    /// Commits messages that no use case commits together with its own effects.
    ///
    /// # Errors
    /// See [`Store::commit`].
    pub async fn commit(&self, effects: Effects) -> Result<(), CommitError> {
        self.store.commit(effects).await
    }

    fn notification(&self, chat_id: i64, topic: Option<i64>, notification: Notification) -> Write {
        let slot = slot(chat_id, &notification);
        enqueue(OutboxMessage { topic, slot, ..self.message(chat_id, OutboxBody::Notification { notification }) })
    }

    fn message(&self, chat_id: i64, body: OutboxBody) -> OutboxMessage {
        let class = match &body {
            OutboxBody::Notification { notification } => notification.class(),
            OutboxBody::Call { .. } | OutboxBody::RemoveKeyboard { .. } => MessageClass::TextAnswer,
        };
        let created_at = self.clock.now();
        OutboxMessage { chat_id, topic: None, body, class, slot: None, token: None, created_at, expires_at: None }
    }
}

fn call(method: &str, payload: serde_json::Value) -> OutboxBody {
    OutboxBody::Call { method: method.to_owned(), payload }
}

fn enqueue(message: OutboxMessage) -> Write {
    Write::Outbox(OutboxWrite::Enqueue(message))
}

/// What a newer message replaces: of an order's card only the newest state is worth sending.
fn slot(chat_id: i64, notification: &Notification) -> Option<String> {
    match notification {
        Notification::Order(OrderNotification::Card { order: OrderId(id) }) => Some(format!("card:{id}")),
        Notification::Order(OrderNotification::UncertainCard { order } | OrderNotification::StillUncertain { order }) => {
            Some(format!("uncertain:{}:{chat_id}", order.0))
        }
        Notification::Order(OrderNotification::Receipt { order: OrderId(id) }) => Some(format!("receipt:{id}")),
        Notification::Order(OrderNotification::Unverified { order: OrderId(id) }) => Some(format!("unverified:{id}:{chat_id}")),
        Notification::Message(notification) => {
            let key = notification.conversation();
            let closed = || format!("closed:{}:{}", key.user, key.order.as_ref().map_or("", |order| &order.0));
            Some(format!("message:{}:{chat_id}", notification.message().map_or_else(closed, str::to_owned)))
        }
        Notification::Bill(
            BillNotification::Card { bill: BillId(id) }
            | BillNotification::Again { bill: BillId(id) }
            | BillNotification::Invoice { bill: BillId(id) },
        ) => Some(format!("bill:{id}")),
        Notification::Bill(BillNotification::Proof { bill: BillId(id), picture }) => Some(format!("proof:{id}:{picture}:{chat_id}")),
        Notification::Bill(BillNotification::Unmatched { method, payment }) => {
            Some(format!("unmatched:{}:{payment}:{chat_id}", method.as_str()))
        }
        Notification::Alert(AlertNotification::UncertainWaiting) => Some(format!("uncertain:{chat_id}")),
        Notification::Bill(BillNotification::Waiting) => Some(format!("payments:{chat_id}")),
        Notification::Cart(CartNotification::Card { bill: BillId(id) }) => Some(format!("cart:{id}")),
        Notification::Export(ExportNotification::ExportProgress { id, .. }) => Some(format!("export:{id}")),
        Notification::Access(AccessNotification::Requested { user }) => Some(format!("request:{user}:{chat_id}")),
        Notification::Access(AccessNotification::Waiting) => Some(format!("waiting:{chat_id}")),
        Notification::Access(AccessNotification::Role { .. }) => Some(format!("role:{chat_id}")),
        Notification::Broadcast(BroadcastNotification::Progress { broadcast }) => Some(format!("broadcast:{broadcast}:{chat_id}")),
        Notification::Access(AccessNotification::Crowd) => Some(format!("crowd:{chat_id}")),
        // A decision that was taken back before it was told need not be told.
        Notification::Access(_) => Some(format!("access:{chat_id}")),
        _ => None,
    }
}

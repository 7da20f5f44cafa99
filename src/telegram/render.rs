//! Renders notifications when they are sent: with the facts of that time, in the recipient's language.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::app::{App, AppError, Effects, NotificationSource, zone};
use crate::dialogue::purchase;
use crate::dialogue::screen::Confirmation;
use crate::domain::access::AccessStatus;
use crate::domain::alert::Route;
use crate::domain::bill::BillState;
use crate::domain::export::ExportWish;
use crate::domain::message::{ConversationMessage, ShownConversation};
use crate::domain::money::Rupiah;
use crate::domain::notification::{
    AccessNotification, AlertNotification, BillNotification, CartNotification, ExportNotification, MessageNotification, Notification,
    OrderNotification,
};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::place::Place;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::i18n::{self, Words};
use crate::storage::{OutboxBody, QueuedMessage};
use crate::telegram::compose::{Address, Composed, KeyboardScope, compose};
use crate::telegram::sender::{RenderError, Rendered};
use crate::telegram::upload;
use crate::telegram::view::page::AlertLine;
use crate::telegram::view::{self, NotificationFacts, ShopFacts};

/// What texts say about the shop.
pub fn shop_facts(shop: &Shop, username: &watch::Receiver<Option<String>>, now: Millis) -> ShopFacts {
    ShopFacts {
        name: shop.name.clone(),
        support: shop.support.clone(),
        bot_username: username.borrow().clone(),
        ref_id_dedupes: shop.provider.ref_id_dedupes,
        wallet: shop.wallet.enabled,
        payment_note: shop.payment_note.clone().filter(|_| !shop.wallet.enabled),
        // No notification offers it.
        top_up: false,
        planned: shop.opening.planned_at(now),
        now,
    }
}

/// Renders one message. Its keyboard is on disk before it is sent.
///
/// # Errors
/// [`RenderError::NotNow`] when the database does not answer.
pub async fn render(
    app: Arc<App>,
    username: watch::Receiver<Option<String>>,
    message: QueuedMessage,
) -> Result<Option<Rendered>, RenderError> {
    let not_now = |error: AppError| RenderError::NotNow(error.to_string());
    let notification = match message.body {
        OutboxBody::Notification { notification } => notification,
        OutboxBody::RemoveKeyboard { token } => {
            let keyboard = app.sessions.keyboard(&token).await.map_err(not_now)?;
            return Ok(keyboard.and_then(|keyboard| keyboard.message_id).map(|shown| remove_keyboard(message.chat_id, shown)));
        }
        OutboxBody::Call { method, payload } => return Ok(Some(Rendered { method, payload, topic: message.topic })),
    };
    let place = Place { chat_id: message.chat_id, topic: message.topic };
    if let Some(file) = file(&app, place, &notification).await {
        return file.map_err(not_now);
    }
    let is_alert = message.class.is_alert();
    if is_alert || matches!(notification, Notification::Order(OrderNotification::Unverified { .. })) {
        // Where an alert goes, and whether a category is verified, may be so because of a press a moment ago.
        app.settings.follow().await.map_err(not_now)?;
    }
    let shop = app.settings.current();
    let facts = app.notifier.source(&shop, &notification).await.map_err(not_now)?;
    let before = app.notifier.shown(message.chat_id, &notification).await.map_err(not_now)?;
    let card_message_id = facts.order.as_ref().map(|order| order.card_message_id);
    let message_id = match &notification {
        Notification::Order(OrderNotification::Card { .. }) => card_message_id,
        Notification::Bill(BillNotification::Again { .. } | BillNotification::Invoice { .. })
        | Notification::Order(OrderNotification::Receipt { .. }) => None,
        // An invoice can't be edited.
        Notification::Bill(BillNotification::Card { .. }) if is_by_stars(&facts) => None,
        _ => before.as_ref().map(|shown| shown.message_id),
    };
    if is_moot(&notification, &facts, message_id) {
        return Ok(None);
    }
    // What is shown already is only edited, which rings for nobody.
    if is_alert && message_id.is_none() {
        match app.alert_desk.route(&shop, &notification) {
            Route::Now => {}
            Route::Off => return Ok(None),
            Route::Hold | Route::Digest => {
                app.alert_desk.keep(message.id).await.map_err(not_now)?;
                return Ok(None);
            }
        }
    }
    let words = words_for(&app, &shop, message.chat_id).await.map_err(not_now)?;
    let mut facts = shown(&app, &shop, &notification, facts);
    facts.file_id = before.and_then(|shown| shown.photo);
    let own_topic = own_topic(message.chat_id, facts.conversation.as_mut());
    if let Notification::Alert(AlertNotification::AlertDigest { digest }) = &notification {
        facts.digest = digest_lines(&app, &shop, digest, &words, &shop_facts(&shop, &username, app.clock.now())).await.map_err(not_now)?;
        if facts.digest.is_empty() {
            return Ok(None);
        }
    }
    let page = view::notification(&notification, &facts, &words, &shop_facts(&shop, &username, app.clock.now()));
    let chat_id = app.notifier.current_chat(message.chat_id).await.map_err(not_now)?;
    let topic = match own_topic {
        Some(topic) => Some(topic),
        None if is_alert => app.alert_desk.topic(&shop, place, &notification),
        None => topic_for(&app, place, &notification).await.map_err(not_now)?,
    };
    let address = Address { chat_id, topic, message_id };
    let scope = if notification.is_for_admins() { KeyboardScope::Admins } else { KeyboardScope::Person(message.chat_id) };
    let Composed { method, mut payload, keyboard } =
        compose(&page, address, scope, app.clock.now()).map_err(|error| RenderError::Never(error.to_string()))?;
    reply_to_card(&notification, card_message_id, &mut payload);
    let mut effects = Effects::new();
    app.sessions.keep_keyboard(keyboard, &mut effects);
    app.notifier.commit(effects).await.map_err(|error| RenderError::NotNow(error.to_string()))?;
    Ok(Some(Rendered { method: method.to_owned(), payload, topic }))
}

/// The message about an order's end is a reply to the order's card.
fn reply_to_card(notification: &Notification, card_message_id: Option<i64>, payload: &mut Value) {
    if let (Notification::Order(OrderNotification::Ended { .. }), Some(card)) = (notification, card_message_id) {
        payload["reply_parameters"] = json!({ "message_id": card, "allow_sending_without_reply": true });
    }
}

/// The topic of a notification for `place`, which is no alert.
async fn topic_for(app: &App, place: Place, notification: &Notification) -> Result<Option<i64>, AppError> {
    // These remember no place.
    let is_placeless = matches!(
        notification,
        Notification::Access(_)
            | Notification::Bill(_)
            | Notification::Wallet(_)
            | Notification::Payout(_)
            | Notification::Message(_)
            | Notification::Broadcast(_)
    );
    if is_placeless && place.topic.is_none() && !notification.is_for_admins() {
        return Ok(app.access.person(place.chat_id).await?.and_then(|person| person.topic));
    }
    Ok(place.topic)
}

/// What a digest says: of each alert its line, without those about which there is nothing to say any more.
async fn digest_lines(app: &App, shop: &Shop, digest: &str, words: &Words, names: &ShopFacts) -> Result<Vec<AlertLine>, AppError> {
    let mut lines = Vec::new();
    for (notification, at) in app.alert_desk.digest(digest).await? {
        let facts = app.notifier.source(shop, &notification).await?;
        if !is_moot(&notification, &facts, None) {
            lines.extend(view::digest::line(&notification, at, &shown(app, shop, &notification, facts), words, names));
        }
    }
    Ok(lines)
}

/// The call with the file that a notification is about; `None` when it is about none.
async fn file(app: &App, place: Place, notification: &Notification) -> Option<Result<Option<Rendered>, AppError>> {
    match notification {
        Notification::Export(ExportNotification::ExportFile { id, wish }) => Some(export_file(app, place, id, *wish).await.map(Some)),
        Notification::Export(ExportNotification::BackupCopy { name, part, parts }) => {
            Some(backup_copy(app, place, name, *part, *parts).await)
        }
        _ => None,
    }
}

/// Makes the file of an export, in the language of its chat; what is wrong with it is said there.
async fn export_file(app: &App, place: Place, id: &str, wish: ExportWish) -> Result<Rendered, AppError> {
    let shop = app.settings.current();
    let words = words_for(app, &shop, place.chat_id).await?;
    let made = app.exports.make(&shop, place, id, wish, view::export::columns(wish.what, &words)).await;
    let (method, payload) = match made {
        Ok(Some(file)) => {
            let wish = ExportWish { until: file.exported.until, ..wish };
            let caption = view::export::caption(&wish, file.exported.rows, &words);
            let document = upload::file(&view::export::file_name(&wish, &words), &file.path);
            ("sendDocument", json!({ "caption": caption, "document": document }))
        }
        Ok(None) => ("sendMessage", json!({ "text": view::export::too_large(&words) })),
        Err(error) => {
            tracing::error!(%error, "an export can't be made");
            ("sendMessage", json!({ "text": view::export::failed(&words) }))
        }
    };
    addressed(app, place, method, payload).await
}

/// A part of a copy of the database; `None` when a newer one has taken its place, which is sent too.
async fn backup_copy(app: &App, place: Place, name: &str, part: u64, parts: u64) -> Result<Option<Rendered>, AppError> {
    let shop = app.settings.current();
    let Some(found) = app.backups.part(&shop, name, part) else {
        tracing::warn!(name, part, "a backup was deleted before it could be sent");
        return Ok(None);
    };
    let words = words_for(app, &shop, place.chat_id).await?;
    let file_name = if parts > 1 { format!("{name}.{part:02}-of-{parts:02}") } else { name.to_owned() };
    let document = upload::part_of_file(&file_name, &found.path, found.from, found.bytes);
    let payload = json!({ "caption": view::export::backup_copy(name, part, parts, &words), "document": document });
    addressed(app, place, "sendDocument", payload).await.map(Some)
}

/// A call in HTML for a place.
async fn addressed(app: &App, place: Place, method: &str, mut payload: Value) -> Result<Rendered, AppError> {
    payload["chat_id"] = app.notifier.current_chat(place.chat_id).await?.into();
    payload["parse_mode"] = "HTML".into();
    if let Some(topic) = place.topic {
        payload["message_thread_id"] = topic.into();
    }
    Ok(Rendered { method: method.to_owned(), payload, topic: place.topic })
}

/// Whether there is nothing to say any more: nobody waits, or a request was decided in a chat that never showed it.
fn is_moot(notification: &Notification, facts: &NotificationSource, shown: Option<i64>) -> bool {
    match notification {
        Notification::Broadcast(_) => facts.broadcast.is_none(),
        Notification::Message(MessageNotification::MessageFromShop { .. } | MessageNotification::MessageFromCustomer { .. }) => {
            message_of(facts).is_none()
        }
        Notification::Access(AccessNotification::Waiting | AccessNotification::Crowd) => facts.waiting.is_empty(),
        Notification::Bill(BillNotification::Waiting) => facts.payments_waiting.is_none_or(|waiting| waiting.since.is_none()),
        Notification::Access(AccessNotification::Requested { .. }) => {
            shown.is_none() && facts.person.as_ref().is_some_and(|person| person.access != AccessStatus::Requested)
        }
        Notification::Alert(AlertNotification::UncertainWaiting) => facts.uncertain.orders.is_empty(),
        // Decided about where it was shown.
        Notification::Bill(BillNotification::Proof { .. }) => {
            shown.is_none() && facts.review.as_ref().is_some_and(|review| review.rejected || review.payment.is_some())
        }
        Notification::Bill(BillNotification::Invoice { .. }) => facts.bill.as_ref().is_some_and(|bill| bill.state != BillState::Waiting),
        // Telegram marks a paid invoice by itself.
        Notification::Bill(BillNotification::Card { .. }) => {
            is_by_stars(facts) && facts.bill.as_ref().is_some_and(|bill| bill.state == BillState::Paid)
        }
        _ => false,
    }
}

fn message_of(facts: &NotificationSource) -> Option<&ConversationMessage> {
    facts.conversation.as_ref()?.message.as_ref()
}

/// The topic of the conversation that a message for the admins' group belongs to.
fn own_topic(chat_id: i64, shown: Option<&mut ShownConversation>) -> Option<i64> {
    let shown = shown?;
    let topic = shown.state.topic.filter(|topic| topic.chat_id == chat_id)?.topic;
    shown.in_topic = topic.is_some();
    topic
}

fn is_by_stars(facts: &NotificationSource) -> bool {
    facts.bill.as_ref().is_some_and(|bill| bill.method == PaymentMethod::Stars)
}

fn remove_keyboard(chat_id: i64, message_id: i64) -> Rendered {
    let payload = serde_json::json!({ "chat_id": chat_id, "message_id": message_id });
    Rendered { method: "editMessageReplyMarkup".to_owned(), payload, topic: None }
}

/// The language of a chat: that of the person whose private chat it is, the shop's for a group.
pub(super) async fn words_for(app: &App, shop: &Shop, chat_id: i64) -> Result<Words, AppError> {
    let person = app.access.person(chat_id).await?;
    let chosen = person.as_ref().and_then(|person| person.chosen.as_ref());
    let telegram = person.as_ref().and_then(|person| person.telegram_language.as_deref());
    Ok(Words::new(i18n::choose(chosen, telegram, &shop.locale), zone(shop)))
}

fn shown(app: &App, shop: &Shop, notification: &Notification, facts: NotificationSource) -> NotificationFacts {
    let confirmation = confirmation(app, notification, &facts);
    let is_receipt = matches!(notification, Notification::Order(OrderNotification::Receipt { .. }));
    let order = facts.order.as_ref().filter(|_| is_receipt);
    NotificationFacts {
        receipt: order.and_then(|order| app.receipts.issue(shop, order)),
        confirmation,
        verified: facts.category.as_ref().is_some_and(|category| category.verified),
        category: facts.category.as_ref().map(purchase::title),
        order: facts.order,
        history: facts.history,
        person: facts.person,
        balance: facts.balance,
        decider: facts.decider,
        waiting: facts.waiting,
        waiting_pages: facts.waiting_pages,
        uncertain: facts.uncertain.orders,
        uncertain_count: facts.uncertain.count,
        digest: Vec::new(),
        bill: facts.bill,
        payment: facts.payment,
        payout: facts.payout,
        cart: facts.cart,
        review: facts.review,
        broadcast: facts.broadcast.map(|broadcast| (broadcast, facts.broadcast_progress)),
        conversation: facts.conversation,
        payments_waiting: facts.payments_waiting,
        file_id: None,
    }
}

/// What a confirmation shows: of the quote with the new price, or of the order, to get the names of its target's fields.
fn confirmation(app: &App, notification: &Notification, facts: &NotificationSource) -> Option<Confirmation> {
    let category = facts.category.as_ref()?;
    let old_price = match (notification, &facts.order) {
        (Notification::Order(OrderNotification::PriceChanged { .. }), Some(order)) => Some(order.price),
        (Notification::Cart(CartNotification::Lapsed { price, .. }), _) => Some(*price),
        _ => None,
    };
    if let (Some(old), Some(quote)) = (old_price, &facts.quote) {
        let old = Some(old).filter(|old| *old != quote.price);
        let offered = purchase::confirmation_of(category, quote, old, None, app.clock.now());
        let after = facts.balance.map(|balance| balance.available - quote.price);
        return Some(Confirmation { balance_after: after.filter(|after| *after >= Rupiah::ZERO), ..offered });
    }
    let order = facts.order.as_ref()?;
    Some(Confirmation {
        category: purchase::title(category),
        item: order.item.clone(),
        lines: purchase::lines(category, &order.answers),
        price: order.price,
        balance_after: None,
        estimate: None,
        old_price: None,
        quote: order.quote.clone(),
        minutes: 0,
        pay: None,
        twin: None,
        hint: None,
    })
}

//! A page: what a view returns, and the facts that many views need.

use serde::{Deserialize, Serialize};

use crate::dialogue::Action;
use crate::dialogue::screen::{Confirmation, Title};
use crate::domain::alert::AlertKind;
use crate::domain::bill::Bill;
use crate::domain::broadcast::{Broadcast, BroadcastProgress};
use crate::domain::cart::Cart;
use crate::domain::locale::LocalText;
use crate::domain::message::ShownConversation;
use crate::domain::opening::PlannedPause;
use crate::domain::order::{Order, OrderHistoryEntry, OrderId};
use crate::domain::payment::{Payment, PaymentsWaiting};
use crate::domain::payout::Payout;
use crate::domain::person::Person;
use crate::domain::proof::ProofReview;
use crate::domain::receipt::IssuedReceipt;
use crate::domain::time::Millis;
use crate::domain::wallet::Balance;

/// A message: HTML text and rows of buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In Telegram's HTML; everything foreign in it is escaped. At most 4,096 UTF-16 units after parsing.
    pub text: String,
    /// From top to bottom, each from left to right.
    pub rows: Vec<Vec<Button>>,
    /// A document for what is too long for a message; then the text is its caption, of at most 1,024 units. For new messages only.
    pub file: Option<TextFile>,
    /// A photo, with the text as its caption of at most 1,024 units. A message that shows a photo keeps it.
    pub photo: Option<Photo>,
    /// An invoice, with the text, in which nothing is marked or escaped, as its description of at most 255 characters. A message of its own.
    pub invoice: Option<Invoice>,
}

/// An invoice in Telegram Stars. Its first button is [`ButtonKind::Pay`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// At most 32 characters.
    pub title: String,
    /// What comes back with the payment: at most 128 bytes.
    pub payload: String,
    pub stars: i64,
    pub start_parameter: &'static str,
}

/// A photo in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Photo {
    /// A bill's picture, drawn when it is sent; or sent again, where Telegram has it under a `file_id`.
    Bill { bill: BillPhoto, file_id: Option<String> },
    /// A receipt's picture, in the same way.
    Receipt { receipt: ReceiptPhoto, file_id: Option<String> },
    /// Figures of days, drawn when it is sent.
    Chart(ChartPhoto),
    /// One that somebody sent to the bot.
    Sent { file_id: String },
}

/// What is drawn of figures: see [`Chart`](crate::picture::chart::Chart).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartPhoto {
    pub days: [String; 3],
    pub rows: [ChartRow; 2],
}

/// One row of bars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartRow {
    pub title: String,
    pub top: i64,
    pub top_label: String,
    pub values: Vec<i64>,
}

/// What is drawn for a bill: see [`BillPicture`](crate::picture::BillPicture).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillPhoto {
    pub code: String,
    pub merchant: String,
    pub amount: String,
    pub until: String,
    pub number: String,
}

/// What is drawn for a receipt: see [`ReceiptPicture`](crate::picture::ReceiptPicture).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPhoto {
    pub code: String,
    pub title: String,
    pub item: String,
    pub lines: Vec<String>,
}

impl Page {
    /// Leaves out the buttons whose action is not wanted: those that lead into a shop, in a group; those that somebody may not press.
    pub fn keep_buttons(&mut self, is_wanted: impl Fn(&Action) -> bool) {
        for row in &mut self.rows {
            row.retain(|button| match &button.kind {
                ButtonKind::Callback(action) => is_wanted(action),
                ButtonKind::CopyText(_) | ButtonKind::Url(_) | ButtonKind::Pay => true,
            });
        }
        self.rows.retain(|row| !row.is_empty());
    }
}

/// A text that is sent as a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// With its extension.
    pub name: String,
    pub content: String,
}

/// One button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its label; not HTML.
    pub label: String,
    /// What a press does.
    pub kind: ButtonKind,
}

/// What the press of a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The bot gets it.
    Callback(Action),
    /// The client copies this text (Bot API, `CopyTextButton`: 1 to 256 characters).
    CopyText(String),
    /// The client opens this address.
    Url(String),
    /// The client pays the invoice; it must be the first button.
    Pay,
}

/// What texts say about the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopFacts {
    /// The shop's name.
    pub name: String,
    /// The support contact, as shown: `@odzreshop`.
    pub support: String,
    /// The bot's username, without the `@`; known after Telegram has answered.
    pub bot_username: Option<String>,
    /// Whether admins may send an uncertain order again under the same `ref_id`.
    pub ref_id_dedupes: bool,
    /// Whether customers pay from a wallet.
    pub wallet: bool,
    /// How customers pay, in the owner's words. `None` while they pay from a wallet.
    pub payment_note: Option<LocalText>,
    /// Whether customers can add to it by themselves.
    pub top_up: bool,
    /// The pause that is planned, or has begun.
    pub planned: Option<PlannedPause>,
    pub now: Millis,
}

/// A line of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertLine {
    pub kind: AlertKind,
    /// When it was caused.
    pub at: Millis,
    /// In HTML, on one line.
    pub text: String,
    /// Who is answered, by their name, and about which order, when it is what a customer wrote.
    pub from: Option<(i64, String, Option<OrderId>)>,
}

/// What a notification is about, read when it is sent. What was not found is left out; then the text says less.
#[derive(Clone, Debug, Default)]
pub struct NotificationFacts {
    /// The order that the notification names.
    pub order: Option<Order>,
    /// That order's history, oldest first.
    pub history: Vec<OrderHistoryEntry>,
    /// That order's category.
    pub category: Option<Title>,
    /// Whether that category is verified.
    pub verified: bool,
    /// Who requests access, or whose order it is.
    pub person: Option<Person>,
    /// What the notification's quote offers; or, for an order, its target with the fields' names.
    pub confirmation: Option<Confirmation>,
    /// What the customer has: of an order paid from the wallet, of a change by hand, or of a payment.
    pub balance: Option<Balance>,
    /// The admin who last decided about that person's access.
    pub decider: Option<Person>,
    /// The first of those who wait for a decision, and on how many pages all are.
    pub waiting: Vec<Person>,
    pub waiting_pages: usize,
    /// The first of the orders that wait for an admin's decision, and how many there are.
    pub uncertain: Vec<Order>,
    pub uncertain_count: i64,
    /// What is in the digest, oldest first.
    pub digest: Vec<AlertLine>,
    /// The bill that the notification names, or that its payment pays.
    pub bill: Option<Bill>,
    /// The payment that the notification names.
    pub payment: Option<Payment>,
    /// The payout that the notification names.
    pub payout: Option<Payout>,
    /// The order that waits for the bill.
    pub cart: Option<Cart>,
    /// What an admin looks at before deciding about a proof.
    pub review: Option<ProofReview>,
    /// The broadcast, and how far it is.
    pub broadcast: Option<(Broadcast, BroadcastProgress)>,
    /// The message between a customer and the shop.
    pub conversation: Option<ShownConversation>,
    /// What of payments waits for admins.
    pub payments_waiting: Option<PaymentsWaiting>,
    /// The receipt of the order, once that is delivered.
    pub receipt: Option<IssuedReceipt>,
    /// Telegram's id of the picture that shows the notification already.
    pub file_id: Option<String>,
}

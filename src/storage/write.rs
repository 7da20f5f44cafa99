//! Everything that can be written, as values: the only way into the database.

use crate::domain::access::AccessStatus;
use crate::domain::catalog::PriceList;
use crate::domain::order::{Order, OrderHistoryEntry, OrderId, OrderState};
use crate::domain::person::Person;
use crate::domain::quote::Quote;
use crate::domain::reconciliation::BalanceSnapshot;
use crate::domain::time::Millis;
use crate::storage::sql::{self, Connection};
use crate::storage::wake_up::WakeUp;
use crate::storage::{CommitError, Dialogue, Keyboard, OutboxMessage, ProviderBalance, ProviderStatus, QueuedQuery, RawUpdate};
use crate::storage::{
    balance_snapshot, catalog, dialogue, inbox, lease, order, outbox, person, provider_query, provider_status, write_probe,
};

/// One change. A list of them is committed together.
#[derive(Clone, Debug)]
pub enum Write {
    /// An update from Telegram; one that is there already changes nothing.
    Receive(RawUpdate),
    /// An update is handled. Conflict when it already was, or when an earlier one of its chat waits.
    HandleUpdate { bot_id: i64, update_id: i64 },
    /// An update could not be handled; it is tried again.
    RetryUpdate { bot_id: i64, update_id: i64 },
    /// An update can't be handled; it is given up as a dead letter with the reason.
    DeadLetterUpdate { bot_id: i64, update_id: i64, note: String },

    /// Somebody new, or somebody's new name. Standing, language and so on stay.
    MeetPerson { person: Person, now: Millis },
    /// What the shop knows of somebody. Conflict when their access status is no longer `from`.
    UpdatePerson { person: Person, from: AccessStatus },
    /// Telegram refused to deliver to somebody, or they are back.
    SetUnreachable { user_id: i64, unreachable: bool },
    /// A group was told where to find the bot. Conflict when it was before.
    GreetGroup { chat_id: i64, now: Millis },

    /// Where somebody stands. Conflict when `version` is not the one after the stored one.
    SaveDialogue { dialogue: Dialogue, now: Millis },
    /// What the buttons of a message do.
    AddKeyboard(Keyboard),
    /// A button was pressed. Conflict when another press came between.
    UseKeyboard { token: String, was: Option<Millis>, now: Millis },

    /// What a customer may confirm.
    AddQuote(Quote),
    /// A quote is confirmed. Conflict when it was before.
    UseQuote { id: String, now: Millis },

    /// A new order with its first history entry. Conflict when its quote or number has an order.
    AddOrder { order: Order, entry: OrderHistoryEntry },
    /// An order after an event. Conflict when it is not the version before.
    MoveOrder { order: Order, history: Vec<OrderHistoryEntry> },

    /// What is stored of an order can't be read: it is not due any more.
    ParkOrder { id: OrderId },

    /// Something to send.
    Enqueue(OutboxMessage),
    /// It was sent; the keyboard that went with it belongs to this message now.
    Sent { id: i64, message_id: Option<i64> },
    /// It was not sent; try again at `due_at`.
    Postpone { id: i64, due_at: Millis, error: String },
    /// It can't be sent.
    Undeliverable { id: i64, error: String },

    /// What the provider lists for a category.
    SavePriceList { category: String, price_list: PriceList },
    /// Our provider balance as the provider gave it.
    SetProviderBalance(ProviderBalance),
    /// A look at our provider balance, for the weighing of uncertain orders.
    AddBalanceSnapshot { id: String, snapshot: BalanceSnapshot },

    /// Something to ask the provider.
    AskProvider { query: QueuedQuery, now: Millis },
    /// A question is answered. Conflict when it was before.
    AnswerQuery { id: String },
    /// A question got no answer; ask again at `due_at`.
    PostponeQuery { id: String, due_at: Millis },

    /// How the shop stands with its provider, for processes that do not deal with it.
    SetProviderStatus(ProviderStatus),

    /// What an admin did.
    Audit(AuditEntry),
    /// The shop is alive.
    Pulse { at: Millis },
    /// The database is written and nothing changes: that it was committed shows that writing works.
    TouchWriteProbe,
    /// The clock was rolled back: what lies ahead is due that much earlier.
    RebaseDueTimes { by_ms: i64, now: Millis },
    /// Forget what is older than it needs to be.
    Prune { now: Millis },

    /// Only while this epoch of a lease lasts. Conflict when somebody else has taken it since. See [`Store::take_lease`](crate::storage::Store::take_lease).
    Fence { lease: &'static str, epoch: i64 },
}

/// Who did what to what, for disputes. Never changed, never deleted.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    pub id: String,
    /// Who: a Telegram id.
    pub actor: i64,
    /// What was done, in one word.
    pub action: &'static str,
    /// To whom or what: an order's or a person's id.
    pub subject: String,
    /// What the action alone does not say.
    pub detail: String,
    pub at: Millis,
}

/// Handled updates are kept as long as Telegram might deliver them again (24 hours), and as long again.
const KEEP_UPDATES_MS: i64 = 48 * 3_600_000;
/// Looks at the provider balance, kept for disputes: an order is weighed by those of the hours around it.
const KEEP_OBSERVATIONS_MS: i64 = 30 * 24 * 3_600_000;
/// Sent messages, kept to answer "did you tell the customer?".
const KEEP_SENT_MS: i64 = 7 * 24 * 3_600_000;

impl Write {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        match self {
            Self::Receive(incoming) => inbox::receive(db, incoming).await,
            Self::HandleUpdate { bot_id, update_id } => inbox::handle(db, *bot_id, *update_id).await,
            Self::RetryUpdate { bot_id, update_id } => inbox::retry(db, *bot_id, *update_id).await,
            Self::DeadLetterUpdate { bot_id, update_id, note } => inbox::dead_letter(db, *bot_id, *update_id, note).await,
            Self::MeetPerson { person, now } => person::meet(db, person, *now).await,
            Self::UpdatePerson { person, from } => person::update(db, person, *from).await,
            Self::SetUnreachable { user_id, unreachable } => person::set_unreachable(db, *user_id, *unreachable).await,
            Self::GreetGroup { chat_id, now } => person::greet_group(db, *chat_id, *now).await,
            Self::SaveDialogue { dialogue, now } => dialogue::save(db, dialogue, *now).await,
            Self::AddKeyboard(keyboard) => dialogue::add_keyboard(db, keyboard).await,
            Self::UseKeyboard { token, was, now } => dialogue::use_keyboard(db, token, *was, *now).await,
            Self::AddQuote(quote) => order::add_quote(db, quote).await,
            Self::UseQuote { id, now } => order::use_quote(db, id, *now).await,
            Self::AddOrder { order, entry } => order::add(db, order, entry).await,
            Self::MoveOrder { order, history } => order::update(db, order, history).await,
            Self::ParkOrder { id } => order::park(db, id).await,
            Self::Enqueue(message) => outbox::enqueue(db, message).await,
            Self::Sent { id, message_id } => outbox::sent(db, *id, *message_id).await,
            Self::Postpone { id, due_at, error } => outbox::postpone(db, *id, *due_at, error).await,
            Self::Undeliverable { id, error } => outbox::undeliverable(db, *id, error).await,
            Self::SavePriceList { category, price_list } => catalog::save_price_list(db, category, price_list).await,
            Self::SetProviderBalance(provider_balance) => catalog::set_provider_balance(db, *provider_balance).await,
            Self::AddBalanceSnapshot { id, snapshot } => balance_snapshot::add(db, id, snapshot).await,
            Self::AskProvider { query, now } => provider_query::ask(db, query, *now).await,
            Self::AnswerQuery { id } => provider_query::answer(db, id).await,
            Self::PostponeQuery { id, due_at } => provider_query::postpone(db, id, *due_at).await,
            Self::SetProviderStatus(provider_status) => provider_status::set(db, provider_status).await,
            Self::Audit(entry) => audit(db, entry).await,
            Self::Pulse { at } => write_probe::record(db, *at).await,
            Self::TouchWriteProbe => write_probe::touch(db).await,
            Self::RebaseDueTimes { by_ms, now } => write_probe::rebase_due_times(db, *by_ms, *now).await,
            Self::Prune { now } => prune(db, *now).await,
            Self::Fence { lease, epoch } => lease::fence(db, lease, *epoch).await,
        }
    }

    /// Whom it gives something to do.
    pub(super) fn wake_up(&self) -> Option<WakeUp> {
        match self {
            Self::Receive(_) => Some(WakeUp::Inbox),
            Self::Enqueue(_) => Some(WakeUp::Outbox),
            Self::AddOrder { order, .. } | Self::MoveOrder { order, .. } => match order.state {
                // An uncertain one may be due to be sent again.
                OrderState::Queued | OrderState::Uncertain => Some(WakeUp::Queued),
                OrderState::Pending | OrderState::Success => Some(WakeUp::Placed),
                OrderState::Sending | OrderState::Failed | OrderState::Cancelled => None,
            },
            Self::AskProvider { .. } => Some(WakeUp::Queries),
            _ => None,
        }
    }
}

async fn audit(db: &mut Connection, entry: &AuditEntry) -> Result<(), CommitError> {
    sql::query("INSERT INTO audit (id, actor, action, subject, detail, at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(&entry.id)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(entry.at.0)
        .execute(db)
        .await?;
    Ok(())
}

async fn prune(db: &mut Connection, now: Millis) -> Result<(), CommitError> {
    for (sql, before) in [
        ("DELETE FROM inbox WHERE state <> 'new' AND received_at < $1", now.plus_ms(-KEEP_UPDATES_MS)),
        ("DELETE FROM outbox WHERE state <> 'waiting' AND created_at < $1", now.plus_ms(-KEEP_SENT_MS)),
        ("DELETE FROM balance_snapshots WHERE answered_at < $1", now.plus_ms(-KEEP_OBSERVATIONS_MS)),
        ("DELETE FROM keyboards WHERE expires_at < $1", now),
        ("DELETE FROM quotes WHERE used_at IS NULL AND expires_at < $1", now.plus_ms(-KEEP_UPDATES_MS)),
    ] {
        sql::query(sql).bind(before.0).execute(&mut *db).await?;
    }
    Ok(())
}

/// A change whose condition must hold: exactly one row, or somebody was faster.
pub(super) fn exactly_one(what: &'static str, rows: u64) -> Result<(), CommitError> {
    if rows == 1 { Ok(()) } else { Err(CommitError::Conflict(what)) }
}

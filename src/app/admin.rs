//! What admins do: look, and let people in; about uncertain orders see `settle`. Each act is audited.

use std::sync::atomic::Ordering;

use crate::app::{App, AppError, Effects, random};
use crate::domain::access::AccessStatus;
use crate::domain::money::Rupiah;
use crate::domain::notification::{AccessNotification, ClosedReason, Notification, ProviderNotification};
use crate::domain::order::OrderState;
use crate::domain::person::Person;
use crate::domain::time::Millis;
use crate::storage::{AuditEntry, AuditWrite, PersonWrite, ProviderQuery, Write};

/// Longest invoice that an admin may type. The known ones have about 25 characters.
const MAX_INVOICE_CHARS: usize = 64;

/// Requests, and uncertain orders, that an admin gets at a `/start`: more would drown them.
const CATCH_UP: i64 = 20;

/// The answer to a request to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It counts; the customer is told.
    Made(Person),
    /// Another admin was first.
    Late(Person),
    /// Nobody of that id ever asked.
    Unknown,
}

/// How `/status NAME` goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inspection {
    /// The provider is asked; the answer comes as a message.
    Asking,
    /// Neither an order of ours nor a text that could be an invoice.
    Unknown,
}

/// The shop at a glance.
#[derive(Clone, Debug)]
pub struct Overview {
    pub orders: Vec<(OrderState, i64)>,
    pub oldest_open: Option<(String, Millis)>,
    pub closed: Option<ClosedReason>,
    pub provider_seen: Option<Millis>,
    pub balance: Option<Rupiah>,
    pub inbox: i64,
    pub outbox: i64,
    pub started_at: Millis,
}

impl App {
    /// Asks for the provider account; the answer comes as a message to `chat_id`.
    pub fn ask_balance(&self, chat_id: i64, effects: &mut Effects) {
        effects.push(self.ask(ProviderQuery::Balance { chat_id }));
    }

    /// Asks the provider about one of our orders or any invoice; the answer comes as a message to `chat_id`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn inspect(&self, chat_id: i64, name: &str, effects: &mut Effects) -> Result<Inspection, AppError> {
        let name = name.trim_start_matches('#');
        let query = match self.store.find_order_called(name).await? {
            Some(order) => ProviderQuery::Order { chat_id, order: order.id },
            None => match invoice(name) {
                Some(invoice) => ProviderQuery::Invoice { chat_id, invoice },
                None => return Ok(Inspection::Unknown),
            },
        };
        effects.push(self.ask(query));
        Ok(Inspection::Asking)
    }

    /// The shop at a glance.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn overview(&self) -> Result<Overview, AppError> {
        let seen = self.provider_seen.load(Ordering::Relaxed);
        Ok(Overview {
            orders: self.store.count_orders().await?,
            oldest_open: self.store.find_oldest_open().await?.map(|order| (order.number, order.created_at)),
            closed: self.closed(),
            provider_seen: (seen > 0).then_some(Millis(seen)),
            balance: self.store.find_provider_balance().await?.map(|provider_balance| provider_balance.amount),
            inbox: self.store.count_waiting_updates().await?,
            outbox: self.store.count_waiting_messages().await?,
            started_at: self.started_at,
        })
    }

    /// Lets somebody in or turns them away; the first answer wins, and they hear at once. Asked for by an admin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decide(&self, admin: i64, user: i64, approve: bool, effects: &mut Effects) -> Result<Decision, AppError> {
        let Some(person) = self.store.find_person(user).await? else { return Ok(Decision::Unknown) };
        if person.access != AccessStatus::Requested {
            return Ok(Decision::Late(person));
        }
        let access = if approve { AccessStatus::Approved } else { AccessStatus::Rejected };
        let person = Person { access, ..person };
        effects.push(Write::Person(PersonWrite::Update { person: person.clone(), from: AccessStatus::Requested }));
        effects.push(self.to_chat(user, Notification::Access(AccessNotification::Decided { approved: approve })));
        effects.push(self.audit(admin, if approve { "admit" } else { "refuse" }, user.to_string(), String::new()));
        Ok(Decision::Made(person))
    }

    /// Who waits to be let in, for an admin who may have lost the cards, or never got them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn show_requests(&self, admin: i64, effects: &mut Effects) -> Result<(), AppError> {
        for user in self.store.list_requested(CATCH_UP).await? {
            effects.push(self.to_chat(admin, Notification::Access(AccessNotification::Requested { user })));
        }
        Ok(())
    }

    /// What is wrong and which orders wait for a decision, for an admin whom no message could reach before: Telegram lets a bot write only to those who wrote first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn catch_up(&self, admin: i64, effects: &mut Effects) -> Result<(), AppError> {
        if self.admin_chat.is_some() {
            // Their group was reached all the time.
            return Ok(());
        }
        if let Some(cause) = self.closed() {
            effects.push(self.to_chat(admin, Notification::Provider(ProviderNotification::ShopClosed { cause })));
        }
        for slug in &self.catalogs.current().unknown {
            effects.push(self.to_chat(admin, Notification::Provider(ProviderNotification::CategoryUnknown { slug: slug.clone() })));
        }
        if let Some(provider_balance) = self.store.find_provider_balance().await?.filter(|provider_balance| provider_balance.low) {
            effects.push(
                self.to_chat(admin, Notification::Provider(ProviderNotification::ProviderBalanceLow { balance: provider_balance.amount })),
            );
        }
        for order in self.store.list_uncertain(None, CATCH_UP).await? {
            effects.push(self.ask(ProviderQuery::Evidence { order: order.id }));
        }
        Ok(())
    }

    pub(super) fn audit(&self, actor: i64, action: &'static str, subject: String, detail: String) -> Write {
        Write::Audit(AuditWrite::Add(AuditEntry { id: random::token(), actor, action, subject, detail, at: self.now() }))
    }
}

/// A typed text as an invoice: one word of printable ASCII.
pub fn invoice(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.len() <= MAX_INVOICE_CHARS && text.chars().all(|c| c.is_ascii_graphic());
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::invoice;

    #[test]
    fn an_invoice_is_one_printable_word() {
        assert_eq!(invoice(" INV-A1B2C3D4-1708300000 "), Some("INV-A1B2C3D4-1708300000".into()));
        for bad in ["", "  ", "INV 1", "INV\n1", "INV-１", &"X".repeat(65)] {
            assert_eq!(invoice(bad), None, "{bad:?}");
        }
    }
}

//! The payment desk, for admins: which bills are open, what waits for a decision, and what is found by a number.

use std::sync::Arc;

use crate::app::zone::start_of_day;
use crate::app::{Admins, AppError, Bills, Clock, Effects, Gateways, Notifier, zone};
use crate::domain::bill::{Bill, BillEvent, BillId, BillState};
use crate::domain::notification::{BillNotification, Notification};
use crate::domain::payment::{Payment, PaymentsWaiting};
use crate::domain::payment_figures::MethodFigures;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::payout::Payout;
use crate::domain::person::Person;
use crate::domain::proof::Proof;
use crate::domain::role::Right;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ReminderWrite, Store, Write};

/// What waits this long is one to remind admins of, and so often: it is somebody's money.
const REMIND_EVERY_MS: i64 = 3 * 3_600_000;
/// The name of that reminder.
const PAYMENTS: &str = "payments";

/// A bill with what admins want to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillFile {
    pub bill: Bill,
    pub person: Option<Person>,
    /// What came for it, oldest first.
    pub payments: Vec<Payment>,
    /// The photos that were sent for it, oldest first.
    pub proofs: Vec<Proof>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskFound {
    Bill(BillId),
    Payment { method: PaymentMethod, id: String },
    Payout(String),
}

/// How payments are doing, at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentsOverview {
    /// The gateways, and whether each works.
    pub gateways: Vec<(PaymentMethod, bool)>,
    /// The payments of today.
    pub today: Vec<MethodFigures>,
    pub waiting: PaymentsWaiting,
}

/// What the metrics say of payments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentReadings {
    pub bills: Vec<(BillState, i64)>,
    pub oldest_review: Option<Millis>,
    pub waiting: PaymentsWaiting,
    /// The payments of the last hour.
    pub last_hour: Vec<MethodFigures>,
}

/// The payment desk.
pub struct PaymentDesk {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) admins: Admins,
    pub(super) notifier: Notifier,
    pub(super) bills: Arc<Bills>,
    pub(super) gateways: Arc<Gateways>,
}

impl PaymentDesk {
    /// How much waits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn waiting(&self) -> Result<PaymentsWaiting, AppError> {
        self.notifier.payments_waiting().await
    }

    /// A page of the bills that wait for their customers, or of those in review, oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn bills(&self, review: bool, page: usize, per_page: usize) -> Result<(Vec<Bill>, usize), AppError> {
        let (limit, offset) = bounds(page, per_page);
        let (bills, count) = match review {
            true => self.store.list_bills(BillState::Review, limit, offset).await?,
            false => self.store.list_unanswered_bills(limit, offset).await?,
        };
        Ok((bills, usize::try_from(count).unwrap_or(0)))
    }

    /// A page of the unmatched payments, oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn unmatched(&self, page: usize, per_page: usize) -> Result<(Vec<Payment>, usize), AppError> {
        let (limit, offset) = bounds(page, per_page);
        let (payments, count) = self.store.list_unmatched(limit, offset).await?;
        Ok((payments, usize::try_from(count).unwrap_or(0)))
    }

    /// A page of the open payouts, oldest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn payouts(&self, page: usize, per_page: usize) -> Result<(Vec<Payout>, usize), AppError> {
        let (limit, offset) = bounds(page, per_page);
        let (payouts, count) = self.store.list_open_payouts(limit, offset).await?;
        Ok((payouts, usize::try_from(count).unwrap_or(0)))
    }

    /// A bill with its customer and payments.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn bill(&self, id: &BillId) -> Result<Option<BillFile>, AppError> {
        let Some(bill) = self.store.find_bill(id).await? else { return Ok(None) };
        let person = self.store.find_person(bill.user_id).await?;
        let payments = self.store.list_payments_of(id).await?;
        let proofs = self.store.list_proofs(id).await?;
        Ok(Some(BillFile { bill, person, payments, proofs }))
    }

    /// What has this number, reference or payment id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, text: &str) -> Result<Option<DeskFound>, AppError> {
        let bill = match self.store.find_bill_called(text).await? {
            Some(bill) => Some(bill),
            None => self.store.find_bill_referred(text).await?,
        };
        if let Some(bill) = bill {
            return Ok(Some(DeskFound::Bill(bill.id)));
        }
        if let Some(Payment { method, id, .. }) = self.store.find_payments(text).await?.into_iter().next() {
            return Ok(Some(DeskFound::Payment { method, id }));
        }
        Ok(self.store.find_payout_called(text).await?.map(|payout| DeskFound::Payout(payout.id)))
    }

    /// An admin wants to know now what became of a bill; `false` when there is nothing to look at.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn look_now(&self, admin: i64, id: &BillId, effects: &mut Effects) -> Result<bool, AppError> {
        let found = if self.admins.may(admin, Right::Look) { self.store.find_bill(id).await? } else { None };
        let Some(bill) = found.filter(|bill| bill.method.can_be_asked()) else { return Ok(false) };
        Ok(self.bills.apply(bill, BillEvent::Hint { test: false }, effects).is_ok())
    }

    /// How payments are doing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn overview(&self, shop: &Shop) -> Result<PaymentsOverview, AppError> {
        let (now, midnight) = (self.clock.now(), start_of_day(self.clock.now(), zone(shop)));
        let mut today = self.store.sum_payments_by_method(midnight, now.plus_ms(1)).await?;
        self.store.add_unmatched(&mut today, midnight).await?;
        Ok(PaymentsOverview { gateways: self.gateways.health(), today, waiting: self.waiting().await? })
    }

    /// What the metrics say of payments.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn readings(&self) -> Result<PaymentReadings, AppError> {
        let now = self.clock.now();
        Ok(PaymentReadings {
            bills: self.store.count_bills().await?,
            oldest_review: self.store.find_oldest_review().await?,
            waiting: self.waiting().await?,
            last_hour: self.store.sum_payments_by_method(now.plus_seconds(-3_600), now.plus_ms(1)).await?,
        })
    }

    /// Reminds the admins of proofs, payments and payouts that wait for them.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn remind(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        let is_old = |at: Millis| now.since_ms(at) >= REMIND_EVERY_MS;
        let reminded = self.store.find_reminder(PAYMENTS).await?;
        if !self.waiting().await?.since.is_some_and(is_old) || reminded.is_some_and(|at| !is_old(at)) {
            return Ok(());
        }
        let mut effects = self.notifier.to_admins(&Notification::Bill(BillNotification::Waiting));
        effects.push(Write::Reminder(ReminderWrite::Sent { name: PAYMENTS.into(), now }));
        Ok(self.store.commit(effects).await?)
    }
}

fn bounds(page: usize, per_page: usize) -> (i64, i64) {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (number(per_page), number(page.saturating_mul(per_page)))
}

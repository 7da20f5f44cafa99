//! The events of an uncertain order: evidence, an admin's decision, sending it again under the same `ref_id`, and undoing a wrong
//! decision.

use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::order::transition::Step;
use crate::domain::order::{EndReason, OrderHistoryKind, OrderState};
use crate::domain::reconciliation::{self, Evidence, Verdict};
use crate::domain::time::Millis;

impl Step {
    pub(super) fn is_decidable(&self) -> bool {
        reconciliation::is_decidable(&self.order, self.args.now)
    }

    pub(super) fn has_verdict(&self, verdict: Verdict) -> bool {
        self.order.evidence.is_some_and(|evidence| evidence.verdict == verdict)
    }

    /// Keeps the deadline, from which the time follows when the order is decidable.
    pub(super) fn unclear(&mut self, kind: OrderHistoryKind, detail: String) {
        self.enter(OrderState::Uncertain, kind);
        self.detail(detail);
        self.order.due_at = None;
        self.card();
        self.customer.push(Notification::Order(OrderNotification::Uncertain { order: self.order.id.clone() }));
    }

    pub(super) fn reconciled(&mut self, evidence: Evidence) {
        self.order.evidence = Some(evidence);
        self.admins.push(Notification::Order(OrderNotification::UncertainCard { order: self.order.id.clone() }));
    }

    pub(super) fn found_placed(&mut self, admin: i64, invoice: String) {
        self.enter(OrderState::Pending, OrderHistoryKind::FoundPlaced);
        self.detail(format!("{admin}: {invoice}"));
        self.order.invoice = Some(invoice);
        self.order.resolved_by = Some(admin);
        self.order.placed_at = self.order.sent_at;
        self.order.polls = 0;
        self.order.due_at = Some(self.args.now);
        self.card();
    }

    pub(super) fn not_placed(&mut self, kind: OrderHistoryKind, detail: String) {
        self.end(OrderState::Failed, kind, Some(EndReason::NotPlaced));
        self.detail(detail);
        self.tell_end();
    }

    /// The provider balance proves that it was placed. Its status can't be checked without the invoice, so it stays uncertain until an admin
    /// finds the invoice.
    pub(super) fn proved_placed(&mut self) {
        self.enter(OrderState::Uncertain, OrderHistoryKind::ProvedPlaced);
        self.order.told.proved = true;
        self.admins.push(Notification::Order(OrderNotification::ProvedPlaced { order: self.order.id.clone() }));
    }

    pub(super) fn proved_not_placed(&mut self) {
        self.not_placed(OrderHistoryKind::ProvedNotPlaced, String::new());
        self.admins.push(Notification::Order(OrderNotification::ProvedNotPlaced { order: self.order.id.clone() }));
    }

    pub(super) fn want_resend(&mut self, admin: Option<i64>) {
        self.enter(OrderState::Uncertain, OrderHistoryKind::ResendWanted);
        self.detail(admin.map(|admin| admin.to_string()).unwrap_or_default());
        self.order.due_at = Some(self.args.now);
    }

    /// Keeps the time of the first sending, because the order may have been accepted since then.
    pub(super) fn resend(&mut self, deadline: Millis) {
        self.enter(OrderState::Uncertain, OrderHistoryKind::Resent);
        self.order.attempts += 1;
        self.order.resends += 1;
        self.order.send_deadline = Some(deadline);
        self.order.due_at = None;
    }

    /// A refusal ends here too: it may concern only this call and says nothing about the first one.
    pub(super) fn resend_unclear(&mut self, detail: String) {
        self.enter(OrderState::Uncertain, OrderHistoryKind::ResendUnclear);
        self.detail(detail);
        self.admins.push(Notification::Order(OrderNotification::ResendUnclear { order: self.order.id.clone() }));
    }

    pub(super) fn take_back(&mut self, admin: i64) {
        self.enter(OrderState::Uncertain, OrderHistoryKind::TakenBack);
        let invoice = self.order.invoice.take().unwrap_or_default();
        self.detail(format!("{admin}: {invoice}"));
        self.order.resolved_by = None;
        self.order.placed_at = None;
        self.order.due_at = None;
        self.card();
    }
}

//! How admins resolve uncertain orders: one was placed, was not placed, or is sent again; and a wrong decision is taken back. If the
//! provider can confirm a decision, it is asked first.

use std::sync::Arc;

use crate::app::audit::audit;
use crate::app::provider_query::{QueryOutcome, ask, is_passing};
use crate::app::{AppError, Clock, Effects, Notifier, ProviderCalls, Transitions};
use crate::domain::notification::{Notification, QueryNotification, ResolutionOutcome, Trouble};
use crate::domain::order::{Order, OrderEvent, OrderId, OrderState};
use crate::domain::place::Place;
use crate::domain::reconciliation::{decidable_at, is_decidable};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::provider::Status;
use crate::storage::{ProviderQuery, Store, Write};

/// What became of an attempt to resolve an uncertain order.
#[derive(Clone, Debug)]
pub enum Resolution {
    /// Done, or the provider is asked, once the effects are committed.
    Done(Box<Order>),
    /// It is no longer uncertain.
    Already(Box<Order>),
    /// The provider may still accept it, or it is being sent again; it can be decided from this time on.
    TooEarly(Box<Order>, Millis),
    /// There is no such order, or the shop does not allow this.
    Unknown,
}

/// An admin, and where they asked: the answer appears there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    pub admin: i64,
    pub place: Place,
}

/// Resolves uncertain orders as admins decide.
pub struct Resolver {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) provider: Arc<ProviderCalls>,
    pub(super) transitions: Transitions,
}

impl Resolver {
    /// The order, if an admin may say now that it was placed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn resolvable(&self, id: &OrderId) -> Result<Resolution, AppError> {
        Ok(match self.store.find_order(id).await? {
            Some(order) if order.state == OrderState::Uncertain => Resolution::Done(Box::new(order)),
            Some(order) => Resolution::Already(Box::new(order)),
            None => Resolution::Unknown,
        })
    }

    /// The order, if an admin may say now that it was not placed, or send it again: the provider can no longer accept it, and it is not being
    /// sent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decidable(&self, id: &OrderId) -> Result<Resolution, AppError> {
        Ok(match self.resolvable(id).await? {
            Resolution::Done(order) if !is_decidable(&order, self.clock.now()) || order.due_at.is_some() => {
                let from = decidable_at(&order).max(self.clock.now());
                Resolution::TooEarly(order, from)
            }
            other => other,
        })
    }

    /// An admin says that the provider has the order under this invoice: the provider is asked, and the answer comes as a message.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn claim_placed(&self, asker: Asker, id: &OrderId, invoice: &str, effects: &mut Effects) -> Result<Resolution, AppError> {
        let resolution = self.resolvable(id).await?;
        if let Resolution::Done(order) = &resolution {
            let query = ProviderQuery::Resolve {
                admin: asker.admin,
                order: order.id.clone(),
                invoice: invoice.to_owned(),
                place: Some(asker.place),
            };
            effects.push(ask(query, self.clock.now()));
        }
        Ok(resolution)
    }

    /// The provider never had the order: it has failed, and the customer is told.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn found_not_placed(&self, shop: &Shop, admin: i64, id: &OrderId, effects: &mut Effects) -> Result<Resolution, AppError> {
        let resolution = self.decidable(id).await?;
        let Resolution::Done(order) = resolution else { return Ok(resolution) };
        self.resolve(shop, admin, *order, "found_not_placed", OrderEvent::FoundNotPlaced { admin }, effects)
    }

    /// The order is sent again under the same `ref_id`, which the owner declares to be safe.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn want_resend(
        &self,
        shop: &Shop,
        Asker { admin, place }: Asker,
        id: &OrderId,
        effects: &mut Effects,
    ) -> Result<Resolution, AppError> {
        if !shop.provider.ref_id_dedupes {
            return Ok(Resolution::Unknown);
        }
        let resolution = self.decidable(id).await?;
        let Resolution::Done(order) = resolution else { return Ok(resolution) };
        let order = Order { resolved_in: Some(place), ..*order };
        self.resolve(shop, admin, order, "resend", OrderEvent::ResendWanted { admin: Some(admin) }, effects)
    }

    /// An admin takes back that an order was placed: the provider is asked whether it really does not know the invoice, and the
    /// answer comes as a message.
    pub fn take_back(&self, Asker { admin, place }: Asker, id: &OrderId, effects: &mut Effects) {
        effects.push(ask(ProviderQuery::TakeBack { admin, order: id.clone(), place: Some(place) }, self.clock.now()));
    }

    /// Whether an invoice belongs to an order of ours already.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_invoice_taken(&self, invoice: &str) -> Result<bool, AppError> {
        Ok(self.store.find_order_called(invoice).await?.is_some())
    }

    fn resolve(
        &self,
        shop: &Shop,
        admin: i64,
        order: Order,
        action: &'static str,
        event: OrderEvent,
        effects: &mut Effects,
    ) -> Result<Resolution, AppError> {
        let (order, moved) = self.transitions.apply(shop, order, event)?;
        effects.extend(moved);
        effects.push(self.audit(admin, action, &order.id, String::new()));
        Ok(Resolution::Done(Box::new(order)))
    }

    fn audit(&self, admin: i64, action: &'static str, order: &OrderId, detail: String) -> Write {
        audit(admin, action, order.0.clone(), detail, self.clock.now())
    }

    fn tell(&self, place: Place, order: OrderId, invoice: String, outcome: ResolutionOutcome) -> Write {
        self.notifier.to_place(place, Notification::Query(QueryNotification::Resolution { order, invoice, outcome }))
    }

    /// Asks the provider about the invoice that an admin found. It counts only if the provider knows it and it fits.
    pub(super) async fn answer_resolve(
        &self,
        shop: &Shop,
        Asker { admin, place }: Asker,
        id: OrderId,
        invoice: String,
        last: bool,
    ) -> Result<QueryOutcome, AppError> {
        let tell = |outcome| self.tell(place, id.clone(), invoice.clone(), outcome);
        let Resolution::Done(order) = self.resolvable(&id).await? else {
            return Ok(QueryOutcome::Told(vec![tell(ResolutionOutcome::Already)]));
        };
        if self.is_invoice_taken(&invoice).await? {
            return Ok(QueryOutcome::Told(vec![tell(ResolutionOutcome::Taken)]));
        }
        let (answer, mut effects) = (self.provider.check(&invoice).await, Effects::new());
        let outcome = match &answer {
            Err(error) if is_passing(error) && !last => return Ok(QueryOutcome::Again),
            Err(error) => ResolutionOutcome::Unasked(error.trouble()),
            Ok(status) => misfit(&order, status).unwrap_or(ResolutionOutcome::Placed),
        };
        if outcome == ResolutionOutcome::Placed {
            let order = Order { resolved_in: Some(place), ..*order };
            effects.extend(self.transitions.apply(shop, order, OrderEvent::FoundPlaced { admin, invoice: invoice.clone() })?.1);
            effects.push(self.audit(admin, "found_placed", &id, invoice.clone()));
        }
        effects.push(tell(outcome));
        Ok(QueryOutcome::Told(effects))
    }

    /// Asks the provider about an invoice that an admin may have assigned by mistake. It is taken back only if the provider does not know it.
    pub(super) async fn answer_take_back(
        &self,
        shop: &Shop,
        Asker { admin, place }: Asker,
        id: OrderId,
        last: bool,
    ) -> Result<QueryOutcome, AppError> {
        let order = self.store.find_order(&id).await?.filter(|order| order.state == OrderState::Pending && order.resolved_by.is_some());
        let Some((order, invoice)) = order.and_then(|order| order.invoice.clone().map(|invoice| (order, invoice))) else {
            return Ok(QueryOutcome::Told(vec![self.tell(place, id, String::new(), ResolutionOutcome::Already)]));
        };
        let (answer, mut effects) = (self.provider.check(&invoice).await, Effects::new());
        let outcome = match &answer {
            Err(error) if is_passing(error) && !last => return Ok(QueryOutcome::Again),
            Err(error) if error.trouble() == Trouble::NotFound => ResolutionOutcome::TakenBack,
            Err(error) => ResolutionOutcome::Unasked(error.trouble()),
            Ok(_) => ResolutionOutcome::Known,
        };
        if outcome == ResolutionOutcome::TakenBack {
            let order = Order { resolved_in: None, ..order };
            effects.extend(self.transitions.apply(shop, order, OrderEvent::TakenBack { admin })?.1);
            effects.push(self.audit(admin, "taken_back", &id, invoice.clone()));
            effects.push(ask(ProviderQuery::Evidence { order: id.clone() }, self.clock.now()));
        }
        effects.push(self.tell(place, id, invoice, outcome));
        Ok(QueryOutcome::Told(effects))
    }
}

/// Why an invoice does not belong to this order. A field that the provider leaves out proves nothing.
fn misfit(order: &Order, status: &Status) -> Option<ResolutionOutcome> {
    let differs = |theirs: &Option<String>, ours: &str| theirs.as_ref().is_some_and(|theirs| theirs.trim() != ours.trim());
    if differs(&status.report.sku, &order.sku) {
        return Some(ResolutionOutcome::OtherItem);
    }
    differs(&status.report.target, &order.target).then_some(ResolutionOutcome::OtherTarget)
}

//! Every call to a payment gateway, and what each answer says about the gateway itself: whether it is asked for the next code, and what the
//! admins are told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::{AdminAlerts, Clock};
use crate::domain::bill::{Bill, Slip};
use crate::domain::money::Rupiah;
use crate::domain::notification::{BillNotification, ClosedReason, Notification};
use crate::domain::payment_method::PaymentMethod;
use crate::domain::shop::Shop;
use crate::payment::{Ask, Gateway, GatewayError, Look};
use crate::provider::breaker::{Breaker, CallOutcome, Change};

/// How many unknown words are remembered, so that each is told once.
const MAX_WORDS: usize = 100;

/// The gateways that the owner has credentials for.
pub struct Gateways {
    clock: Clock,
    alerts: Arc<AdminAlerts>,
    gateways: Vec<(Gateway, Mutex<Breaker>)>,
    /// Unknown words that the admins know of.
    told: Mutex<BTreeSet<(PaymentMethod, String)>>,
    /// Calls since the start, by what they said.
    calls: Mutex<BTreeMap<(PaymentMethod, &'static str), u64>>,
}

impl Gateways {
    pub(super) fn new(clock: Clock, alerts: Arc<AdminAlerts>, gateways: Vec<Gateway>) -> Self {
        let gateways = gateways.into_iter().map(|gateway| (gateway, Mutex::default())).collect();
        Self { clock, alerts, gateways, told: Mutex::default(), calls: Mutex::default() }
    }

    /// The gateways that may be asked for a code, best first: in the owner's order, those that work before those that don't.
    pub fn offered(&self, shop: &Shop) -> Vec<PaymentMethod> {
        let there = |method: &&PaymentMethod| shop.wallet.offers(**method) && self.find(**method).is_some();
        let mut offered: Vec<PaymentMethod> = shop.wallet.gateways.iter().filter(there).copied().collect();
        // Stable: the owner's order stays among equals.
        offered.sort_by_key(|method| !self.works(*method));
        offered
    }

    /// Asks for a code; `None` when the method has no credentials.
    pub(super) async fn open(&self, method: PaymentMethod, ask: Ask<'_>) -> Option<Result<Slip, GatewayError>> {
        let (gateway, breaker) = self.find(method)?;
        let opened = gateway.open(ask).await;
        // Only a code shows that the account gets codes.
        let outcome = if opened.is_ok() { CallOutcome::OrderAccepted } else { outcome(&opened) };
        self.count(method, breaker, outcome);
        Some(opened)
    }

    /// What became of a bill; `None` when nobody can be asked.
    pub(super) async fn look(&self, bill: &Bill, urgent: bool) -> Option<Result<Look, GatewayError>> {
        self.look_at(bill.method, bill.reference.as_deref()?, bill.asked?, bill.payable, urgent).await
    }

    /// The same for something that may be no bill of ours.
    pub(super) async fn look_at(
        &self,
        method: PaymentMethod,
        reference: &str,
        asked: Rupiah,
        payable: i64,
        urgent: bool,
    ) -> Option<Result<Look, GatewayError>> {
        let (gateway, breaker) = self.find(method)?;
        let looked = gateway.look(reference, asked, payable, urgent).await;
        self.count(method, breaker, outcome(&looked));
        if let Ok(Look::Odd { word }) = &looked {
            self.tell_word(method, word);
        }
        Some(looked)
    }

    /// Has the gateway end a code, as far as it does that.
    pub(super) async fn close(&self, bill: &Bill) {
        let (Some((gateway, _)), Some(reference), Some(asked)) = (self.find(bill.method), &bill.reference, bill.asked) else { return };
        if let Err(error) = gateway.close(reference, asked).await {
            tracing::info!(bill = %bill.id.0, %error, "the gateway did not end the code");
        }
    }

    /// The gateways, and whether each works.
    pub fn health(&self) -> Vec<(PaymentMethod, bool)> {
        self.gateways.iter().map(|(gateway, _)| (gateway.method(), self.works(gateway.method()))).collect()
    }

    /// Calls since the start, by method and what they said: `ok`, `refused`, `key` or `failed`.
    pub fn calls(&self) -> Vec<(PaymentMethod, &'static str, u64)> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.iter().map(|((method, outcome), count)| (*method, *outcome, *count)).collect()
    }

    /// Asks the gateways that are down, now and then, whether they work again: while another one gives the codes, nothing else may call them.
    pub async fn probe(&self) {
        for (gateway, breaker) in &self.gateways {
            if breaker.lock().unwrap_or_else(PoisonError::into_inner).probe_due(self.clock.now()) {
                let answered = gateway.probe().await;
                self.count(gateway.method(), breaker, outcome(&answered));
            }
        }
    }

    fn find(&self, method: PaymentMethod) -> Option<&(Gateway, Mutex<Breaker>)> {
        self.gateways.iter().find(|(gateway, _)| gateway.method() == method)
    }

    fn works(&self, method: PaymentMethod) -> bool {
        let shut = |breaker: &Mutex<Breaker>| breaker.lock().unwrap_or_else(PoisonError::into_inner).is_shut();
        self.find(method).is_some_and(|(_, breaker)| !shut(breaker))
    }

    /// Counts the outcome of a call. Any call is a probe: those to a gateway that is down go on, because customers may have paid.
    fn count(&self, method: PaymentMethod, breaker: &Mutex<Breaker>, outcome: CallOutcome) {
        *self.calls.lock().unwrap_or_else(PoisonError::into_inner).entry((method, word(outcome))).or_default() += 1;
        let now = self.clock.now();
        let change = {
            let mut breaker = breaker.lock().unwrap_or_else(PoisonError::into_inner);
            if breaker.is_shut() { breaker.on_probe(outcome, now) } else { breaker.on_result(outcome, now) }
        };
        let notification = match change {
            Some(Change::ShopClosed(cause)) => BillNotification::GatewayDown { method, key: cause != ClosedReason::Failing },
            Some(Change::ShopOpened) => BillNotification::GatewayUp { method },
            None => return,
        };
        self.alerts.announce(Notification::Bill(notification));
    }

    fn tell_word(&self, method: PaymentMethod, word: &str) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() < MAX_WORDS && told.insert((method, word.to_owned())) {
            self.alerts.announce(Notification::Bill(BillNotification::UnknownWord { method, word: word.to_owned() }));
        }
    }
}

/// The word of an outcome in the metrics.
fn word(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Succeeded | CallOutcome::OrderAccepted => "ok",
        CallOutcome::Answered => "refused",
        CallOutcome::AccountRefused(_) => "key",
        CallOutcome::Failed => "failed",
    }
}

/// What a call says about the gateway.
fn outcome<T>(answer: &Result<T, GatewayError>) -> CallOutcome {
    match answer {
        Ok(_) => CallOutcome::Succeeded,
        Err(GatewayError::Key { .. }) => CallOutcome::AccountRefused(ClosedReason::Key),
        // Like a vendor without money: no look shows the end of it, so the next code is asked for on trial.
        Err(GatewayError::Account { .. }) => CallOutcome::AccountRefused(ClosedReason::VendorDepleted),
        Err(GatewayError::Busy | GatewayError::Refused { .. }) => CallOutcome::Answered,
        Err(GatewayError::NoAnswer { .. } | GatewayError::Garbled { .. }) => CallOutcome::Failed,
    }
}

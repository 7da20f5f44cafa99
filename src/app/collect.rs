//! Collecting: asks gateways for the codes of new bills, and looks at bills until they are paid or long over.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::app::{AppError, Bills, Clock, Effects, Gateways, JobQueue, Payments};
use crate::domain::bill::{Bill, BillEvent, BillState, Slip};
use crate::domain::cart::CartLapse;
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::payment::{Ask, Hint, Look};
use crate::storage::{CommitError, Store};

/// How much more than wanted a customer may be asked for, where the shop bears the gateway's fee: amounts with a fee on them have gaps.
const MOST_OVER: i64 = 5;
/// How often a hint is written down against other changes of its bill.
const HINT_ATTEMPTS: usize = 5;
/// How long after its end a bill's code is ended at the gateway, when a look finds it unpaid, in milliseconds.
const CLOSE_WITHIN_MS: i64 = 5 * 60_000;

/// What became of a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hinted {
    /// The bill is looked at soon, or needs no look.
    Known,
    /// No bill has this reference.
    Unknown,
}

/// Collects.
pub struct Collector {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) bills: Arc<Bills>,
    pub(super) payments: Arc<Payments>,
    pub(super) gateways: Arc<Gateways>,
}

/// Bills whose code is to be asked for, and bills to look at.
impl JobQueue for Collector {
    type Job = Bill;
    const AT_ONCE: usize = 8;
    const NAME: &'static str = "bills";

    async fn due(&self, _: &Shop, limit: i64) -> Result<Vec<Bill>, AppError> {
        Ok(self.store.list_due_bills(self.clock.now(), limit).await?)
    }

    async fn next_at(&self) -> Result<Option<Millis>, AppError> {
        Ok(self.store.next_bill_at(self.clock.now()).await?)
    }

    /// Asks for a bill's code, or looks whether it is paid. When it has changed meanwhile, by its customer, an admin or another process,
    /// nothing is written, and it is due again.
    async fn act(&self, shop: &Arc<Shop>, bill: Bill) -> Result<(), AppError> {
        let acted = match bill.state {
            BillState::Opening => self.open(shop, bill).await,
            _ => self.look(shop, bill).await,
        };
        match acted {
            Err(AppError::Commit(CommitError::Conflict(what))) => {
                tracing::debug!(what, "a bill changed meanwhile");
                Ok(())
            }
            acted => acted,
        }
    }

    fn key(bill: &Bill) -> &str {
        &bill.id.0
    }

    fn wake_up(&self) -> &Notify {
        &self.store.wake_ups().bills_ready
    }
}

impl Collector {
    /// Somebody says that a bill is paid: it is looked at next. This decides nothing about it.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn hint(&self, method: PaymentMethod, hint: &Hint) -> Result<Hinted, AppError> {
        for _ in 0..HINT_ATTEMPTS {
            let Some(bill) = self.store.find_bill_by_reference(method, &hint.reference).await? else { return Ok(Hinted::Unknown) };
            if bill.is_hinted() && (bill.test || !hint.test) {
                return Ok(Hinted::Known);
            }
            match self.change(bill, BillEvent::Hint { test: hint.test }).await {
                // It is paid, or nobody has its code.
                Err(AppError::IllegalBillEvent(_)) => return Ok(Hinted::Known),
                Err(AppError::Commit(CommitError::Conflict(_))) => {}
                done => return done.map(|_| Hinted::Known),
            }
        }
        // Other processes change it all the time, and look at it then.
        Ok(Hinted::Known)
    }

    /// A webhook was about no bill of ours. When the gateway itself says that money came, it is unmatched.
    ///
    /// # Errors
    /// When something can't be read or written.
    pub async fn ask_about_stranger(&self, method: PaymentMethod, hint: Hint) -> Result<(), AppError> {
        let Hint { reference, amount, test } = hint;
        if let Some(Ok(Look::Paid(seen))) = self.gateways.look_at(method, &reference, amount, amount.0, false).await {
            self.payments.arrived_for_nobody(method, seen, test).await?;
        }
        Ok(())
    }

    async fn open(&self, shop: &Shop, bill: Bill) -> Result<(), AppError> {
        let last = (bill.openings > 0).then_some(bill.method);
        let Some(method) = next_gateway(&self.gateways.offered(shop), last, bill.asked.is_some()) else {
            return self.change(bill, BillEvent::NotOpened { word: "no gateway".to_owned(), ask: None, again: false }).await.map(drop);
        };
        let (wanted, asked) = (bill.wanted, bill.asked.filter(|_| last == Some(method)));
        let reference = format!("{}-{}", bill.number, bill.openings + 1);
        let bill = self.change(bill, BillEvent::Asking { method, reference: reference.clone() }).await?;
        let fee_on_top = shop.wallet.fee_on_top(method);
        let minutes = bill.expires_at.since_ms(self.clock.now()) / 60_000 + 1;
        let opened = self.gateways.open(method, Ask { reference: &reference, wanted, asked, fee_on_top, minutes }).await;
        let not_opened = |word: String| BillEvent::NotOpened { word, ask: None, again: true };
        let event = match opened {
            Some(Ok(slip)) => fitting(slip, wanted, fee_on_top),
            Some(Err(error)) => {
                tracing::warn!(bill = %bill.id.0, method = method.as_str(), %error, "asking for a code");
                not_opened(error.to_string())
            }
            None => not_opened("no credentials".to_owned()),
        };
        self.change(bill, event).await.map(drop)
    }

    async fn look(&self, shop: &Arc<Shop>, bill: Bill) -> Result<(), AppError> {
        let urgent = bill.is_hinted();
        let looked = self.gateways.look(&bill, urgent).await;
        let (word, over) = match looked {
            Some(Ok(Look::Paid(seen))) => return self.payments.arrived(shop, bill, seen).await,
            Some(Ok(Look::Waiting { word })) => (word, false),
            Some(Ok(Look::Ended { word })) => (Some(word), true),
            Some(Ok(Look::Odd { word })) => (Some(word), false),
            Some(Err(error)) => {
                tracing::warn!(bill = %bill.id.0, %error, "looking at a bill");
                (Some(error.to_string()), false)
            }
            None => (None, false),
        };
        let bill = self.change(bill, BillEvent::Looked { word, over }).await?;
        let fresh = bill.ended_at.is_some_and(|ended| self.clock.now().since_ms(ended) < CLOSE_WITHIN_MS);
        if !over && fresh {
            self.gateways.close(&bill).await;
        }
        Ok(())
    }

    /// Applies an event and commits what follows.
    async fn change(&self, bill: Bill, event: BillEvent) -> Result<Bill, AppError> {
        let mut effects = Effects::new();
        let bill = self.bills.apply(bill, event, &mut effects)?;
        if bill.state == BillState::Failed {
            self.bills.end_cart(&bill, CartLapse::Cancelled, &mut effects).await?;
        }
        self.store.commit(effects).await?;
        Ok(bill)
    }
}

/// Who is asked for a bill's code: the first of `offered` (see [`Gateways::offered`]), and after `last` gave none another one. `better`: it
/// gave one, and is asked again with a better amount.
fn next_gateway(offered: &[PaymentMethod], last: Option<PaymentMethod>, better: bool) -> Option<PaymentMethod> {
    let fits = |method: &&PaymentMethod| (last == Some(**method)) == better;
    offered.iter().find(fits).or(offered.first()).copied()
}

/// The code is the customer's, unless its total is not what they wanted: then a better amount is asked for, because the gateway's fee is
/// another than was reckoned with.
fn fitting(slip: Slip, wanted: Rupiah, fee_on_top: bool) -> BillEvent {
    let over = slip.payable - wanted.0;
    if fee_on_top || (0..=MOST_OVER).contains(&over) {
        return BillEvent::Opened(slip);
    }
    // With a fee that grows with the amount the total falls a little more than the amount.
    let ask = Rupiah((slip.asked.0 - over + (over.max(0) / 50).min(3)).max(1));
    BillEvent::NotOpened { word: format!("a total of {}", slip.payable), ask: Some(ask), again: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gave_no_code_is_followed_by_the_next() {
        use PaymentMethod::{Midtrans, Pakasir};
        for (offered, last, better, next) in [
            (&[Pakasir, Midtrans][..], None, false, Some(Pakasir)),
            (&[Pakasir, Midtrans], Some(Pakasir), false, Some(Midtrans)),
            (&[Pakasir, Midtrans], Some(Midtrans), false, Some(Pakasir)),
            // The failure was the one that brought it down.
            (&[Midtrans, Pakasir], Some(Pakasir), false, Some(Midtrans)),
            (&[Pakasir], Some(Pakasir), false, Some(Pakasir)),
            (&[Pakasir], Some(Midtrans), false, Some(Pakasir)),
            (&[Pakasir, Midtrans], Some(Pakasir), true, Some(Pakasir)),
            (&[Pakasir, Midtrans], Some(Midtrans), true, Some(Midtrans)),
            (&[Midtrans], Some(Pakasir), true, Some(Midtrans)),
            (&[], Some(Pakasir), true, None),
        ] {
            assert_eq!(next_gateway(offered, last, better), next, "{offered:?} {last:?} {better}");
        }
    }

    #[test]
    fn only_a_total_near_what_is_wanted_is_shown() {
        let slip = |asked, payable| Slip { asked: Rupiah(asked), amount: Rupiah(payable), payable, code: String::new(), expires_at: None };
        let wanted = Rupiah(20_000);
        for (asked, payable, better) in [
            (19_554, 20_000, None),
            (19_559, 20_005, None),
            (19_554, 19_554, Some(20_000)),
            (19_554, 20_006, Some(19_548)),
            (1, 90_000, Some(1)),
        ] {
            let expected = match better {
                None => BillEvent::Opened(slip(asked, payable)),
                Some(ask) => BillEvent::NotOpened { word: format!("a total of {payable}"), ask: Some(Rupiah(ask)), again: true },
            };
            assert_eq!(fitting(slip(asked, payable), wanted, false), expected, "{asked} {payable}");
            assert_eq!(fitting(slip(asked, payable), wanted, true), BillEvent::Opened(slip(asked, payable)), "the fee is the customer's");
        }
    }
}

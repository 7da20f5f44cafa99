//! Telegram Stars: how many are asked for an amount of rupiah.
//!
//! The customer's wallet gets the rupiah of their bill, never Stars times the rate: the rounding would take money from them each time.

use crate::domain::bill::{Bill, BillState};
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::time::Millis;

/// Most Stars that one invoice may ask for. The Bot API documents no limit (10.3, `sendInvoice`); others measured that Telegram takes an
/// invoice over 100,000 and refuses one over 150,000 with `CURRENCY_TOTAL_AMOUNT_INVALID` (2026-09-09).
pub const MOST_STARS: i64 = 100_000;

/// The Stars that an invoice over `amount` asks for, at `rupiah_per_star` for each: rounded up, so that the shop never gets less than the
/// amount. `None` when that is nothing, or more than an invoice may ask for.
pub fn stars_for(amount: Rupiah, rupiah_per_star: i64) -> Option<i64> {
    if amount.0 <= 0 || rupiah_per_star <= 0 {
        return None;
    }
    let stars = (amount.0 - 1) / rupiah_per_star + 1;
    (stars <= MOST_STARS).then_some(stars)
}

/// The largest amount that one invoice can ask for at this rate.
pub fn most_rupiah(rupiah_per_star: i64) -> Rupiah {
    Rupiah(MOST_STARS.saturating_mul(rupiah_per_star))
}

/// What somebody is about to pay: Telegram asks before it takes the Stars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// What the invoice carries: the id of its bill.
    pub payload: String,
    pub payer: i64,
    /// `None`: it is to be paid in another currency.
    pub stars: Option<i64>,
}

/// Why an invoice must not be paid now. Refusing costs nobody anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckoutRefusal {
    /// The bill is not open, not in Stars, not over this amount, or there is none.
    Gone,
    /// The bill is somebody else's.
    NotYours,
    /// The wallet would hold more than it may.
    Full,
    /// The shop is closed, or takes no Stars now.
    Closed,
}

/// Why `asked` must not be paid, if so. `found` is its bill, with what its customer has in all; `most`: what a wallet may hold.
pub fn refusal(asked: &Checkout, found: Option<(&Bill, Rupiah)>, most: Rupiah, now: Millis) -> Option<CheckoutRefusal> {
    let Some((bill, balance)) = found.filter(|(bill, _)| bill.method == PaymentMethod::Stars) else { return Some(CheckoutRefusal::Gone) };
    if bill.user_id != asked.payer {
        return Some(CheckoutRefusal::NotYours);
    }
    if bill.state != BillState::Waiting || bill.expires_at <= now || asked.stars != Some(bill.payable) {
        return Some(CheckoutRefusal::Gone);
    }
    (balance + bill.amount > most).then_some(CheckoutRefusal::Full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bill::BillId;

    const NOW: Millis = Millis(1_000_000);

    fn bill() -> Bill {
        Bill {
            id: BillId("b".to_owned()),
            number: "7K3M9QXZ".to_owned(),
            user_id: 7,
            chat_id: 7,
            method: PaymentMethod::Stars,
            state: BillState::Waiting,
            version: 1,
            wanted: Rupiah(20_000),
            amount: Rupiah(20_000),
            payable: 134,
            reference: None,
            asked: None,
            code: None,
            openings: 0,
            opened_at: Some(NOW),
            looked_at: None,
            word: None,
            test: false,
            due_at: None,
            expires_at: Millis(NOW.0 + 1),
            ended_at: None,
            created_at: NOW,
        }
    }

    #[test]
    fn only_an_open_bill_is_paid_by_its_customer_with_its_stars() {
        use CheckoutRefusal as R;
        let asked = || Checkout { payload: "b".to_owned(), payer: 7, stars: Some(134) };
        let with = |state| Bill { state, ..bill() };
        let (few, most) = (Rupiah(0), Rupiah(50_000));
        let cases = [
            (asked(), Some((bill(), few)), None),
            (asked(), Some((bill(), Rupiah(30_000))), None),
            (asked(), Some((bill(), Rupiah(30_001))), Some(R::Full)),
            (asked(), None, Some(R::Gone)),
            (Checkout { payer: 8, ..asked() }, Some((bill(), few)), Some(R::NotYours)),
            (Checkout { stars: Some(133), ..asked() }, Some((bill(), few)), Some(R::Gone)),
            (Checkout { stars: None, ..asked() }, Some((bill(), few)), Some(R::Gone)),
            (asked(), Some((Bill { method: PaymentMethod::Qris, ..bill() }, few)), Some(R::Gone)),
            (asked(), Some((Bill { expires_at: NOW, ..bill() }, few)), Some(R::Gone)),
        ];
        for (asked, found, refused) in cases {
            let found = found.as_ref().map(|(bill, balance)| (bill, *balance));
            assert_eq!(refusal(&asked, found, most, NOW), refused, "{asked:?} {found:?}");
        }
        for state in BillState::ALL {
            let refused = refusal(&asked(), Some((&with(state), few)), most, NOW);
            assert_eq!(refused, (state != BillState::Waiting).then_some(R::Gone), "{state:?}");
        }
    }

    #[test]
    fn stars_are_rounded_up() {
        for (amount, rate, stars) in [
            (20_000, 150, Some(134)),
            (15_000, 150, Some(100)),
            (15_001, 150, Some(101)),
            (1, 150, Some(1)),
            (150, 150, Some(1)),
            (151, 150, Some(2)),
            (20_000, 1, Some(20_000)),
            (100_000, 1, Some(MOST_STARS)),
            (100_001, 1, None),
            (15_000_000, 150, Some(MOST_STARS)),
            (15_000_001, 150, None),
            (i64::MAX, 1, None),
            (i64::MAX, i64::MAX, Some(1)),
            (0, 150, None),
            (-1, 150, None),
            (20_000, 0, None),
            (20_000, -1, None),
        ] {
            assert_eq!(stars_for(Rupiah(amount), rate), stars, "{amount} at {rate}");
            if let (Some(stars), 1..=1_000_000) = (stars, rate) {
                assert!(stars * rate >= amount && (stars - 1) * rate < amount, "{amount} at {rate}");
            }
        }
    }

    #[test]
    fn the_largest_amount_is_just_what_fits() {
        for rate in [1, 150, 100_000] {
            let most = most_rupiah(rate);
            assert_eq!(stars_for(most, rate), Some(MOST_STARS));
            assert_eq!(stars_for(Rupiah(most.0 + 1), rate), None);
        }
    }
}

//! Payouts on both databases: the wallet pays first, and what comes back comes back once.

use std::sync::{Arc, Mutex};

use odzreshop_bot::app::{App, Effects, PayoutEnd, PayoutOpening, PayoutWish};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment::{Payment, Unit};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::payout::PayoutState;
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::wallet::{ByHand, Decision, Transfer, TransferKind};
use odzreshop_bot::storage::{CommitError, LedgerWrite, PaymentWrite, PersonWrite, Write};

use super::{Base, Database, NOW, on_both};
use crate::shop::{BUDI, SARI, Shop, TOML, services};

/// A shop whose customer has Rp 50.000.
async fn open(database: Database) -> (Base, App) {
    let (base, shop) = (database.open().await, Shop::closed_with(TOML).await);
    let app = services(&shop, base.store.clone(), Arc::new(Mutex::new(TOML.to_owned()))).await;
    let decision = Decision { admin: SARI, reason: "cash".to_owned() };
    base.commit([
        Write::Person(PersonWrite::Meet { person: Person { id: BUDI, name: "Budi".to_owned(), ..Person::default() }, now: NOW }),
        Write::Ledger(LedgerWrite::Transfer(Transfer::by_hand(ByHand::Grant, BUDI, Rupiah(50_000), "g1", decision, NOW))),
    ])
    .await;
    (base, app)
}

fn wish(amount: i64) -> PayoutWish {
    let (method, destination) = (PaymentMethod::Bank, "BCA 123".to_owned());
    PayoutWish { user: BUDI, method, payment: None, amount: Rupiah(amount), destination }
}

async fn pay_out(base: &Base, app: &App, wish: PayoutWish, press: &str) -> PayoutOpening {
    let mut effects = Effects::new();
    let opening = app.payouts.open(SARI, wish, press, &mut effects).await.unwrap();
    base.store.commit(effects).await.unwrap();
    opening
}

async fn balance(base: &Base) -> i64 {
    assert_eq!(base.store.audit_ledger().await.unwrap(), []);
    base.store.find_balance(BUDI).await.unwrap().available.0
}

async fn the_wallet_pays_first_and_a_failed_payout_comes_back_once(database: Database) {
    let (base, app) = open(database).await;
    let PayoutOpening::Opened(sent) = pay_out(&base, &app, wish(20_000), "p1").await else { panic!() };
    let PayoutOpening::Opened(failed) = pay_out(&base, &app, wish(30_000), "p2").await else { panic!() };
    assert_eq!((balance(&base).await, base.store.list_open_payouts(9, 0).await.unwrap().1), (0, 2));
    assert_eq!(pay_out(&base, &app, wish(1), "p3").await, PayoutOpening::BeyondBalance { available: Rupiah(0) });
    for (admin, id) in [(BUDI, sent.id.as_str()), (SARI, "nothing")] {
        assert_eq!(app.payouts.end_by_hand(admin, id, true, &mut Effects::new()).await.unwrap(), PayoutEnd::Denied);
    }
    let (mut done, mut back, mut rival) = (Effects::new(), Effects::new(), Effects::new());
    app.payouts.end_by_hand(SARI, &sent.id, true, &mut done).await.unwrap();
    app.payouts.end_by_hand(SARI, &failed.id, false, &mut back).await.unwrap();
    app.payouts.end_by_hand(SARI, &failed.id, true, &mut rival).await.unwrap();
    base.store.commit(done).await.unwrap();
    base.store.commit(back.clone()).await.unwrap();
    assert!(matches!(base.store.commit(rival).await, Err(CommitError::Conflict("the payout"))), "another press was first");
    assert!(matches!(base.store.commit(back).await, Err(CommitError::Conflict(_))), "once");
    assert_eq!(balance(&base).await, 30_000);
    let known = base.store.find_payout_called(&failed.number.to_lowercase()).await.unwrap().unwrap();
    assert_eq!((known.state, known.ended_by), (PayoutState::Returned, Some(SARI)));
    let PayoutEnd::Already(by) = app.payouts.end_by_hand(SARI, &failed.id, false, &mut Effects::new()).await.unwrap() else { panic!() };
    assert_eq!(*by, known);
    assert_eq!(base.store.list_open_payouts(9, 0).await.unwrap(), (vec![], 0));
    let (lines, _) = base.store.list_transfers(BUDI, 9, 0).await.unwrap();
    let mut moved: Vec<_> = lines.iter().map(|line| (line.kind.as_str(), line.number.as_deref())).collect();
    moved.sort_unstable();
    let mut expected = [
        (TransferKind::Grant.as_str(), None),
        ("payout", Some(sent.number.as_str())),
        ("payout", Some(failed.number.as_str())),
        ("return", Some(failed.number.as_str())),
    ];
    expected.sort_unstable();
    assert_eq!(moved, expected);
}

async fn of_two_payouts_at_once_the_money_pays_one(database: Database) {
    let (base, app) = open(database).await;
    let (mut one, mut other) = (Effects::new(), Effects::new());
    app.payouts.open(SARI, wish(50_000), "p1", &mut one).await.unwrap();
    app.payouts.open(SARI, wish(50_000), "p2", &mut other).await.unwrap();
    let (first, second) = tokio::join!(base.store.commit(one), base.store.commit(other));
    let refused = |result: &Result<(), CommitError>| matches!(result, Err(CommitError::Conflict("the balance")));
    assert!(first.is_ok() != second.is_ok() && (refused(&first) || refused(&second)), "{first:?} {second:?}");
    assert_eq!((balance(&base).await, base.store.list_open_payouts(9, 0).await.unwrap().1), (0, 1));
}

async fn a_payment_is_given_back_once(database: Database) {
    let (base, app) = open(database).await;
    let id = "charge-1".to_owned();
    let payment = Payment {
        method: PaymentMethod::Pakasir,
        id: id.clone(),
        bill: None,
        payer: None,
        received: 20_000,
        unit: Unit::Rupiah,
        credited: None,
        seen_at: NOW,
        paid_at: None,
        actor: None,
        unmatched: None,
        note: None,
    };
    base.commit([Write::Payment(PaymentWrite::Add(payment))]).await;
    let back = || PayoutWish { method: PaymentMethod::Pakasir, payment: Some(id.clone()), ..wish(20_000) };
    let PayoutOpening::Opened(first) = pay_out(&base, &app, back(), "p1").await else { panic!() };
    assert_eq!(pay_out(&base, &app, back(), "p2").await, PayoutOpening::Already(first.clone()));
    // By hand only what is sent by hand.
    assert_eq!(app.payouts.end_by_hand(SARI, &first.id, true, &mut Effects::new()).await.unwrap(), PayoutEnd::Denied);
    let mut returned = Effects::new();
    app.payouts.end(*first, false, None, &mut returned);
    base.store.commit(returned).await.unwrap();
    assert!(matches!(pay_out(&base, &app, back(), "p3").await, PayoutOpening::Opened(_)), "it came back, so it can be tried again");
    assert_eq!(balance(&base).await, 30_000);
}

on_both! {
    the_wallet_pays_first_and_a_failed_payout_comes_back_once,
    of_two_payouts_at_once_the_money_pays_one,
    a_payment_is_given_back_once,
}

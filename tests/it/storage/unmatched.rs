//! Unmatched payments on both databases: decided once, and what they and their figures look like afterwards.

use std::sync::{Arc, Mutex};

use odzreshop_bot::app::{App, DeskFound, Effects, UnmatchedOutcome};
use odzreshop_bot::domain::bill::{Bill, BillId, BillState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment::{AsideReason, Payment, Unit, Unmatched};
use odzreshop_bot::domain::payment_figures::{Delays, MethodFigures};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::domain::wallet::Transfer;
use odzreshop_bot::storage::{BillWrite, CommitError, LedgerWrite, PaymentWrite, PersonWrite, Write};

use super::{Base, Database, NOW, on_both};
use crate::samples::Taste;
use crate::shop::{BUDI, SARI, Shop, TOML, services};

const METHOD: PaymentMethod = PaymentMethod::Pakasir;

async fn open(database: Database) -> (Base, App) {
    let (base, shop) = (database.open().await, Shop::closed_with(TOML).await);
    let app = services(&shop, base.store.clone(), Arc::new(Mutex::new(TOML.to_owned()))).await;
    let person = Person { id: BUDI, name: "Budi".to_owned(), ..Person::default() };
    base.commit([Write::Person(PersonWrite::Meet { person, now: NOW })]).await;
    (base, app)
}

fn bill(id: &str, state: BillState) -> Bill {
    let (number, reference) = (format!("N-{id}").to_uppercase(), Some(format!("{id}-1")));
    Bill { id: BillId(id.to_owned()), number, reference, user_id: BUDI, chat_id: BUDI, version: 1, ..Taste::pleasant().bill(state) }
}

fn payment(id: &str, of: Option<&Bill>) -> Payment {
    Payment {
        method: METHOD,
        id: id.to_owned(),
        bill: of.map(|bill| bill.id.clone()),
        payer: None,
        received: 15_000,
        unit: Unit::Rupiah,
        credited: None,
        seen_at: NOW,
        paid_at: Some(NOW.plus_ms(-4_000)),
        actor: None,
        unmatched: Some(if of.is_some() { Unmatched::OtherAmount } else { Unmatched::UnknownBill }),
        note: None,
    }
}

async fn balance(base: &Base) -> i64 {
    assert_eq!(base.store.audit_ledger().await.unwrap(), []);
    base.store.find_balance(BUDI).await.unwrap().available.0
}

async fn a_payment_is_decided_once(database: Database) {
    let (base, app) = open(database).await;
    let expired = bill("a", BillState::Expired);
    base.commit([
        Write::Bill(BillWrite::Add(expired.clone())),
        Write::Payment(PaymentWrite::Add(payment("a-1", Some(&expired)))),
        Write::Payment(PaymentWrite::Add(payment("other", None))),
    ])
    .await;
    assert_eq!(base.store.list_unmatched(9, 0).await.unwrap().1, 2);
    let credit = async |id: &'static str, admin, user, amount, effects: &mut Effects| {
        app.unmatched.credit(&app.settings.current(), admin, (METHOD, id), user, Rupiah(amount), effects).await.unwrap()
    };
    for (admin, amount, expected) in [
        (BUDI, 15_000, UnmatchedOutcome::Denied),
        (SARI, 20_002, UnmatchedOutcome::TooMuch { most: Rupiah(20_001) }),
        (SARI, 0, UnmatchedOutcome::TooMuch { most: Rupiah(20_001) }),
        (SARI, -1, UnmatchedOutcome::TooMuch { most: Rupiah(20_001) }),
    ] {
        let mut effects = Effects::new();
        assert_eq!(credit("a-1", admin, 7, amount, &mut effects).await, expected);
        assert!(effects.is_empty());
    }
    let (mut one, mut aside) = (Effects::new(), Effects::new());
    // To the bill's customer, whoever is named.
    assert!(matches!(credit("a-1", SARI, 7, 15_000, &mut one).await, UnmatchedOutcome::Done(_)));
    app.unmatched.set_aside(SARI, (METHOD, "a-1"), AsideReason::NotOurs, &mut aside).await.unwrap();
    let (first, second) = tokio::join!(base.store.commit(one), base.store.commit(aside));
    let lost = |result: &Result<(), CommitError>| matches!(result, Err(CommitError::Conflict("the payment")));
    assert!(first.is_ok() != second.is_ok() && (lost(&first) || lost(&second)), "{first:?} {second:?}");
    let credited = if first.is_ok() { 15_000 } else { 0 };
    let state = if first.is_ok() { BillState::Paid } else { BillState::Expired };
    assert_eq!((balance(&base).await, base.store.find_bill(&expired.id).await.unwrap().unwrap().state), (credited, state));
    assert_eq!(credit("a-1", SARI, 7, 15_000, &mut Effects::new()).await, UnmatchedOutcome::Already);
    // Without a bill it takes a customer.
    assert_eq!(credit("other", SARI, 7, 15_000, &mut Effects::new()).await, UnmatchedOutcome::Denied, "nobody has this id");
    let mut named = Effects::new();
    assert!(matches!(credit("other", SARI, BUDI, 15_000, &mut named).await, UnmatchedOutcome::Done(_)));
    base.store.commit(named).await.unwrap();
    assert_eq!((balance(&base).await, base.store.list_unmatched(9, 0).await.unwrap().1), (credited + 15_000, 0));
}

async fn a_number_leads_to_what_has_it(database: Database) {
    let (base, app) = open(database).await;
    let waiting = bill("a", BillState::Waiting);
    base.commit([Write::Bill(BillWrite::Add(waiting.clone())), Write::Payment(PaymentWrite::Add(payment("strange", None)))]).await;
    let found = async |text: &str| app.desk.find(text).await.unwrap();
    for text in ["N-A", "n-a", "a-1"] {
        assert_eq!(found(text).await, Some(DeskFound::Bill(waiting.id.clone())), "{text}");
    }
    assert_eq!(found("strange").await, Some(DeskFound::Payment { method: METHOD, id: "strange".to_owned() }));
    assert_eq!(found("nothing").await, None);
    let counts = app.desk.waiting().await.unwrap();
    assert_eq!((counts.open, counts.review, counts.unmatched, counts.payouts, counts.since), (1, 0, 1, 0, Some(NOW)));
}

async fn payments_are_added_up_by_method(database: Database) {
    let (base, _) = open(database).await;
    let sums = async |base: &Base, since: Millis| base.store.sum_payments_by_method(since, NOW.plus_seconds(60)).await.unwrap();
    assert_eq!(sums(&base, NOW).await, []);
    // Four that were credited after 1, 2, 3 and 10 seconds; of one the fee is not known. One that nobody got, and one that is too old.
    for (n, seconds) in [1, 2, 3, 10].into_iter().enumerate() {
        let id = format!("b{n}");
        let paid = bill(&id, BillState::Paid);
        let exact = n > 0;
        let received = if exact { paid.payable } else { 15_000 };
        let (seen_at, credited) = (NOW.plus_seconds(seconds), Some(Rupiah(received)));
        let payment = Payment { received, credited, seen_at, paid_at: Some(NOW), unmatched: None, ..payment(&id, Some(&paid)) };
        let transfer = Transfer::payment(METHOD, &id, BUDI, Rupiah(received), None, seen_at);
        base.commit([
            Write::Bill(BillWrite::Add(paid)),
            Write::Ledger(LedgerWrite::Transfer(transfer)),
            Write::Payment(PaymentWrite::Add(payment)),
        ])
        .await;
    }
    let old = Payment { seen_at: NOW.plus_ms(-1), ..payment("old", None) };
    base.commit([Write::Payment(PaymentWrite::Add(payment("new", None))), Write::Payment(PaymentWrite::Add(old))]).await;
    let fee = 3 * (20_001 - 19_554);
    let mut delays = Delays::default();
    [1, 2, 3, 10].into_iter().for_each(|seconds| delays.add(seconds, 1));
    let expected = MethodFigures {
        method: METHOD,
        credited: 4,
        gross: Rupiah(15_000 + 3 * 20_001),
        fee: Rupiah(fee),
        fee_unknown: 1,
        unmatched: 0,
        delays,
    };
    assert_eq!(sums(&base, NOW).await, [expected]);
    assert_eq!(sums(&base, NOW.plus_seconds(11)).await, [], "credited before");
    let mut methods = Vec::new();
    base.store.add_unmatched(&mut methods, NOW).await.unwrap();
    assert_eq!(methods, [MethodFigures { unmatched: 1, ..MethodFigures::new(METHOD) }], "the older one is not of this time");
}

on_both! {
    a_payment_is_decided_once,
    a_number_leads_to_what_has_it,
    payments_are_added_up_by_method,
}

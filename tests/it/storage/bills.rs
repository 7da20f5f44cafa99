//! Bills and payments: on both databases a payment is credited once, a customer has one open bill, and live amounts differ.

use odzreshop_bot::domain::bill::{self, AMOUNT_REST_MS, Bill, BillEvent, BillId, BillState};
use odzreshop_bot::domain::cart::{Cart, CartState};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{OrderId, OrderState, PaidBy};
use odzreshop_bot::domain::payment::{Payment, Unmatched};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::domain::wallet::Transfer;
use odzreshop_bot::storage::{BillWrite, CartWrite, CommitError, LedgerWrite, PaymentWrite, Write, WriteProbeWrite};

use super::{Base, Database, NOW, Taste, on_both};

/// A waiting bill of a gateway.
fn bill(id: &str, user_id: i64) -> Bill {
    let taste = Taste::pleasant().bill(BillState::Waiting);
    let (number, reference) = (format!("N{}", id.to_ascii_uppercase()), Some(format!("{id}-1")));
    Bill { id: BillId(id.to_owned()), number, user_id, reference, version: 1, due_at: Some(NOW), ..taste }
}

fn add(bill: &Bill) -> Write {
    Write::Bill(BillWrite::Add(bill.clone()))
}

fn payment(id: &str, bill: &Bill, credited: Option<i64>) -> Payment {
    let base = Taste::pleasant().payment(Unmatched::OtherAmount);
    Payment { id: id.to_owned(), bill: Some(bill.id.clone()), received: bill.payable, credited: credited.map(Rupiah), ..base }
}

/// What the credit of a payment commits.
fn credit(payment: &Payment, bill: &Bill) -> Vec<Write> {
    let amount = payment.credited.unwrap();
    let transfer = Transfer::payment(payment.method, &payment.id, bill.user_id, amount, None, NOW);
    let paid = bill::apply(bill.clone(), BillEvent::Paid, NOW).unwrap();
    vec![
        Write::Ledger(LedgerWrite::Transfer(transfer)),
        Write::Payment(PaymentWrite::Add(payment.clone())),
        Write::Bill(BillWrite::Move(paid)),
    ]
}

async fn available(base: &Base, user: i64) -> i64 {
    assert_eq!(base.store.audit_ledger().await.unwrap(), []);
    base.store.find_balance(user).await.unwrap().available.0
}

async fn a_payment_is_credited_once(database: Database) {
    let base = database.open().await;
    let bill = bill("a", 7);
    base.commit([add(&bill)]).await;
    let payment = payment("p1", &bill, Some(20_001));
    base.commit(credit(&payment, &bill)).await;
    let paid = base.store.find_bill(&bill.id).await.unwrap().unwrap();
    assert_eq!((paid.state, available(&base, 7).await), (BillState::Paid, 20_001));
    // Seen again with the old bill, with the new one, and with another amount.
    assert_eq!(base.conflict(credit(&payment, &bill)).await, "the transfer");
    assert_eq!(base.conflict(credit(&payment, &paid)).await, "the transfer");
    assert_eq!(base.conflict(credit(&Payment { credited: Some(Rupiah(1)), ..payment.clone() }, &paid)).await, "the transfer");
    assert_eq!(base.conflict([Write::Payment(PaymentWrite::Add(Payment { credited: None, ..payment }))]).await, "the payment");
    assert_eq!(available(&base, 7).await, 20_001);
    let (lines, _) = base.store.list_transfers(7, 8, 0).await.unwrap();
    assert_eq!(lines[0].number.as_deref(), Some("NA"), "the history names the bill");
}

async fn six_processes_see_one_payment(database: Database) {
    let base = database.open().await;
    let bill = bill("a", 7);
    base.commit([add(&bill)]).await;
    let payment = payment("p1", &bill, Some(20_001));
    let commits = (0..6).map(|_| {
        let (store, writes) = (base.store.clone(), credit(&payment, &bill));
        tokio::spawn(async move { store.commit(writes).await })
    });
    let mut credited = 0;
    for commit in commits.collect::<Vec<_>>() {
        match commit.await.unwrap() {
            Ok(()) => credited += 1,
            Err(CommitError::Conflict(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((credited, available(&base, 7).await), (1, 20_001));
}

/// A bill paid twice, and paid after its end: each payment is money.
async fn two_payments_of_one_bill_are_two_credits(database: Database) {
    let base = database.open().await;
    let first = Bill { expires_at: NOW, ..bill("a", 7) };
    base.commit([add(&first)]).await;
    let over = bill::apply(first, BillEvent::Looked { word: None, over: false }, NOW).unwrap();
    assert_eq!(over.state, BillState::Expired);
    base.commit([Write::Bill(BillWrite::Move(over.clone()))]).await;
    base.commit([add(&bill("b", 7))]).await;
    base.commit(credit(&payment("p1", &over, Some(20_001)), &over)).await;
    let paid = base.store.find_bill(&over.id).await.unwrap().unwrap();
    base.commit(credit(&payment("p2", &paid, Some(20_001)), &paid)).await;
    assert_eq!(available(&base, 7).await, 40_002);
}

async fn an_unmatched_payment_is_decided_once(database: Database) {
    let base = database.open().await;
    let bill = bill("a", 7);
    base.commit([add(&bill)]).await;
    let seen = payment("p1", &bill, None);
    base.commit([Write::Payment(PaymentWrite::Add(seen.clone()))]).await;
    assert_eq!(base.store.list_unmatched(8, 0).await.unwrap(), (vec![seen.clone()], 1));
    let credited = Payment { credited: Some(Rupiah(15_000)), actor: Some(5), ..seen.clone() };
    let aside = Payment { actor: Some(6), note: Some("a test of ours".to_owned()), ..seen };
    let transfer = Transfer::payment(credited.method, &credited.id, 7, Rupiah(15_000), Some(5), NOW);
    base.commit([Write::Ledger(LedgerWrite::Transfer(transfer)), Write::Payment(PaymentWrite::Decide(credited.clone()))]).await;
    assert_eq!(base.conflict([Write::Payment(PaymentWrite::Decide(aside))]).await, "the payment");
    assert_eq!(base.store.find_payment(PaymentMethod::Pakasir, "p1").await.unwrap(), Some(credited));
    assert_eq!((base.store.list_unmatched(8, 0).await.unwrap().1, available(&base, 7).await), (0, 15_000));
}

async fn a_bill_is_found_with_what_its_customer_has(database: Database) {
    let base = database.open().await;
    let (bill, other) = (bill("a", 7), bill("b", 77));
    base.commit([add(&bill), add(&other)]).await;
    let store = base.store.clone();
    let found = async |bill: &Bill| store.find_bill_and_funds(&bill.id).await;
    assert_eq!(found(&bill).await.unwrap(), Some((bill.clone(), Rupiah(0))));
    base.commit(credit(&payment("p1", &bill, Some(20_001)), &bill)).await;
    let mut order = Taste::pleasant().order(OrderState::Queued, None);
    (order.user_id, order.paid_by, order.price) = (7, PaidBy::Wallet, Rupiah(18_500));
    base.commit([Write::Ledger(LedgerWrite::Transfer(Transfer::hold(&order, NOW)))]).await;
    let (paid, funds) = found(&bill).await.unwrap().unwrap();
    assert_eq!((paid.state, funds), (BillState::Paid, Rupiah(20_001)), "what is held counts too");
    assert_eq!(found(&other).await.unwrap(), Some((other, Rupiah(0))));
    assert_eq!(base.store.find_bill_and_funds(&BillId("c".to_owned())).await.unwrap(), None);
}

async fn a_customer_has_one_open_bill(database: Database) {
    let base = database.open().await;
    let first = bill("a", 7);
    base.commit([add(&first)]).await;
    assert_eq!(base.store.find_open_bill(7).await.unwrap(), Some(first.clone()));
    assert_eq!(base.conflict([add(&bill("b", 7))]).await, "the bill");
    base.commit([add(&bill("c", 8))]).await;
    let cancelled = bill::apply(first.clone(), BillEvent::Cancelled, NOW).unwrap();
    base.commit([Write::Bill(BillWrite::Move(cancelled.clone()))]).await;
    assert_eq!(base.conflict([Write::Bill(BillWrite::Move(cancelled))]).await, "the bill", "from the version that was read");
    base.commit([add(&bill("b", 7))]).await;
    let called = base.store.find_bill_called("na").await.unwrap().map(|bill| bill.id);
    assert_eq!(called, Some(first.id.clone()));
    let referred = base.store.find_bill_by_reference(PaymentMethod::Pakasir, "a-1").await.unwrap();
    assert_eq!(referred.map(|bill| bill.id), Some(first.id));
    assert_eq!(base.store.find_bill_by_reference(PaymentMethod::Qris, "a-1").await.unwrap(), None);
}

async fn what_is_due_comes_first(database: Database) {
    let base = database.open().await;
    for (id, user, due) in [("a", 7, Some(NOW)), ("b", 8, Some(Millis(0))), ("c", 9, Some(NOW.plus_ms(1))), ("d", 10, None)] {
        base.commit([add(&Bill { due_at: due, ..bill(id, user) })]).await;
    }
    let due = base.store.list_due_bills(NOW, 8).await.unwrap();
    assert_eq!(due.iter().map(|bill| bill.id.0.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    assert_eq!(base.store.next_bill_at(NOW).await.unwrap(), Some(NOW.plus_ms(1)));
    let (waiting, count) = base.store.list_bills(BillState::Waiting, 1, 0).await.unwrap();
    assert_eq!((waiting.len(), count), (1, 4));
}

/// W19: an amount belongs to one bill until a day after its end.
async fn live_amounts_differ(database: Database) {
    let base = database.open().await;
    let (first, second) = (bill("a", 7), bill("b", 8));
    base.commit([add(&first), add(&second)]).await;
    let until = NOW.plus_ms(AMOUNT_REST_MS);
    let claim = |bill: &Bill, payable, now: Millis| {
        let (method, bill, until) = (PaymentMethod::Qris, bill.id.clone(), now.plus_ms(AMOUNT_REST_MS));
        Write::Bill(BillWrite::Claim { method, payable, bill, until, now })
    };
    base.commit([claim(&first, 20_217, NOW)]).await;
    for now in [NOW, NOW.plus_ms(1), until] {
        assert_eq!(base.conflict([claim(&second, 20_217, now)]).await, "the amount");
        assert_eq!(base.store.list_claimed_amounts(PaymentMethod::Qris, now).await.unwrap(), [20_217]);
    }
    base.commit([claim(&second, 20_218, NOW)]).await;
    assert_eq!(base.store.list_claimed_amounts(PaymentMethod::Pakasir, NOW).await.unwrap(), [0; 0]);
    base.commit([claim(&second, 20_217, until.plus_ms(1))]).await;
}

/// W13: a cart becomes an order once, however many try; a customer has at most one that waits.
async fn a_cart_ends_once(database: Database) {
    let base = database.open().await;
    let bills = [bill("a", 7), Bill { state: BillState::Paid, ..bill("b", 7) }, Bill { state: BillState::Paid, ..bill("c", 7) }];
    base.commit(bills.iter().map(add)).await;
    let cart =
        |id: &str, bill: &Bill| Cart { id: id.to_owned(), user_id: 7, bill: bill.id.clone(), ..Taste::pleasant().cart(CartState::Waiting) };
    let new = |cart: &Cart| Write::Cart(CartWrite::Add(cart.clone()));
    let end = |cart: &Cart, state, order: Option<&str>| {
        let order = order.map(|id| OrderId(id.to_owned()));
        Write::Cart(CartWrite::End(Cart { state, order, ..cart.clone() }))
    };
    let first = cart("c1", &bills[0]);
    base.commit([new(&first)]).await;
    assert_eq!(base.store.find_waiting_cart(7).await.unwrap(), Some(first.clone()));
    assert_eq!(base.conflict([new(&cart("c2", &bills[1]))]).await, "the cart", "one waits");
    base.commit([end(&first, CartState::Placed, Some("o1"))]).await;
    for again in [end(&first, CartState::Placed, Some("o2")), end(&first, CartState::Lapsed, None)] {
        assert_eq!(base.conflict([again]).await, "the cart");
    }
    assert_eq!(base.conflict([new(&cart("c3", &bills[0]))]).await, "the cart", "a bill has one");
    base.commit([new(&cart("c2", &bills[1]))]).await;
    let placed = base.store.find_cart_of(&bills[0].id).await.unwrap().unwrap();
    assert_eq!((placed.state, placed.order), (CartState::Placed, Some(OrderId("o1".to_owned()))));
    assert!(base.store.commit(vec![end(&cart("c2", &bills[1]), CartState::Placed, None)]).await.is_err(), "placed without an order");
}

async fn the_database_refuses_money_without_its_transfer(database: Database) {
    let base = database.open().await;
    let bill = bill("a", 7);
    base.commit([add(&bill)]).await;
    let credited = payment("p1", &bill, Some(20_001));
    assert!(base.store.commit(vec![Write::Payment(PaymentWrite::Add(credited))]).await.is_err(), "credited without a transfer");
    base.commit(credit(&payment("p2", &bill, Some(20_001)), &bill)).await;
    for (sql, what) in [
        (
            "INSERT INTO payments (method, payment, received, unit, credited, transfer, seen_at, body) \
             VALUES ('pakasir', 'p3', 1, 'IDR', 20001, 'pay:pakasir:p2', 0, '{}')",
            "another payment's transfer",
        ),
        ("UPDATE payments SET transfer = NULL", "credited, but without a transfer"),
        ("INSERT INTO payments (method, payment, received, unit, seen_at, body) VALUES ('pakasir', 'p3', 0, 'IDR', 0, '{}')", "nothing"),
        ("INSERT INTO payments (method, payment, received, unit, seen_at, body) VALUES ('pakasir', 'p3', 1, 'USD', 0, '{}')", "dollars"),
        ("UPDATE bills SET state = 'lost'", "an unknown state"),
        ("UPDATE bills SET amount = 0", "a bill of nothing"),
        ("INSERT INTO carts (id, user_id, state, ceiling, expires_at, body) VALUES ('c', 7, 'placed', 1, 0, '{}')", "placed without order"),
    ] {
        assert!(base.try_to(sql.to_owned()).await.is_err(), "{what}");
    }
}

async fn a_clock_that_is_set_back_delays_no_look(database: Database) {
    let base = database.open().await;
    let hour = 3_600_000;
    let ahead = Bill { due_at: Some(NOW.plus_ms(hour + 2_000)), ..bill("a", 7) };
    base.commit([add(&ahead)]).await;
    base.commit([Write::WriteProbe(WriteProbeWrite::RebaseDueTimes { by_ms: hour, now: NOW })]).await;
    assert_eq!(base.store.next_bill_at(NOW).await.unwrap(), Some(NOW.plus_ms(2_000)));
    base.commit([Write::WriteProbe(WriteProbeWrite::RebaseDueTimes { by_ms: hour, now: NOW })]).await;
    assert_eq!(base.store.list_due_bills(NOW, 9).await.unwrap().len(), 1);
    base.close().await;
}

on_both!(
    a_clock_that_is_set_back_delays_no_look,
    a_payment_is_credited_once,
    six_processes_see_one_payment,
    two_payments_of_one_bill_are_two_credits,
    an_unmatched_payment_is_decided_once,
    a_bill_is_found_with_what_its_customer_has,
    a_customer_has_one_open_bill,
    what_is_due_comes_first,
    live_amounts_differ,
    a_cart_ends_once,
    the_database_refuses_money_without_its_transfer,
);

//! The ledger, and that both databases themselves refuse invalid transfers, whatever a program tries.

use std::collections::BTreeMap;

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Order, OrderState, PaidBy};
use odzreshop_bot::domain::wallet::{Balance, ByHand, Decision, Transfer, TransferKind, settlement};
use odzreshop_bot::storage::{CommitError, LedgerWrite, Write};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use tokio::runtime::Runtime;

use super::{Base, Database, NOW, add, moved, on_both, order};
use crate::chance;

/// The customer of the tests' orders.
fn customer() -> i64 {
    order("a").user_id
}

fn by_hand(kind: ByHand, user: i64, amount: i64, press: &str) -> Write {
    let decision = Decision { admin: 5, reason: "paid in cash".to_owned() };
    Write::Ledger(LedgerWrite::Transfer(Transfer::by_hand(kind, user, Rupiah(amount), press, decision, NOW)))
}

fn grant(amount: i64, press: &str) -> Write {
    by_hand(ByHand::Grant, customer(), amount, press)
}

fn paid_order(id: &str, price: i64) -> Order {
    Order { paid_by: PaidBy::Wallet, price: Rupiah(price), ..order(id) }
}

/// What a confirmation commits.
fn place(order: &Order) -> Vec<Write> {
    vec![Write::Ledger(LedgerWrite::Transfer(Transfer::hold(order, NOW))), add(order.clone())]
}

/// What an order's move commits.
fn step(was: &Order, state: OrderState) -> (Order, Vec<Write>) {
    let now = moved(was, state);
    let settle = settlement(was.state, &now, NOW).map(|transfer| Write::Ledger(LedgerWrite::Transfer(transfer)));
    let write = Write::Order(odzreshop_bot::storage::OrderWrite::Move { order: now.clone(), history: vec![] });
    (now, settle.into_iter().chain([write]).collect())
}

async fn balance(base: &Base) -> (i64, i64) {
    let Balance { available, held } = base.store.find_balance(customer()).await.unwrap();
    (available.0, held.0)
}

async fn money_is_held_then_captured_or_released(database: Database) {
    let base = database.open().await;
    assert_eq!(balance(&base).await, (0, 0), "without an account");
    base.commit([grant(50_000, "p1")]).await;
    let (bought, failed) = (paid_order("a", 18_500), paid_order("b", 10_000));
    base.commit(place(&bought)).await;
    base.commit(place(&failed)).await;
    assert_eq!(balance(&base).await, (21_500, 28_500));
    for state in [OrderState::Sending, OrderState::Uncertain, OrderState::Pending] {
        // Held until the end, whatever happens before.
        assert_eq!(settlement(OrderState::Queued, &moved(&bought, state), NOW), None, "{state:?}");
    }
    let (ended, writes) = step(&bought, OrderState::Success);
    base.commit(writes).await;
    assert_eq!(settlement(OrderState::Success, &Order { state: OrderState::Failed, ..ended }, NOW), None, "an end settles once");
    base.commit(step(&failed, OrderState::Failed).1).await;
    assert_eq!(balance(&base).await, (31_500, 0));
    let (lines, count) = base.store.list_transfers(customer(), 3, 0).await.unwrap();
    let shown = |kind, amount, available| (kind, amount, available);
    assert_eq!(count, 5);
    let all: Vec<_> = lines.iter().map(|line| shown(line.kind, line.amount.0, line.available.0)).collect();
    assert!(all.contains(&(TransferKind::Capture, 18_500, all.iter().find(|line| line.0 == TransferKind::Capture).unwrap().2)));
    assert_eq!(lines[0].available.0, 31_500, "the newest line ends with the balance");
    // A page begins with the balance at which the one before it ends.
    let mut pages = Vec::new();
    for offset in [0, 2, 4] {
        pages.extend(base.store.list_transfers(customer(), 2, offset).await.unwrap().0);
    }
    let (whole, _) = base.store.list_transfers(customer(), 9, 0).await.unwrap();
    assert_eq!(pages, whole);
    let mut balances: Vec<i64> = whole.iter().map(|line| line.available.0).collect();
    balances.sort_unstable();
    assert_eq!((whole[4].available.0, balances), (50_000, vec![21_500, 21_500, 31_500, 31_500, 50_000]), "the first is the grant");
    assert_eq!(base.store.audit_ledger().await.unwrap(), []);
}

async fn nothing_happens_twice(database: Database) {
    let base = database.open().await;
    base.commit([grant(50_000, "p1")]).await;
    assert_eq!(base.conflict([grant(50_000, "p1")]).await, "the transfer", "the same press");
    let bought = paid_order("a", 18_500);
    base.commit(place(&bought)).await;
    assert_eq!(base.conflict([Write::Ledger(LedgerWrite::Transfer(Transfer::hold(&bought, NOW)))]).await, "the transfer");
    let capture = step(&bought, OrderState::Success).1;
    let release = step(&bought, OrderState::Failed).1;
    base.commit(capture).await;
    assert_eq!(base.conflict([release[0].clone()]).await, "the transfer", "captured, so never released");
    assert_eq!(balance(&base).await, (31_500, 0));
}

async fn a_wallet_is_never_overdrawn(database: Database) {
    let base = database.open().await;
    assert_eq!(base.conflict(place(&paid_order("a", 1))).await, "the balance", "without an account");
    base.commit([grant(18_499, "p1")]).await;
    assert_eq!(base.conflict(place(&paid_order("a", 18_500))).await, "the balance");
    assert_eq!(base.order("a").await, None, "no order without its money");
    assert_eq!(base.conflict([by_hand(ByHand::Take, customer(), 18_500, "p2")]).await, "the balance");
    base.commit(place(&paid_order("a", 18_499))).await;
    assert_eq!(balance(&base).await, (0, 18_499));
}

/// Two confirmations at once, money for one.
async fn of_two_orders_the_money_buys_one(database: Database) {
    let base = database.open().await;
    base.commit([grant(20_000, "p1")]).await;
    let (one, other) = (paid_order("a", 15_000), paid_order("b", 15_000));
    let (first, second) = tokio::join!(base.store.commit(place(&one)), base.store.commit(place(&other)));
    let refused = |result: &Result<(), CommitError>| matches!(result, Err(CommitError::Conflict("the balance")));
    assert!(first.is_ok() != second.is_ok() && (refused(&first) || refused(&second)), "{first:?} {second:?}");
    assert_eq!(balance(&base).await, (5_000, 15_000));
}

/// The database refuses each of these, whatever a program sends.
async fn the_database_refuses_what_must_never_be(database: Database) {
    let base = database.open().await;
    base.commit([grant(50_000, "p1")]).await;
    let bought = paid_order("a", 18_500);
    base.commit(place(&bought)).await;
    let user = customer();
    let capture = format!(
        "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, order_id, parent, parent_kind, at) VALUES \
         ('settle:a', 'capture', 'held:{user}', 'shop:sales', 1, {user}, 'a', 'hold:a', 'hold', 1)"
    );
    for (sql, what) in [
        ("UPDATE transfers SET amount = 1".to_owned(), "a change"),
        ("DELETE FROM transfers".to_owned(), "a deletion"),
        ("DELETE FROM accounts".to_owned(), "the deletion of accounts"),
        (format!("UPDATE accounts SET debits = credits + 1 WHERE id = 'wallet:{user}'"), "an overdraft"),
        (capture, "a capture of another amount than was held"),
        ("UPDATE orders SET state = 'success' WHERE id = 'a'".to_owned(), "an end without its capture"),
        ("UPDATE orders SET state = 'cancelled' WHERE id = 'a'".to_owned(), "an end without its release"),
        (
            format!(
                "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, order_id, parent, parent_kind, actor, reason, at) VALUES \
                 ('refund:a', 'refund', 'shop:sales', 'wallet:{user}', 18500, {user}, 'a', 'settle:a', 'capture', 5, 'why', 1)"
            ),
            "a refund before the capture",
        ),
        (
            format!(
                "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, actor, reason, at) VALUES \
                 ('grant:x', 'grant', 'shop:grants', 'wallet:{user}', 1, {user}, 5, 'no', 1)"
            ),
            "a grant whose reason is too short",
        ),
        (
            format!(
                "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, reason, at) VALUES \
                 ('grant:x', 'grant', 'shop:grants', 'wallet:{user}', 1, {user}, 'a reason', 1)"
            ),
            "a grant of nobody",
        ),
        (
            format!(
                "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, actor, reason, at) VALUES \
                 ('grant:x', 'grant', 'shop:grants', 'wallet:{user}', 0, {user}, 5, 'a reason', 1)"
            ),
            "a transfer of nothing",
        ),
    ] {
        assert!(base.try_to(sql).await.is_err(), "{what}");
    }
    let unheld = Order { paid_by: PaidBy::Wallet, ..order("b") };
    assert!(base.store.commit(vec![add(unheld)]).await.is_err(), "an order paid from a wallet without its hold");
    assert_eq!((balance(&base).await, base.store.audit_ledger().await.unwrap()), ((31_500, 18_500), vec![]));
}

async fn the_audit_names_the_account_that_is_off(database: Database) {
    let base = database.open().await;
    base.commit([grant(50_000, "p1")]).await;
    base.commit(place(&paid_order("a", 18_500))).await;
    base.tamper("UPDATE accounts SET credits = credits + 7 WHERE kind = 'wallet'").await;
    let differences = base.store.audit_ledger().await.unwrap();
    let wallet = format!("wallet:{}", customer());
    assert_eq!(differences.iter().map(|found| &found.account).collect::<Vec<_>>(), [&wallet]);
    assert_eq!(differences[0].stands - differences[0].should_be, Rupiah(7));
    base.tamper("UPDATE accounts SET credits = credits - 7 WHERE kind = 'wallet'").await;
    base.tamper("UPDATE orders SET paid_by = 'shop'").await;
    let held = format!("held:{}", customer());
    let differences = base.store.audit_ledger().await.unwrap();
    assert_eq!(differences.iter().map(|found| &found.account).collect::<Vec<_>>(), [&held], "money held for no order");
}

on_both!(
    money_is_held_then_captured_or_released,
    nothing_happens_twice,
    a_wallet_is_never_overdrawn,
    of_two_orders_the_money_buys_one,
    the_database_refuses_what_must_never_be,
    the_audit_names_the_account_that_is_off,
);

/// What may be tried next, sensible or not.
#[derive(Clone, Debug)]
enum Act {
    Grant(i64),
    Take(i64),
    Place(u8, i64),
    Move(u8, OrderState),
    /// The last list of writes again.
    Again,
}

fn act() -> impl Strategy<Value = Act> {
    let states =
        [OrderState::Sending, OrderState::Uncertain, OrderState::Pending, OrderState::Success, OrderState::Failed, OrderState::Cancelled];
    prop_oneof![
        (1..40_000_i64).prop_map(Act::Grant),
        (1..40_000_i64).prop_map(Act::Take),
        (0..6_u8, 1..30_000_i64).prop_map(|(id, price)| Act::Place(id, price)),
        (0..6_u8, any::<proptest::sample::Index>()).prop_map(move |(id, state)| Act::Move(id, *state.get(&states))),
        proptest::strategy::Just(Act::Again),
    ]
}

/// A model of the ledger in a few lines beside the real one: same balances, same refusals, after every step of a random history.
async fn live(database: Database, acts: Vec<Act>) {
    let base = database.open().await;
    let (mut available, mut held, mut orders) = (0, 0, BTreeMap::<u8, Order>::new());
    let mut last: Vec<Write> = Vec::new();
    for (n, act) in acts.into_iter().enumerate() {
        let press = n.to_string();
        let (writes, expected) = match act {
            Act::Grant(amount) => (vec![grant(amount, &press)], Some((available + amount, held))),
            Act::Take(amount) => {
                let after = (available >= amount).then_some((available - amount, held));
                (vec![by_hand(ByHand::Take, customer(), amount, &press)], after)
            }
            Act::Place(id, price) => {
                let order = paid_order(&format!("o{id}"), price);
                let fits = !orders.contains_key(&id) && available >= price;
                if fits {
                    orders.insert(id, order.clone());
                }
                (place(&order), fits.then_some((available - price, held + price)))
            }
            Act::Move(id, state) => {
                let Some(order) = orders.get(&id).filter(|order| order.state.is_open()).cloned() else { continue };
                let (now, writes) = step(&order, state);
                orders.insert(id, now);
                let price = order.price.0;
                let after = match state {
                    OrderState::Success => (available, held - price),
                    OrderState::Failed | OrderState::Cancelled => (available + price, held - price),
                    _ => (available, held),
                };
                (writes, Some(after))
            }
            Act::Again if last.is_empty() => continue,
            Act::Again => (last.clone(), None),
        };
        let committed = base.store.commit(writes.clone()).await;
        assert_eq!(committed.is_ok(), expected.is_some(), "{writes:?}: {committed:?}");
        if let Some(after) = expected {
            (available, held) = after;
            last = writes;
        }
        assert_eq!(balance(&base).await, (available, held));
        assert!(available >= 0 && held >= 0);
    }
    assert_eq!(base.store.audit_ledger().await.unwrap(), []);
    let open: i64 = orders.values().filter(|order| order.state.is_open()).map(|order| order.price.0).sum();
    assert_eq!(held, open, "held is the price of the open orders");
}

#[test]
fn random_histories_on_sqlite() {
    let runtime = Runtime::new().unwrap();
    chance::check(8, &vec(act(), 1..40), |acts| runtime.block_on(live(Database::Sqlite, acts)));
}

#[test]
fn random_histories_on_postgres() {
    if crate::postgres::is_there() {
        let runtime = Runtime::new().unwrap();
        chance::check(32, &vec(act(), 1..40), |acts| runtime.block_on(live(Database::Postgres, acts)));
    }
}

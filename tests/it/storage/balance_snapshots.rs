//! The input of reconciliation: balance snapshots, the orders that may have changed the balance; and the card that is edited.

use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{OrderId, OrderState};
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::domain::reconciliation::{
    BalanceSnapshot, MAX_OTHERS, REACH_MS, REFUND_WITHIN_MS, SNAPSHOTS_AFTER, SNAPSHOTS_BEFORE, Window,
};
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{
    BalanceSnapshotWrite, MaintenanceWrite, OrderWrite, OutboxMessage, OutboxWrite, ShownMessage, Write, WriteProbeWrite,
};

use super::{Base, Database, NOW, add, message, moved, on_both, order};

const MINUTE: i64 = 60_000;

/// A snapshot this many minutes from now, one second long, with this balance.
fn snapshot(minutes: i64, amount: i64) -> BalanceSnapshot {
    let asked_at = NOW.plus_ms(minutes * MINUTE);
    BalanceSnapshot { asked_at, answered_at: asked_at.plus_seconds(1), before: Rupiah(amount), after: Rupiah(amount), order: None }
}

fn observe(snapshot: BalanceSnapshot) -> Write {
    Write::BalanceSnapshot(BalanceSnapshotWrite::Add {
        id: format!("{}", snapshot.asked_at.0),
        provider: ProviderName::Odzreshop,
        snapshot,
    })
}

/// The minutes of the snapshots that count for an order sent now and decidable in three minutes.
async fn minutes(base: &Base) -> Vec<i64> {
    let snapshots = base.store.list_balance_snapshots(ProviderName::Odzreshop, NOW, NOW.plus_ms(3 * MINUTE)).await.unwrap();
    snapshots.iter().map(|snapshot| snapshot.asked_at.since_ms(NOW) / MINUTE).collect()
}

async fn snapshots_are_read_as_they_were_written(database: Database) {
    let base = database.open().await;
    let receipt = BalanceSnapshot { after: Rupiah(481_500), order: Some(OrderId("a".to_owned())), ..snapshot(-1, 500_000) };
    base.commit([observe(receipt.clone()), observe(snapshot(4, 481_500))]).await;
    let base = base.reopen().await;
    assert_eq!(base.store.list_balance_snapshots(ProviderName::Odzreshop, NOW, NOW).await.unwrap(), [receipt, snapshot(4, 481_500)]);
}

async fn only_snapshots_near_an_order_are_listed(database: Database) {
    let base = database.open().await;
    assert_eq!(minutes(&base).await, Vec::<i64>::new());
    base.commit((-80..40).filter(|minute| *minute != 0).map(|minute| observe(snapshot(minute, 1)))).await;
    let found = minutes(&base).await;
    // The nearest before, receipts from up to 15 minutes before those, everything in between, and the first ones after it became decidable.
    let before = i64::try_from(SNAPSHOTS_BEFORE).unwrap();
    let after = i64::try_from(SNAPSHOTS_AFTER).unwrap();
    let expected: Vec<i64> = (-before - 15..3 + after).filter(|minute| *minute != 0).collect();
    assert_eq!(found, expected);
}

async fn an_old_snapshot_does_not_count_as_before(database: Database) {
    let base = database.open().await;
    let old = snapshot(-1 - REACH_MS / MINUTE, 1);
    base.commit([observe(old)]).await;
    assert_eq!(minutes(&base).await, Vec::<i64>::new());
}

async fn orders_that_may_have_changed_the_balance_are_listed_and_an_unreadable_one_is_an_error(database: Database) {
    let base = database.open().await;
    let ended = |id: &str, state, ago_ms: i64| {
        let queued = order(id);
        let end = odzreshop_bot::domain::order::Order { ended_at: Some(NOW.plus_ms(-ago_ms)), due_at: None, ..moved(&queued, state) };
        [add(queued), Write::Order(OrderWrite::Move { order: end, history: Vec::new() })]
    };
    base.commit([add(order("queued"))]).await;
    for (id, state) in [("sending", OrderState::Sending), ("pending", OrderState::Pending), ("uncertain", OrderState::Uncertain)] {
        let queued = order(id);
        let now = odzreshop_bot::domain::order::Order { invoice: None, ..moved(&queued, state) };
        base.commit([add(queued), Write::Order(OrderWrite::Move { order: now, history: Vec::new() })]).await;
    }
    let invoiced = |mut writes: [Write; 2], invoice: &str| {
        if let Write::Order(OrderWrite::Move { order, .. }) = &mut writes[1] {
            order.invoice = Some(invoice.to_owned());
        }
        writes
    };
    base.commit(invoiced(ended("delivered", OrderState::Success, 0), "I1")).await;
    base.commit(invoiced(ended("delivered-before", OrderState::Success, 1), "I2")).await;
    base.commit(invoiced(ended("failed", OrderState::Failed, REFUND_WITHIN_MS), "I3")).await;
    base.commit(invoiced(ended("failed-long-ago", OrderState::Failed, REFUND_WITHIN_MS + 1), "I4")).await;
    base.commit(ended("cancelled", OrderState::Cancelled, 0)).await;
    let window = |until: i64| Window { since: NOW, until: NOW.plus_ms(until) };
    let listed = async |until: i64| {
        let moving = base.store.list_moving(ProviderName::Odzreshop, window(until), MAX_OTHERS).await.unwrap().unwrap();
        let mut listed: Vec<String> = moving.into_iter().map(|order| order.id.0).collect();
        listed.sort();
        listed
    };
    assert_eq!(listed(0).await, ["delivered", "failed", "pending", "sending", "uncertain"]);
    assert_eq!(listed(-1).await, Vec::<String>::new(), "they were all created later");
    base.tamper("UPDATE orders SET body = '{' WHERE id = 'pending'").await;
    assert!(
        base.store.list_moving(ProviderName::Odzreshop, window(0), MAX_OTHERS).await.is_err(),
        "leaving it out would falsify the evidence"
    );
    let pending =
        (0..MAX_OTHERS).map(|n| add(odzreshop_bot::domain::order::Order { state: OrderState::Pending, ..order(&format!("o{n}")) }));
    base.commit(pending).await;
    assert_eq!(base.store.list_moving(ProviderName::Odzreshop, window(0), MAX_OTHERS).await.unwrap(), None, "too many to prove anything");
}

async fn another_provider_s_snapshots_and_orders_prove_nothing(database: Database) {
    let base = database.open().await;
    let queued = order("theirs");
    let pending = odzreshop_bot::domain::order::Order { invoice: None, ..moved(&queued, OrderState::Pending) };
    base.commit([observe(snapshot(-1, 1)), add(queued), Write::Order(OrderWrite::Move { order: pending, history: Vec::new() })]).await;
    let window = Window { since: NOW, until: NOW };
    let moving = async || base.store.list_moving(ProviderName::Odzreshop, window, MAX_OTHERS).await.unwrap().unwrap().len();
    assert_eq!((minutes(&base).await, moving().await), (vec![-1], 1));
    base.tamper("UPDATE balance_snapshots SET provider = 'another'").await;
    base.tamper("UPDATE orders SET provider = 'another'").await;
    assert_eq!((minutes(&base).await, moving().await), (vec![], 0));
}

async fn the_message_of_a_slot_is_found_after_it_was_sent(database: Database) {
    let base = database.open().await;
    let slotted = |slot: &str| Write::Outbox(OutboxWrite::Enqueue(OutboxMessage { slot: Some(slot.to_owned()), ..message(7, "card") }));
    base.commit([slotted("a"), slotted("b")]).await;
    assert_eq!(base.store.find_shown("a").await.unwrap(), None);
    base.commit([
        Write::Outbox(OutboxWrite::Sent { id: 1, message_id: Some(41), photo: None }),
        Write::Outbox(OutboxWrite::Sent { id: 2, message_id: Some(42), photo: None }),
    ])
    .await;
    base.commit([slotted("a")]).await;
    let (a, b) = (base.store.find_shown("a").await.unwrap(), base.store.find_shown("b").await.unwrap());
    let shown = |message_id| Some(ShownMessage { message_id, photo: None });
    assert_eq!((a, b), (shown(41), shown(42)), "the edit that waits is no message yet");
}

async fn old_snapshots_are_deleted(database: Database) {
    let base = database.open().await;
    base.commit([observe(snapshot(0, 1))]).await;
    let kept = async |days: i64| {
        base.commit([Write::Maintenance(MaintenanceWrite::Prune { now: Millis(NOW.0 + days * 24 * 3_600_000) })]).await;
        base.store.list_balance_snapshots(ProviderName::Odzreshop, NOW.plus_seconds(60), NOW).await.unwrap().len()
    };
    assert_eq!((kept(29).await, kept(31).await), (1, 0));
}

async fn snapshots_from_before_a_clock_rollback_are_left_out(database: Database) {
    let base = database.open().await;
    base.commit((-5..=9).map(|minute| observe(snapshot(minute, 1)))).await;
    base.commit([Write::WriteProbe(WriteProbeWrite::RebaseDueTimes { by_ms: 6 * MINUTE, now: NOW })]).await;
    base.commit([Write::WriteProbe(WriteProbeWrite::RebaseDueTimes { by_ms: MINUTE, now: NOW })]).await;
    assert_eq!(minutes(&base).await, [7, 8, 9], "only what comes after the latest time that the clock ever showed");
}

on_both! {
    snapshots_are_read_as_they_were_written,
    only_snapshots_near_an_order_are_listed,
    an_old_snapshot_does_not_count_as_before,
    orders_that_may_have_changed_the_balance_are_listed_and_an_unreadable_one_is_an_error,
    another_provider_s_snapshots_and_orders_prove_nothing,
    the_message_of_a_slot_is_found_after_it_was_sent,
    old_snapshots_are_deleted,
    snapshots_from_before_a_clock_rollback_are_left_out,
}

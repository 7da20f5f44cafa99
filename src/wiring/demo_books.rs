//! What the demo's page shows of the shop's own database, read while the bot uses it.

use std::time::Duration;

use tokio::sync::watch;

use crate::domain::bill::Bill;
use crate::domain::order::Order;
use crate::domain::payment::Payment;
use crate::domain::payment_method::PaymentMethod;
use crate::sandbox::page::{ShopAccount, ShopBill, ShopBooks, ShopLedger, ShopOrder, ShopTransfer};
use crate::sandbox::provider::Provider;
use crate::sandbox::telegram::Telegram;
use crate::storage::{ReadError, Reader, TransferRow};

use super::demo_users;

/// How long the page may show an old state. Most changes are followed by a message or a call, and are shown at once.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// Orders of a customer that the page shows.
const MAX_ORDERS: i64 = 100;
/// Bills of a customer that the page shows.
const MAX_BILLS: i64 = 20;
/// Transfers that the page shows.
const MAX_TRANSFERS: i64 = 60;

/// Shows the page what is in the bot's own database, until the simulated Telegram is stopped. The bot commits a change before it sends a
/// message or makes a call, so it is read after these.
pub async fn follow(store: Reader, telegram: Telegram, provider: Provider, books: watch::Sender<ShopBooks>) {
    let (mut messages, mut calls) = (telegram.changes(), provider.changes());
    loop {
        match read(&store).await {
            Ok(now) => {
                books.send_if_modified(|shown| {
                    let modified = *shown != now;
                    *shown = now;
                    modified
                });
            }
            Err(error) => tracing::warn!(%error, "the page can't show the shop's books"),
        }
        tokio::select! {
            _ = messages.changed() => {}
            _ = calls.changed() => {}
            () = tokio::time::sleep(READ_AGAIN_AFTER) => {}
            () = telegram.stopped() => return,
        }
    }
}

async fn read(store: &Reader) -> Result<ShopBooks, ReadError> {
    let mut books = ShopBooks { ledger: ledger(store).await?, ..ShopBooks::default() };
    for user in demo_users::ids() {
        let (orders, _) = store.list_orders(user, MAX_ORDERS, 0).await?;
        books.orders.extend(orders.into_iter().map(shown_order));
        for bill in store.list_bills_of(user, MAX_BILLS).await? {
            // The shop's own code has no reference: the payment has the bill's id.
            let (reference, payment) = match (bill.method, &bill.reference) {
                (PaymentMethod::Qris, _) => (bill.number.clone(), bill.id.0.clone()),
                (PaymentMethod::Pakasir, Some(reference)) => (reference.clone(), reference.clone()),
                // The gateway was not asked for a code yet, or there is none: Stars are paid in the chat.
                _ => continue,
            };
            let payment = store.find_payment(bill.method, &payment).await?;
            books.bills.push(shown_bill(bill, reference, payment));
        }
    }
    Ok(books)
}

async fn ledger(store: &Reader) -> Result<ShopLedger, ReadError> {
    let accounts = store.list_accounts().await?.into_iter().map(|(id, balance)| ShopAccount { id, balance: balance.0 }).collect();
    let transfers = store.list_newest_transfers(MAX_TRANSFERS).await?.into_iter().map(shown_transfer).collect();
    let sums = store.sum_payments(PaymentMethod::Pakasir).await?;
    let wrong = store.audit_ledger().await?.into_iter().map(|difference| difference.account).collect();
    Ok(ShopLedger { accounts, transfers, credited: sums.credited.0, unmatched: sums.unmatched.0, wrong })
}

fn shown_order(order: Order) -> ShopOrder {
    let Order { id, number, user_id, item, target, price, state, invoice, sn, created_at, .. } = order;
    let (price, state, created) = (price.0, state.as_str(), created_at.0);
    ShopOrder { ref_id: id.0, number, user: user_id, item, target, price, state, invoice, sn, created }
}

fn shown_bill(bill: Bill, reference: String, payment: Option<Payment>) -> ShopBill {
    let Bill { number, user_id, method, state, payable, created_at, .. } = bill;
    let payment = payment.map_or("none", |payment| if payment.credited.is_some() { "credited" } else { "unmatched" });
    let (method, state) = (method.as_str(), state.as_str());
    ShopBill { reference, number, user: user_id, method, state, payment, total: payable, created: created_at.0 }
}

fn shown_transfer(row: TransferRow) -> ShopTransfer {
    let TransferRow { id, kind, debit, credit, amount, number, at } = row;
    ShopTransfer { id, kind, debit, credit, amount: amount.0, number, at: at.0 }
}

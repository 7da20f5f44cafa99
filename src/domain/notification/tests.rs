//! Of each kind of alert: what it is, and whether it breaks the quiet hours.

use super::*;
use crate::domain::bill::BillId;
use crate::domain::locale::Locale;
use crate::domain::message::ConversationKey;
use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::role::Role;
use crate::domain::time::Millis;

fn of() -> ConversationKey {
    ConversationKey { user: 7, order: None }
}

#[test]
fn each_alert_has_a_kind_and_either_waits_or_not() {
    use AlertKind::{Balance, Catalog, Messages, Orders, Payments, Requests, Shop, System, Uncertain};
    let order = || OrderId("o".to_owned());
    let (text, method, amount) = (String::new, PaymentMethod::Qris, Rupiah(1));
    let cases: Vec<(Notification, Option<AlertKind>, bool)> = vec![
        (OrderNotification::UncertainCard { order: order() }.into(), Some(Uncertain), true),
        (OrderNotification::ProvedPlaced { order: order() }.into(), Some(Uncertain), true),
        (OrderNotification::ProvedNotPlaced { order: order() }.into(), Some(Uncertain), false),
        (AlertNotification::UncertainWaiting.into(), Some(Uncertain), false),
        (OrderNotification::SlowOrder { order: order() }.into(), Some(Orders), false),
        (OrderNotification::Flipped { order: order(), word: text() }.into(), Some(Orders), true),
        (OrderNotification::Unverified { order: order() }.into(), Some(Orders), false),
        (OrderNotification::ProviderBalanceShort { order: order() }.into(), Some(Balance), true),
        (ProviderNotification::ProviderBalanceLow { balance: amount }.into(), Some(Balance), false),
        (ProviderNotification::ShopClosed { cause: ClosedReason::Key }.into(), Some(Shop), true),
        (ProviderNotification::ShopOpen.into(), Some(Shop), true),
        (ProviderNotification::CategoryUnknown { slug: text() }.into(), Some(Catalog), false),
        (targets_fail().into(), Some(Catalog), false),
        (BillNotification::Unmatched { method, payment: text() }.into(), Some(Payments), true),
        (BillNotification::Proof { bill: BillId(text()), picture: text() }.into(), Some(Payments), false),
        (BillNotification::GatewayDown { method, key: true }.into(), Some(Payments), true),
        (BillNotification::Waiting.into(), Some(Payments), false),
        (WalletNotification::Differs { account: text(), stands: amount, should_be: amount }.into(), Some(Payments), true),
        (AccessNotification::Requested { user: 7 }.into(), Some(Requests), false),
        (AccessNotification::Waiting.into(), Some(Requests), false),
        (MessageNotification::MessageFromCustomer { of: of(), message: text() }.into(), Some(Messages), false),
        (HealthNotification::TokenShared.into(), Some(System), true),
        (HealthNotification::BackupFailed { detail: text() }.into(), Some(System), false),
        (HealthNotification::BackupNotSent { chat_id: 7 }.into(), Some(System), false),
        (ExportNotification::BackupCopy { name: text(), part: 1, parts: 1 }.into(), None, false),
        (HealthNotification::TelegramBack { since: Millis(0) }.into(), Some(System), false),
        // Always sent.
        (AlertNotification::AlertDigest { digest: text() }.into(), None, false),
        (AlertNotification::TopicGone { kinds: Vec::new() }.into(), None, true),
        // For customers, or for one admin.
        (OrderNotification::Card { order: order() }.into(), None, false),
        (AccessNotification::Role { role: Some(Role::Admin) }.into(), None, false),
        (QueryNotification::StillAsking.into(), None, false),
        (BroadcastNotification::Preview { broadcast: text(), locale: Locale("id".to_owned()) }.into(), None, false),
    ];
    for (notification, kind, must_not_wait) in cases {
        assert_eq!((notification.alert_kind(), notification.must_not_wait()), (kind, must_not_wait), "{notification:?}");
    }
}

fn targets_fail() -> ProviderNotification {
    ProviderNotification::TargetsFail { category: String::new(), name: "".into(), sku: None, wrong: 5, customers: 3 }
}

#[test]
fn all_that_has_a_kind_is_of_a_class_that_is_routed() {
    let cases: [(Notification, bool); 6] = [
        (ProviderNotification::ShopOpen.into(), true),
        (AccessNotification::Crowd.into(), true),
        (MessageNotification::MessageFromCustomer { of: of(), message: String::new() }.into(), true),
        (OrderNotification::ResolvedEnded { order: OrderId("o".to_owned()) }.into(), false),
        (QueryNotification::StillAsking.into(), false),
        (AccessNotification::Blocked.into(), false),
    ];
    for (notification, is_alert) in cases {
        assert_eq!(notification.class().is_alert(), is_alert, "{notification:?}");
    }
}

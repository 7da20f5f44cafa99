//! What becomes of money that arrives, on both databases: credited once and told once, or unmatched and shown to the admins.

use std::sync::{Arc, Mutex};

use odzreshop_bot::app::{App, AppError, Approval, BillOpening, BillWish, Effects};
use odzreshop_bot::domain::bill::{Bill, BillEvent, BillId, BillState, Slip};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{BillNotification, Notification};
use odzreshop_bot::domain::payment::{SeenPayment, Unit};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::storage::{CommitError, OutboxBody};

use super::{Base, Database, on_both};
use crate::shop::{BUDI, SARI, Shop, TOML, services};

/// A shop's services, and its clock.
struct Till {
    base: Base,
    app: App,
    shop: Shop,
}

impl Till {
    async fn open(database: Database) -> Self {
        let toml = format!("{TOML}\n[wallet]\nenabled = true\nmax_balance = 100_000\n");
        let (base, mut shop) = (database.open().await, Shop::closed_with(&toml).await);
        // Nobody is there: nothing is asked of it.
        shop.set_gateway("http://127.0.0.1:9/api", "toko", "a-key-of-nobody");
        let app = services(&shop, base.store.clone(), Arc::new(Mutex::new(toml))).await;
        Self { base, app, shop }
    }

    async fn wish(&self, wanted: i64) -> BillOpening {
        let mut effects = Effects::new();
        let wish = BillWish { user_id: BUDI, place: Place::chat(BUDI), wanted: Rupiah(wanted) };
        let opening = self.app.bills.open(&self.app.settings.current(), wish, &mut effects).await.unwrap();
        self.commit(effects).await;
        opening
    }

    async fn commit(&self, effects: Effects) {
        self.app.notifier.commit(effects).await.unwrap();
    }

    async fn event(&self, id: &BillId, event: BillEvent) -> Bill {
        let mut effects = Effects::new();
        let bill = self.app.bills.apply(self.bill(id).await, event, &mut effects).unwrap();
        self.commit(effects).await;
        bill
    }

    /// A bill whose customer has a code.
    async fn waiting(&self, wanted: i64) -> Bill {
        let BillOpening::Opened(bill) = self.wish(wanted).await else { panic!("not opened") };
        self.event(&bill.id, BillEvent::Asking { method: PaymentMethod::Pakasir, reference: format!("{}-1", bill.number) }).await;
        let amount = Rupiah(wanted);
        let slip = Slip { asked: amount, amount, payable: wanted, code: "000201".to_owned(), expires_at: None };
        self.event(&bill.id, BillEvent::Opened(slip)).await
    }

    async fn bill(&self, id: &BillId) -> Bill {
        self.base.store.find_bill(id).await.unwrap().unwrap()
    }

    async fn arrived(&self, bill: Bill, seen: SeenPayment) -> Result<(), AppError> {
        self.app.payments.arrived(&self.app.settings.current(), bill, seen).await
    }

    async fn balance(&self) -> i64 {
        assert_eq!(self.base.store.audit_ledger().await.unwrap(), []);
        self.base.store.find_balance(BUDI).await.unwrap().available.0
    }

    /// The kinds of what is on its way, and to whom.
    async fn messages(&self) -> Vec<(i64, &'static str)> {
        let now = self.shop.clock().now();
        let mut messages: Vec<(i64, i64, &str)> = Vec::new();
        // A chat shows only its first message as due.
        loop {
            let due = self.base.store.list_due_messages(now, 100).await.unwrap();
            if due.is_empty() {
                messages.sort_by_key(|(id, ..)| *id);
                return messages.into_iter().map(|(_, chat_id, kind)| (chat_id, kind)).collect();
            }
            for message in due {
                let OutboxBody::Notification { notification: Notification::Bill(bill) } = message.body else { panic!("{message:?}") };
                let kind = match bill {
                    BillNotification::Card { .. } | BillNotification::Again { .. } => "card",
                    BillNotification::Rejected { .. } => "rejected",
                    BillNotification::Proof { .. } => "proof",
                    BillNotification::Failed { .. } => "failed",
                    BillNotification::Credited { .. } => "credited",
                    BillNotification::Unmatched { .. } => "unmatched",
                    other => panic!("{other:?}"),
                };
                messages.push((message.id, message.chat_id, kind));
                let sent = odzreshop_bot::storage::OutboxWrite::Sent { id: message.id, message_id: None, photo: None };
                self.base.commit([odzreshop_bot::storage::Write::Outbox(sent)]).await;
            }
        }
    }
}

fn seen(id: &str, received: i64) -> SeenPayment {
    SeenPayment { id: id.to_owned(), received, unit: Unit::Rupiah, paid_at: None, payer: None, test: false }
}

async fn a_bill_has_its_limits(database: Database) {
    let till = Till::open(database).await;
    let (minimum, maximum) = (Rupiah(10_000), Rupiah(1_000_000));
    assert_eq!(till.wish(9_999).await, BillOpening::OutOfRange { minimum, maximum });
    assert_eq!(till.wish(1_000_001).await, BillOpening::OutOfRange { minimum, maximum });
    assert_eq!(till.wish(100_001).await, BillOpening::BalanceFull { maximum: Rupiah(100_000) });
    let BillOpening::Opened(bill) = till.wish(100_000).await else { panic!("not opened") };
    assert_eq!(till.wish(20_000).await, BillOpening::Already(bill.clone()), "one open bill at a time");
    assert_eq!(till.messages().await, [], "there is no code to show yet");
    let mut effects = Effects::new();
    assert!(!till.app.bills.cancel(BUDI + 1, &bill.id, &mut effects).await.unwrap(), "somebody else's");
    assert!(till.app.bills.cancel(BUDI, &bill.id, &mut effects).await.unwrap());
    till.commit(effects).await;
    assert!(matches!(till.wish(20_000).await, BillOpening::Opened(_)));
}

async fn what_was_asked_for_is_credited_and_told_once(database: Database) {
    let till = Till::open(database).await;
    let bill = till.waiting(20_000).await;
    assert_eq!(till.messages().await, [(BUDI, "card")]);
    till.arrived(bill.clone(), seen("p", 20_000)).await.unwrap();
    till.arrived(bill.clone(), seen("p", 20_000)).await.unwrap();
    till.arrived(bill.clone(), seen("p", 1)).await.unwrap();
    assert_eq!((till.balance().await, till.bill(&bill.id).await.state), (20_000, BillState::Paid));
    assert_eq!(till.messages().await, [(BUDI, "card"), (BUDI, "credited")]);
    // A second payment of the same bill is money too, seen with an old reading of the bill only later.
    let late = till.arrived(bill, seen("q", 20_000)).await;
    assert!(matches!(late, Err(AppError::Commit(CommitError::Conflict("the bill")))), "{late:?}");
    assert_eq!((till.balance().await, till.messages().await), (20_000, vec![]), "nothing of it was written");
}

async fn two_processes_see_the_payment_at_once(database: Database) {
    let till = Till::open(database).await;
    let bill = till.waiting(20_000).await;
    let arrived = || till.arrived(bill.clone(), seen("p", 20_000));
    let (a, b) = tokio::join!(arrived(), arrived());
    assert!(a.is_ok() || b.is_ok(), "{a:?} {b:?}");
    assert_eq!(till.balance().await, 20_000);
    assert_eq!(till.messages().await, [(BUDI, "card"), (BUDI, "credited")]);
}

/// W14: whatever the bill's state, and after any time.
async fn late_money_is_the_customers(database: Database) {
    let till = Till::open(database).await;
    for (n, (end, days)) in [(BillEvent::Cancelled, 0), (BillEvent::Looked { word: None, over: true }, 400)].into_iter().enumerate() {
        let bill = till.waiting(20_000).await;
        let ended = till.event(&bill.id, end).await;
        assert!(!ended.state.is_open());
        till.shop.set_ahead(days * 86_400);
        till.arrived(ended, seen(&format!("p{n}"), 20_000)).await.unwrap();
        assert_eq!(till.bill(&bill.id).await.state, BillState::Paid);
        let paid = till.bill(&bill.id).await;
        till.arrived(paid, seen(&format!("again{n}"), 20_000)).await.unwrap();
    }
    assert_eq!(till.balance().await, 80_000);
}

async fn another_amount_waits_for_an_admin(database: Database) {
    let till = Till::open(database).await;
    let bill = till.waiting(20_000).await;
    till.messages().await;
    for received in [19_999, 20_001] {
        let bill = till.bill(&bill.id).await;
        till.arrived(bill, seen("p", received)).await.unwrap();
    }
    assert_eq!(till.messages().await, [(SARI, "unmatched")], "one card for one payment");
    let test = SeenPayment { test: true, ..seen("t", 20_000) };
    till.arrived(till.bill(&bill.id).await, test).await.unwrap();
    assert_eq!(till.messages().await, [(SARI, "unmatched")]);
    assert_eq!((till.balance().await, till.bill(&bill.id).await.state), (0, BillState::Waiting));
    assert_eq!(till.base.store.list_unmatched(8, 0).await.unwrap().1, 2);
}

async fn a_proof_is_approved_once(database: Database) {
    let till = Till::open(database).await;
    let mut effects = Effects::new();
    let wish = BillWish { user_id: BUDI, place: Place::chat(BUDI), wanted: Rupiah(20_000) };
    let code = |payable: i64| format!("code of {payable}");
    let opening = till.app.bills.open_static(&till.app.settings.current(), wish, 499, &code, &mut effects).await.unwrap();
    till.commit(effects).await;
    let BillOpening::Opened(bill) = opening else { panic!("{opening:?}") };
    assert!((20_001..=20_499).contains(&bill.payable) && bill.amount == Rupiah(bill.payable));
    assert_eq!(bill.code, Some(code(bill.payable)));
    assert_eq!(till.messages().await, [(BUDI, "card")]);
    till.event(&bill.id, BillEvent::Proof).await;
    let mut effects = Effects::new();
    let approved = till.app.payments.approve(&till.app.settings.current(), SARI, &bill.id, bill.amount, &mut effects).await.unwrap();
    assert!(matches!(approved, Approval::Credited(_)));
    till.commit(effects.clone()).await;
    let again = till.app.notifier.commit(effects).await;
    assert!(matches!(again, Err(CommitError::Conflict("the transfer"))), "{again:?}");
    let Approval::Already(by) =
        till.app.payments.approve(&till.app.settings.current(), SARI + 1, &bill.id, Rupiah(1), &mut Effects::new()).await.unwrap()
    else {
        panic!("approved twice")
    };
    assert_eq!((by.actor, till.balance().await), (Some(SARI), bill.payable));
}

/// W19, by the use case: however many ask, no two live bills ask for the same amount.
async fn static_bills_ask_for_different_amounts(database: Database) {
    let till = Till::open(database).await;
    let mut asked = Vec::new();
    for user_id in 1..=4 {
        let mut effects = Effects::new();
        let wish = BillWish { user_id, place: Place::chat(user_id), wanted: Rupiah(20_000) };
        let settings = till.app.settings.current();
        match till.app.bills.open_static(&settings, wish, 3, &|_| "code".to_owned(), &mut effects).await.unwrap() {
            BillOpening::Opened(bill) => asked.push(bill.payable),
            other => assert_eq!((user_id, other), (4, BillOpening::NoAmountFree)),
        }
        till.commit(effects).await;
    }
    asked.sort_unstable();
    assert_eq!(asked, [20_001, 20_002, 20_003]);
}

on_both!(
    a_bill_has_its_limits,
    what_was_asked_for_is_credited_and_told_once,
    two_processes_see_the_payment_at_once,
    late_money_is_the_customers,
    another_amount_waits_for_an_admin,
    a_proof_is_approved_once,
    static_bills_ask_for_different_amounts,
);

//! A shop's services and its gateway without the bot around them: bills are asked for, paid and looked at when a test says so.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::app::{App, BillOpening, BillWish, Effects, Hinted, JobQueue};
use odzreshop_bot::domain::bill::{Bill, BillId};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::{BillNotification, Notification};
use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::payment::Hint;
use odzreshop_bot::sandbox::gateway::{Gateway, Invoice, Options};
use odzreshop_bot::storage::{self, Opened, OutboxBody, OutboxWrite, Write};
use serde_json::json;

use super::{BUDI, Shop, TOML, services};

/// A shop's services and its gateway; time goes by only when a test says so.
pub struct Till {
    pub method: PaymentMethod,
    pub app: App,
    pub shop: Shop,
    pub gateway: Gateway,
    pub database: Opened,
}

impl Till {
    pub async fn open(method: PaymentMethod) -> Self {
        Self::open_with(method, "", Options::default()).await
    }

    pub async fn open_with(method: PaymentMethod, more: &str, options: Options) -> Self {
        let toml = format!("{TOML}\n[wallet]\nenabled = true\n{more}");
        let mut shop = Shop::closed_with(&toml).await;
        let gateway = Gateway::start(options).await.unwrap();
        shop.set_gateway_of(method, &gateway);
        shop.stand_still();
        let database = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
        let app = services(&shop, database.store.clone(), Arc::new(Mutex::new(toml))).await;
        Self { method, app, shop, gateway, database }
    }

    /// The same with another gateway too.
    pub async fn with_gateway(mut self, method: PaymentMethod, gateway: &Gateway) -> Self {
        self.shop.set_gateway_of(method, gateway);
        let toml = Arc::new(Mutex::new(self.shop.toml.clone()));
        self.app = services(&self.shop, self.database.store.clone(), toml).await;
        self
    }

    /// A customer opens a bill; its code is not there yet.
    pub async fn ask(&self, user_id: i64, wanted: i64) -> BillId {
        let mut effects = Effects::new();
        let wish = BillWish { user_id, place: Place::chat(user_id), wanted: Rupiah(wanted) };
        let opening = self.app.bills.open(&self.app.settings.current(), wish, &mut effects).await.unwrap();
        self.app.notifier.commit(effects).await.unwrap();
        let BillOpening::Opened(bill) = opening else { panic!("{opening:?}") };
        bill.id
    }

    /// Does what is due now, and what is due at once because of that.
    pub async fn tick(&self) {
        let shop = self.app.settings.current();
        for _ in 0..10 {
            for bill in self.app.collector.due(&shop, 100).await.unwrap() {
                self.app.collector.act(&shop, bill).await.unwrap();
            }
        }
        assert_eq!(self.app.collector.due(&shop, 100).await.unwrap(), [], "something is due again and again");
    }

    /// Does what becomes due in so many seconds, second by second as far as something is due.
    pub async fn live(&self, seconds: i64) {
        let until = self.shop.clock().now().plus_seconds(seconds);
        self.tick().await;
        while let Some(at) = self.app.collector.next_at().await.unwrap().filter(|at| *at <= until) {
            let wait = at.since_ms(self.shop.clock().now()).max(0);
            self.shop.set_ahead_ms(wait);
            self.gateway.advance(Duration::from_millis(wait.unsigned_abs()));
            self.tick().await;
        }
        let rest = until.since_ms(self.shop.clock().now()).max(0);
        self.shop.set_ahead_ms(rest);
        self.gateway.advance(Duration::from_millis(rest.unsigned_abs()));
    }

    /// A customer has a code.
    pub async fn opened(&self, wanted: i64) -> (BillId, Invoice) {
        let bill = self.ask(BUDI, wanted).await;
        self.tick().await;
        (bill, self.gateway.invoices().last().cloned().unwrap())
    }

    pub async fn bill(&self, id: &BillId) -> Bill {
        self.database.store.find_bill(id).await.unwrap().unwrap()
    }

    pub async fn balance(&self, user: i64) -> i64 {
        assert_eq!(self.database.store.audit_ledger().await.unwrap(), []);
        self.database.store.find_balance(user).await.unwrap().available.0
    }

    pub async fn unmatched(&self) -> usize {
        self.database.store.list_unmatched(100, 0).await.unwrap().0.len()
    }

    /// Something at the gateway that is no bill of ours.
    pub async fn add_stranger(&self, order_id: &str, amount: i64) {
        let (client, key) = (reqwest::Client::new(), self.gateway.api_key());
        let request = if self.method == PaymentMethod::Midtrans {
            let details = json!({ "order_id": order_id, "gross_amount": amount });
            let charge = client.post(format!("{}/charge", self.gateway.midtrans_url())).basic_auth(key, None::<&str>);
            charge.json(&json!({ "payment_type": "qris", "transaction_details": details }))
        } else {
            let body = json!({ "project": self.gateway.project(), "order_id": order_id, "amount": amount, "api_key": key });
            client.post(format!("{}/transactioncreate/qris", self.gateway.url())).json(&body)
        };
        assert!(request.send().await.unwrap().status().is_success());
    }

    /// The kinds of what was put on its way since the last time, and to whom.
    pub async fn messages(&self) -> Vec<(i64, &'static str)> {
        self.app.alerts.publish().await.unwrap();
        let mut messages: Vec<(i64, i64, &str)> = Vec::new();
        loop {
            let due = self.database.store.list_due_messages(self.shop.clock().now(), 100).await.unwrap();
            if due.is_empty() {
                // As they were put there; in what order they are sent is not the matter here.
                messages.sort_by_key(|(id, ..)| *id);
                return messages.into_iter().map(|(_, chat_id, kind)| (chat_id, kind)).collect();
            }
            for message in due {
                let OutboxBody::Notification { notification: Notification::Bill(bill) } = message.body else { panic!("{message:?}") };
                messages.push((message.id, message.chat_id, kind(&bill)));
                let sent = Write::Outbox(OutboxWrite::Sent { id: message.id, message_id: None, photo: None });
                self.database.store.commit(vec![sent]).await.unwrap();
            }
        }
    }

    pub async fn hint(&self, hint: &Hint) -> Hinted {
        self.app.collector.hint(self.method, hint).await.unwrap()
    }
}

fn kind(notification: &BillNotification) -> &'static str {
    match notification {
        BillNotification::Card { .. } | BillNotification::Again { .. } | BillNotification::Invoice { .. } => "card",
        BillNotification::Rejected { .. } => "rejected",
        BillNotification::Proof { .. } => "proof",
        BillNotification::Failed { .. } => "failed",
        BillNotification::Credited { .. } => "credited",
        BillNotification::Unmatched { .. } => "unmatched",
        BillNotification::GatewayDown { .. } => "down",
        BillNotification::GatewayUp { .. } => "up",
        BillNotification::Late { .. } => "late",
        BillNotification::Waiting => "waiting",
        BillNotification::UnknownWord { .. } => "word",
        other => panic!("{other:?}"),
    }
}

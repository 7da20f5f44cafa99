//! Customers pay by QRIS in the chat, with one gateway or two: the next one gives the code when the first does not, and nobody sees two codes.

use odzreshop_bot::app::Effects;
use odzreshop_bot::domain::bill::BillState;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::payment_method::PaymentMethod::{self, Midtrans, Pakasir};
use odzreshop_bot::sandbox::gateway::{Endpoint, Fault, Gateway, Invoice, Options};
use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage;

use crate::picture::{by_rqrr, read_png};
use crate::shop::{BUDI, JANE, SARI, Shop, TOML, Till};

/// A running shop whose customers pay by these gateways.
async fn shop_with(gateways: &[(PaymentMethod, &Gateway)]) -> Shop {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    for (method, gateway) in gateways {
        shop.set_gateway_of(*method, gateway);
    }
    shop.start();
    shop.greet_admins().await;
    for customer in [BUDI, JANE] {
        shop.say(customer, "/start", "Odzreshop").await;
    }
    shop
}

async fn gateway() -> Gateway {
    Gateway::start(Options::default()).await.unwrap()
}

/// A customer asks to add Rp 20.000 and sees the bill.
async fn top_up(shop: &Shop, user: i64) -> Message {
    let (wallet, pay) = if user == JANE { ("Your balance", "Pay exactly") } else { ("Saldo kamu", "Bayar tepat") };
    shop.pause();
    shop.say(user, "/wallet", wallet).await;
    shop.press(user, "➕", "➕").await;
    shop.press(user, "Rp 20.000", pay).await
}

/// The code in the picture of a bill.
fn code(shop: &Shop, bill: &Message) -> String {
    by_rqrr(&read_png(&shop.telegram.photo(bill.photo().unwrap()).unwrap())).unwrap()
}

fn last(gateway: &Gateway) -> Invoice {
    gateway.invoices().last().cloned().unwrap()
}

/// What somebody has, in the database of a bot that has stopped; each payment at the gateway must be credited there under Midtrans' id of it.
async fn balance(shop: &Shop, user: i64, gateway: &Gateway) -> i64 {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    for invoice in gateway.invoices() {
        let payment = opened.store.find_payment(Midtrans, invoice.transaction_id.as_deref().unwrap()).await.unwrap();
        assert_eq!(payment.and_then(|payment| payment.credited), invoice.received.map(|(amount, _)| Rupiah(amount)), "{invoice:?}");
    }
    let balance = opened.store.find_balance(user).await.unwrap();
    opened.close().await;
    balance.available.0
}

#[tokio::test]
async fn a_top_up_by_midtrans_is_credited_and_told() {
    let gateway = gateway().await;
    let mut shop = shop_with(&[(Midtrans, &gateway)]).await;
    for (user, told) in [(BUDI, "Rp 20.000 sudah masuk ke saldomu"), (JANE, "Rp 20.000 is now in your balance")] {
        let bill = top_up(&shop, user).await;
        let invoice = last(&gateway);
        assert_eq!((code(&shop, &bill), invoice.total), (invoice.code.clone(), 20_000), "asked for to the rupiah");
        assert!(gateway.scan(&invoice.code));
        shop.tap(user, "🔄").await;
        shop.see(user, told).await;
    }
    shop.close().await;
    for user in [BUDI, JANE] {
        assert_eq!(balance(&shop, user, &gateway).await, 20_000);
    }
}

/// The first gateway loses its answer, refuses, or is gone: the customer sees one code, of the second, and what is paid there counts.
#[tokio::test]
async fn the_next_gateway_gives_the_code() {
    let (first, second) = (gateway().await, gateway().await);
    let mut shop = shop_with(&[(Pakasir, &first), (Midtrans, &second)]).await;
    for (round, fault) in [Some(Fault::Lose(504)), Some(Fault::Refuse(400)), None].into_iter().enumerate() {
        match fault {
            Some(fault) => first.fail(Endpoint::Create, fault, 1),
            None => first.stop().await,
        }
        let bill = top_up(&shop, BUDI).await;
        let invoice = last(&second);
        assert_eq!(code(&shop, &bill), invoice.code);
        assert!(invoice.order_id.ends_with("-2"), "under another reference: {invoice:?}");
        assert!(first.invoices().iter().all(|lost| lost.order_id != invoice.order_id), "never the same bill at both");
        assert!(second.scan(&invoice.code));
        shop.tap(BUDI, "🔄").await;
        let paid = |state: &odzreshop_bot::sandbox::telegram::State| {
            let told = state.messages(BUDI).iter().filter(|message| message.text.contains("sudah masuk ke saldomu")).count();
            (told > round).then_some(())
        };
        shop.telegram.wait_until("Budi to be told", paid).await.unwrap();
    }
    let bills = shop.telegram.messages(BUDI).iter().filter(|message| message.photo().is_some()).count();
    assert_eq!(bills, 3, "one code for each bill");
    shop.close().await;
    assert_eq!((balance(&shop, BUDI, &second).await, first.total_received()), (60_000, 0));
}

/// A gateway that is down is passed over, and asked again when it works.
#[tokio::test]
async fn a_gateway_that_is_down_is_passed_over_until_it_works() {
    let second = gateway().await;
    let till = Till::open(Pakasir).await.with_gateway(Midtrans, &second).await;
    let methods = async |till: &Till, count: usize| {
        let mut methods = Vec::new();
        for _ in 0..count {
            let id = till.ask(BUDI, 20_000).await;
            till.live(3).await;
            let bill = till.bill(&id).await;
            assert_eq!(bill.state, BillState::Waiting, "{bill:?}");
            methods.push((bill.method, bill.openings));
            let mut effects = Effects::new();
            assert!(till.app.bills.cancel(BUDI, &id, &mut effects).await.unwrap());
            till.app.notifier.commit(effects).await.unwrap();
        }
        methods
    };
    till.gateway.fail(Endpoint::Create, Fault::Refuse(503), 5);
    assert_eq!(methods(&till, 5).await, [(Midtrans, 2); 5]);
    let told = async |till: &Till| till.messages().await.into_iter().filter(|(user, _)| *user == SARI).collect::<Vec<_>>();
    assert_eq!(told(&till).await, [(SARI, "down")]);
    assert_eq!(methods(&till, 2).await, [(Midtrans, 1); 2], "it is not even asked");
    let calls = || till.gateway.read(|books| books.calls());
    let before = calls();
    till.app.gateways.probe().await;
    assert_eq!(calls(), before, "nor at once whether it works again");
    till.gateway.fail(Endpoint::Detail, Fault::Refuse(503), 1);
    for (next, said) in [((Midtrans, 1), &[][..]), ((Pakasir, 1), &[(SARI, "up")])] {
        till.live(61).await;
        till.app.gateways.probe().await;
        till.app.gateways.probe().await;
        assert_eq!(methods(&till, 1).await, [next]);
        assert_eq!(told(&till).await, said);
    }
    assert_eq!(calls() - before, 4, "two probes, one code and one look");
}

/// Midtrans gives the account no codes, until QRIS is activated for it: the admins are told once, and no look, which it answers well, makes it
/// work again.
#[tokio::test]
async fn a_gateway_that_gives_our_account_no_codes_is_down_until_it_gives_one() {
    let till = Till::open(Midtrans).await;
    let told = async || till.messages().await.into_iter().filter(|(user, _)| *user == SARI).map(|(_, what)| what).collect::<Vec<_>>();
    let ask = async |left: BillState| {
        let id = till.ask(BUDI, 20_000).await;
        // Long enough for all attempts to get a code.
        till.live(60).await;
        assert_eq!(till.bill(&id).await.state, left);
        let mut effects = Effects::new();
        till.app.bills.cancel(BUDI, &id, &mut effects).await.unwrap();
        till.app.notifier.commit(effects).await.unwrap();
    };
    let works = || till.app.gateways.health() == [(Midtrans, true)];
    till.gateway.fail(Endpoint::Create, Fault::Refuse(402), 1_000);
    ask(BillState::Failed).await;
    assert_eq!((told().await, works()), (vec!["down"], false));
    // On trial again, as nothing but the next code shows whether it works.
    till.live(301).await;
    till.app.gateways.probe().await;
    assert_eq!((told().await, works()), (vec![], true));
    ask(BillState::Failed).await;
    assert_eq!((told().await, works()), (vec![], false), "they know");
    till.gateway.clear_faults();
    till.live(301).await;
    till.app.gateways.probe().await;
    ask(BillState::Waiting).await;
    assert_eq!((told().await, works()), (vec!["up"], true));
    // A refused key is another thing: a look shows when it is right again.
    for endpoint in [Endpoint::Create, Endpoint::Detail] {
        till.gateway.fail(endpoint, Fault::Refuse(401), 1_000);
    }
    ask(BillState::Failed).await;
    assert_eq!((told().await, works()), (vec!["down"], false));
    till.gateway.clear_faults();
    till.live(61).await;
    till.app.gateways.probe().await;
    assert_eq!((told().await, works()), (vec!["up"], true));
}

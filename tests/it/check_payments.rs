//! What `check` says about the ways in which customers pay.

use std::sync::Mutex;

use odzreshop_bot::domain::payment_method::PaymentMethod::{self, Midtrans, Pakasir};
use odzreshop_bot::sandbox::gateway::{Gateway, Options};
use odzreshop_bot::wiring;

use crate::samples::static_code;
use crate::shop::{AGUS, SARI, Shop, TOML};
use crate::webhook;

#[tokio::test]
async fn check_asks_the_gateway() {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n[wallet.pakasir]\ntest = true\n")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    // What is said about one of them.
    let line = async |shop: &Shop, method: PaymentMethod| {
        let lines = Mutex::new(Vec::new());
        let well = wiring::check::run(&shop.config(), |line| lines.lock().unwrap().push(line.to_string())).await.unwrap();
        let lines = lines.into_inner().unwrap();
        (well, lines.into_iter().filter(|line| line.contains(&format!(" {}: ", method.as_str()))).collect::<Vec<_>>().join("\n"))
    };
    let (_, off) = line(&shop, Pakasir).await;
    assert!(off.starts_with("note  pakasir: off: set PAKASIR_PROJECT"), "{off}");
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    let (well, answers) = line(&shop, Pakasir).await;
    assert!(well && answers.contains("ok    pakasir: answers for the project sandbox-shop; polled only"), "{answers}");
    assert!(answers.contains("note  pakasir: payments that it calls tests are credited like money"), "{answers}");
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", webhook::SECRET)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let (_, answers) = line(&shop, Pakasir).await;
    assert!(answers.contains("its webhook is https://shop.example/payments/pakasir/…") && !answers.contains(webhook::SECRET), "{answers}");
    shop.set_gateway(&gateway.url(), gateway.project(), "another-key");
    let (well, refused) = line(&shop, Pakasir).await;
    assert!(!well && refused.contains("WRONG pakasir: Invalid API key: set the project and the API key"), "{refused}");
    // The other one.
    let (_, off) = line(&shop, Midtrans).await;
    assert!(off.starts_with("note  midtrans: off: set MIDTRANS_SERVER_KEY for a second gateway"), "{off}");
    shop.set_gateway_of(Midtrans, &gateway);
    let (_, answers) = line(&shop, Midtrans).await;
    assert!(answers.starts_with("ok    midtrans: answers; its webhook is https://shop.example/payments/midtrans/…"), "{answers}");
    shop.more_vars.insert("MIDTRANS_SERVER_KEY".to_owned(), "SB-Mid-server-of-another".to_owned());
    let (well, refused) = line(&shop, Midtrans).await;
    assert!(!well && refused.contains("WRONG midtrans: 401 Unknown Merchant server_key/id: set MIDTRANS_SERVER_KEY"), "{refused}");
    gateway.stop().await;
    let (well, gone) = line(&shop, Pakasir).await;
    assert!(!well && gone.contains("WRONG pakasir: no answer"), "{gone}");
}

#[tokio::test]
async fn check_names_the_merchant_of_the_shops_code_and_what_it_lacks() {
    let code = static_code("ODZRESHOP");
    let line = async |qris: &str, admins: &str| {
        let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n{qris}")).await;
        shop.more_vars.insert("ADMIN_IDS".to_owned(), admins.to_owned());
        let lines = Mutex::new(Vec::new());
        wiring::check::run(&shop.config(), |line| lines.lock().unwrap().push(line.to_string())).await.unwrap();
        let lines = lines.into_inner().unwrap();
        lines.into_iter().filter(|line| line.contains("payments:")).collect::<Vec<_>>().join("\n")
    };
    let (one, two) = (SARI.to_string(), format!("{SARI},{AGUS}"));
    let own = format!("[wallet.qris]\ncode = \"{code}\"\n");
    assert!(line("", &two).await.starts_with("note  payments: customers can't pay by themselves"));
    assert_eq!(line(&own, &two).await, "ok    payments: the shop's own QRIS code; the payer's app shows \"ODZRESHOP\"");
    let off = line(&format!("{own}enabled = false\n"), &two).await;
    assert!(off.contains("no new bills ([wallet.qris] enabled = false)"), "{off}");
    let alone = line(&own, &one).await;
    assert!(alone.contains("note  payments: a proof of more than Rp\u{a0}500.000 needs two admins"), "{alone}");
}

//! What `check` says about the ways in which customers pay.

use std::sync::Mutex;

use odzreshop_bot::sandbox::gateway::{Gateway, Options};
use odzreshop_bot::wiring;

use crate::samples::static_code;
use crate::shop::{AGUS, SARI, Shop, TOML};
use crate::webhook;

#[tokio::test]
async fn check_asks_the_gateway() {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n[wallet.pakasir]\ntest = true\n")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    let line = async |shop: &Shop| {
        let lines = Mutex::new(Vec::new());
        let well = wiring::check::run(&shop.config(), |line| lines.lock().unwrap().push(line.to_string())).await.unwrap();
        let lines = lines.into_inner().unwrap();
        (well, lines.into_iter().filter(|line| line.contains("pakasir")).collect::<Vec<_>>().join("\n"))
    };
    let (_, off) = line(&shop).await;
    assert!(off.starts_with("note  pakasir: off: set PAKASIR_PROJECT"), "{off}");
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    let (well, answers) = line(&shop).await;
    assert!(well && answers.contains("ok    pakasir: answers for the project sandbox-shop; polled only"), "{answers}");
    assert!(answers.contains("note  pakasir: payments that it calls tests are credited like money"), "{answers}");
    let vars = [("PAYMENTS_URL", "https://shop.example"), ("PAYMENTS_SECRET", webhook::SECRET)];
    shop.more_vars.extend(vars.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let (_, answers) = line(&shop).await;
    assert!(answers.contains("its webhook is https://shop.example/payments/pakasir/…") && !answers.contains(webhook::SECRET), "{answers}");
    shop.set_gateway(&gateway.url(), gateway.project(), "another-key");
    let (well, refused) = line(&shop).await;
    assert!(!well && refused.contains("WRONG pakasir: Invalid API key: set the project and the API key"), "{refused}");
    gateway.stop().await;
    let (well, gone) = line(&shop).await;
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

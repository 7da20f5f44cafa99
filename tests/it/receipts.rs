//! Receipts: a customer gets a picture to show to others, and anybody checks it, in the chat or at a terminal.

use std::collections::BTreeMap;

use odzreshop_bot::sandbox::telegram::Message;
use odzreshop_bot::storage;

use crate::picture::{by_rqrr, read_png};
use crate::shop::{BUDI, JANE, SARI, Shop, TOML};

/// Budi, whom an admin has approved, buys 86 diamonds and gets their SN.
async fn delivered(shop: &Shop, sn: &str) {
    shop.say(SARI, "/start", "Mau top up").await;
    shop.say(BUDI, "/start", "admin").await;
    shop.press(SARI, "✅", "disetujui").await;
    shop.see(BUDI, "sudah disetujui").await;
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "✅", "Sedang diproses").await;
    shop.provider.deliver(&shop.taken(1).await.invoice, sn).unwrap();
    shop.see(BUDI, "Top up berhasil!").await;
}

/// The receipt that a press brings.
async fn receipt(shop: &Shop, seen: &BTreeMap<i64, String>, title: &str) -> Message {
    shop.pause();
    shop.tap(BUDI, "🧾 Struk").await;
    let card = shop.see_since(seen, BUDI, title).await;
    assert!(card.photo().is_some(), "{card:?}");
    card
}

/// What the code in the picture holds, after the address of the bot.
fn payload(shop: &Shop, card: &Message) -> String {
    let link = by_rqrr(&read_png(&shop.telegram.photo(card.photo().unwrap()).unwrap())).expect("a code that can be read");
    assert!(card.text.contains(&link), "the same link is below the picture: {link}: {}", card.text);
    let (address, payload) = link.split_once("?start=").unwrap();
    assert!(address.starts_with("https://t.me/") && payload.len() <= 64, "{link}");
    payload.to_owned()
}

/// The signed text below the picture.
fn signed(card: &Message) -> String {
    card.text.lines().find(|line| line.starts_with("receipt1|")).unwrap().to_owned()
}

#[tokio::test]
async fn a_stranger_checks_a_receipt_and_a_changed_one_is_refused() {
    let mut shop = Shop::open_with(&TOML.replace("mode = \"open\"", "mode = \"approval\"")).await;
    delivered(&shop, "ABCD-EFGH-1234").await;
    let card = receipt(&shop, &shop.marks(BUDI), "Struk Odzreshop").await;
    for shown in ["86 Diamonds", "***789 ***", "***1234"] {
        assert!(card.text.contains(shown), "{shown}: {}", card.text);
    }
    for hidden in ["123456789", "1234 ", "ABCD-", "Rp ", "18.500", "18.000"] {
        assert!(!card.text.replace("***1234", "").contains(hidden), "{hidden}: {}", card.text);
    }

    // Jane may not order; she was shown the picture and scans its code.
    let payload = payload(&shop, &card);
    let answer = shop.say(JANE, &format!("/start {payload}"), "genuine receipt from Odzreshop").await;
    for shown in ["86 Diamonds", "***789 ***", "***1234"] {
        assert!(answer.text.contains(shown), "{shown}: {}", answer.text);
    }
    assert!(answer.keyboard.is_empty() && !answer.text.contains("123456789") && !answer.text.contains("ABCD-"), "{answer:?}");
    let (start, end) = payload.split_at(payload.len() - 1);
    let other = if end == "A" { "E" } else { "A" };
    for forged in [format!("{start}{other}"), start.to_owned(), "r_".to_owned(), format!("r_{}", "A".repeat(62))] {
        shop.pause();
        shop.say(JANE, &format!("/start {forged}"), "We don't know this receipt").await;
    }
    // That she looked is no request for access, and nobody was bothered.
    assert!(!shop.telegram.messages(SARI).iter().any(|message| message.text.contains("Jane")));

    // Again, from the order's page: the picture is not uploaded a second time.
    shop.pause();
    shop.say(BUDI, "/orders", "86 Diamonds").await;
    shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    let again = receipt(&shop, &shop.marks(BUDI), "Struk Odzreshop").await;
    assert_eq!((again.photo(), signed(&again)), (card.photo(), signed(&card)));

    // At a terminal, with the database and with nothing but the public key.
    let text = signed(&card);
    let (code, key) = shop.finish(&["verify", "--print-key"]).await;
    assert_eq!((code, key.trim().len()), (Some(0), 43), "{key}");
    for arguments in [&["verify", &text][..], &["verify", "--key", key.trim(), &text]] {
        let (code, said) = shop.finish(arguments).await;
        assert!(code == Some(0) && said.contains("genuine: a receipt of Odzreshop") && said.contains("***789 ***"), "{said}");
    }
    let (code, said) = shop.finish(&["verify", &text.replace("86", "88")]).await;
    assert!(code == Some(1) && said.contains("NOT genuine"), "{said}");

    // The owner allows the whole SN: what is issued from now on has it, and the old text stays genuine.
    shop.answered().await;
    shop.stop().await;
    let secret = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let key_of_shop = secret.store.find_receipt_key().await.unwrap().unwrap();
    secret.close().await;
    shop.set_toml(&TOML.replace("mode = \"open\"", "mode = \"approval\"").replace("[shop]", "[shop]\nreceipt_sn = true"));
    shop.start();
    shop.pause();
    let answer = shop.say(JANE, &format!("/start {payload}"), "genuine receipt").await;
    assert!(answer.text.contains("ABCD-EFGH-1234"), "{}", answer.text);
    assert_eq!(shop.finish(&["verify", &text]).await.0, Some(0));
    shop.close().await;
    // The key is in the database and nowhere else.
    use secrecy::ExposeSecret;
    let calls = shop.telegram.wait_until("the calls", |state| Some(format!("{:?}", state.calls()))).await.unwrap();
    assert!(!calls.contains(key_of_shop.expose_secret()));
}

#[tokio::test]
async fn an_order_that_is_not_delivered_has_no_receipt() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    let card = shop.press(BUDI, "✅", "Sedang diproses").await;
    assert!(card.button("🧾 Struk").is_none(), "{card:?}");
    shop.provider.fail(&shop.taken(1).await.invoice, "no such player").unwrap();
    let failed = shop.see(BUDI, "top up ini gagal").await;
    assert!(failed.button("🧾 Struk").is_none(), "{failed:?}");
    shop.close().await;
}

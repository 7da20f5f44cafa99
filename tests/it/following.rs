//! Placed orders: how their status is checked until they end, and two orders at once.

use std::time::Duration;

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram;

use crate::shop::orders::side_by_side;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop};

#[tokio::test]
async fn an_unknown_status_keeps_it_pending_and_alerts_once() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.set_status_word(&order.invoice, "meditating").unwrap();
    for admin in [SARI, AGUS] {
        let alert = shop.see(admin, "status yang tidak dikenal").await;
        assert!(alert.text.contains("meditating"), "{}", alert.text);
    }
    shop.provider.set_status_word(&order.invoice, "dreaming").unwrap();
    for _ in 0..3 {
        shop.poll_after(60).await;
    }
    assert_eq!(shop.count(BUDI, "Top up"), 0, "nothing has ended");
    shop.provider.deliver(&order.invoice, "SN-1").unwrap();
    shop.set_ahead(60);
    shop.see(BUDI, "SN-1").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "tidak dikenal"), shop.count(AGUS, "tidak dikenal")), (1, 1));
}

#[tokio::test]
async fn failed_status_checks_decide_nothing() {
    let status = |code, message: &str| Fault::Status { code, message: message.to_owned(), retry_after: None };
    let faults = [
        status(404, "Transaction not found"),
        status(401, "Invalid API key"),
        status(403, "Unknown IP"),
        status(500, "Internal error"),
        status(400, "Missing fields"),
        Fault::Html(502),
        Fault::Reset,
        Fault::TruncatedJson,
    ];
    side_by_side(faults, |fault| async {
        let mut shop = Shop::open().await;
        shop.provider.fail_call(Endpoint::Status, fault, 1);
        shop.buy(BUDI).await;
        let order = shop.taken(1).await;
        shop.called(Endpoint::Status, 2).await;
        shop.provider.deliver(&order.invoice, "SN-2").unwrap();
        shop.set_ahead(60);
        shop.see(BUDI, "SN-2").await;
        shop.close().await;
        assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Success);
        assert_eq!(shop.count(BUDI, "gagal"), 0);
        shop.assert_discreet(BUDI);
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_told_in_our_words_and_admins_read_the_provider_s() {
    let supplier = "Rp 17.250 wa.me/6281234567890 @supplier https://supplier.example <b>";
    let cases = [
        ("ID tidak ditemukan", "Cek lagi apakah ID-nya benar"),
        ("Produk sedang gangguan", "sedang tidak tersedia"),
        ("Saldo tidak cukup", "kendala di pihak kami"),
        ("Transaksi dibatalkan", "Top up tidak berhasil diproses"),
    ];
    side_by_side(cases, |(cause, class)| async move {
        let mut shop = Shop::open_with_admins().await;
        shop.buy(BUDI).await;
        let order = shop.taken(1).await;
        let words = format!("{cause}. {supplier}");
        shop.provider.fail(&order.invoice, &words).unwrap();
        let end = shop.see(BUDI, "Maaf, top up ini gagal").await;
        assert!(end.text.contains(class), "{}", end.text);
        for admin in [SARI, AGUS] {
            let alert = shop.see(admin, "Provider menggagalkan pesanan ini").await;
            assert!(alert.text.contains(&format!("“{words}”")), "{}", alert.text);
        }
        shop.say(BUDI, "/orders", "Pesanan kamu").await;
        shop.press(BUDI, "🧾", "Riwayat pesanan").await;
        shop.close().await;
        let transcript = shop.telegram.transcript(BUDI);
        for foreign in [cause, "17.250", "wa.me", "@supplier", "https"] {
            assert!(!transcript.contains(foreign), "{transcript}");
        }
        assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Failed);
    })
    .await;
}

#[tokio::test]
async fn refusals_in_a_row_with_the_same_words_are_told_once() {
    let mut shop = Shop::open_with_admins().await;
    let refuse = |message: &str| {
        let fault = Fault::Status { code: 400, message: message.to_owned(), retry_after: None };
        shop.provider.fail_call(Endpoint::Order, fault, 1);
    };
    let ended = |times: usize| {
        let shop = &shop;
        async move {
            shop.buy(BUDI).await;
            let ends = |state: &telegram::State| {
                let told = state.messages(BUDI).iter().filter(|message| message.text.contains("Maaf, top up ini gagal")).count();
                (told == times).then_some(())
            };
            shop.telegram.wait_until("the order to end", ends).await.unwrap();
            shop.pause();
        }
    };
    for times in 1..=3 {
        refuse("Product is not active");
        ended(times).await;
    }
    refuse("Akun Anda dibekukan");
    ended(4).await;
    shop.see(SARI, "Akun Anda dibekukan").await;
    assert_eq!((shop.count(SARI, "Product is not active"), shop.count(AGUS, "Product is not active")), (1, 1));
    shop.provider.next(Behaviour::Deliver { after: Duration::ZERO });
    shop.buy(BUDI).await;
    shop.see(BUDI, "Top up berhasil!").await;
    shop.pause();
    refuse("Akun Anda dibekukan");
    ended(5).await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "Akun Anda dibekukan"), 2, "an order that was delivered ends the row");
}

#[tokio::test]
async fn a_reason_about_our_account_is_not_shown_to_the_customer() {
    let mut shop = Shop::open().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.fail(&order.invoice, "Saldo tidak cukup, sisa deposit Rp 9.981.500").unwrap();
    shop.see(BUDI, "Maaf, top up ini gagal").await;
    shop.close().await;
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn a_late_serial_number_is_a_new_message() {
    let mut shop = Shop::open().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver_without_sn(&order.invoice).unwrap();
    let end = shop.see(BUDI, "Top up berhasil").await;
    assert!(end.text.contains("Bukti (SN) menyusul"), "{}", end.text);
    shop.provider.set_sn(&order.invoice, "SN-3").unwrap();
    shop.set_ahead(60);
    let news = shop.see(BUDI, "Bukti (SN) pesananmu sudah ada").await;
    assert!(news.id > end.id && news.text.contains("SN-3"), "{}", news.text);
    assert!(news.keyboard.iter().flatten().any(|button| button.copy_text.as_deref() == Some("SN-3")));
    shop.close().await;
}

#[tokio::test]
async fn success_in_the_first_answer_needs_no_status_check() {
    let mut shop = Shop::open().await;
    shop.provider.next(Behaviour::Deliver { after: Duration::ZERO });
    shop.buy(BUDI).await;
    shop.see(BUDI, "Top up berhasil").await;
    shop.close().await;
    assert!(shop.provider.calls().iter().all(|call| call.endpoint != Endpoint::Status));
}

#[tokio::test]
async fn a_price_that_changed_is_confirmed_again() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.set_price("ml-86", 20_000).unwrap();
    shop.tap(BUDI, "✅").await;
    let offer = shop.see(BUDI, "Harganya berubah sebelum pesananmu").await;
    assert!(offer.text.contains("Rp 18.500") && offer.text.contains("Rp 20.000"), "{}", offer.text);
    assert_eq!(shop.provider.orders().len(), 0);
    assert!(shop.see(BUDI, "Harga berubah, belum dipesan").await.id < offer.id, "the card says it in short");
    shop.press(BUDI, "✅", "Sedang diproses").await;
    assert_eq!(shop.taken(1).await.price, 20_000);
    shop.say(BUDI, "/orders", "🏷").await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 1);
    let states: Vec<OrderState> = shop.orders(BUDI).await.iter().map(|order| order.state).collect();
    assert_eq!(states, [OrderState::Pending, OrderState::Cancelled]);
}

#[tokio::test]
async fn an_item_that_ran_out_is_not_sent() {
    let mut shop = Shop::open().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.set_active("ml-86", false).unwrap();
    shop.tap(BUDI, "✅").await;
    let end = shop.see(BUDI, "Pesanan dibatalkan").await;
    assert!(end.text.contains("keburu habis"), "{}", end.text);
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn two_customers_at_once_and_one_presses_twice() {
    let mut shop = Shop::open().await;
    shop.provider.set_default(Behaviour::Slow(Duration::from_millis(500)));
    shop.to_confirmation(JANE).await;
    shop.to_confirmation(BUDI).await;
    shop.tap(JANE, "✅").await;
    shop.tap(BUDI, "✅").await;
    let confirmation = shop.telegram.last_bot_message(BUDI).unwrap();
    // The second press finds either the confirmation or the order's card.
    let _ = shop.telegram.press(BUDI, BUDI, confirmation.id, "✅");
    shop.see(BUDI, "Sedang diproses").await;
    shop.see(JANE, "Being processed").await;
    shop.placed(BUDI).await;
    shop.placed(JANE).await;
    shop.close().await;
    assert_eq!(shop.provider.orders().len(), 2);
    for user in [BUDI, JANE] {
        assert_eq!(shop.orders(user).await.iter().map(|order| order.state).collect::<Vec<_>>(), [OrderState::Pending]);
    }
}

#[tokio::test]
async fn customer_and_admins_are_told_once_about_a_slow_order() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.poll_after(14 * 60).await;
    assert_eq!(shop.count(BUDI, "lebih lama dari biasanya"), 0);
    shop.set_ahead(61 + 12);
    shop.see(BUDI, "lebih lama dari biasanya").await;
    assert_eq!(shop.count(SARI, "sudah lama diproses"), 0);
    shop.set_ahead(45 * 60);
    shop.see(SARI, "sudah lama diproses").await;
    shop.see(AGUS, "sudah lama diproses").await;
    for _ in 0..2 {
        shop.poll_after(30 * 60).await;
    }
    shop.provider.deliver(&order.invoice, "SN-4").unwrap();
    shop.set_ahead(30 * 60);
    shop.see(BUDI, "SN-4").await;
    shop.close().await;
    let told = [(BUDI, "lebih lama dari biasanya"), (SARI, "sudah lama diproses"), (AGUS, "sudah lama diproses")];
    assert_eq!(told.map(|(user, text)| shop.count(user, text)), [1, 1, 1]);
}

#[tokio::test]
async fn an_id_that_comes_as_a_number_is_followed() {
    let mut shop = Shop::open().await;
    shop.provider.rewrite(|_, body| {
        let invoice = regex::Regex::new(r#""INV-[^"]*""#).unwrap();
        invoice.replace_all(&body.replace("\"success\":true", "\"success\":\"true\""), "880012345").into_owned()
    });
    shop.provider.next(Behaviour::Stuck);
    shop.buy(BUDI).await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.placed(BUDI).await;
    shop.close().await;
    let order = shop.orders(BUDI).await.remove(0);
    assert_eq!((order.state, order.invoice.as_deref()), (OrderState::Pending, Some("880012345")));
}

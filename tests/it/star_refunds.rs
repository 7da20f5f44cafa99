//! Stars that go back: by an admin, the wallet first; by Telegram itself; and what the daily comparison with Telegram's list finds.

use std::sync::{Arc, Mutex};

use odzreshop_bot::sandbox::telegram::{Fault, Message, Outcome};
use odzreshop_bot::wiring;
use serde_json::{Value, json};

use crate::shop::{AGUS, BUDI, SARI, Shop};
use crate::stars::{books, deliver, handled, open, pay, payload, shop_with, toml};

const DAY_SECONDS: i64 = 24 * 3_600;

/// Budi has paid Rp 20.000 with Stars. Returns the charge.
async fn paid(shop: &Shop) -> String {
    let invoice = open(shop, BUDI, "Rp 20.000").await;
    let Outcome::Paid(charge) = pay(shop, BUDI, &invoice).await else { panic!("not paid") };
    shop.see(BUDI, "Rp 20.000 sudah masuk ke saldomu").await;
    charge
}

/// Sari gives a payment back, up to the last question.
async fn to_refund(shop: &Shop, charge: &str) -> Message {
    shop.pause();
    shop.say(SARI, &format!("/find {charge}"), "Uang masuk").await;
    shop.press(SARI, "💸", "kenapa dikembalikan").await;
    shop.say(SARI, "x", "3 sampai 100 karakter").await;
    shop.say(SARI, "salah beli", "Kembalikan Rp 20.000 ke Stars").await
}

async fn take(shop: &Shop, amount: &str) {
    shop.pause();
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "➖", "Berapa yang dikurangi").await;
    shop.say(SARI, amount, "apa alasannya").await;
    shop.say(SARI, "salah transfer", "Kurangi saldo").await;
    shop.press(SARI, "✅ Ya", "dikurangi").await;
    shop.pause();
}

fn calls(shop: &Shop, method: &str) -> usize {
    shop.telegram.calls().iter().filter(|call| call.method == method).count()
}

fn seen(shop: &Shop, user: i64, text: &str) -> usize {
    shop.telegram.messages(user).iter().filter(|message| message.text.contains(text)).count()
}

async fn no_more(shop: &Shop, user: i64, text: &str, times: usize) {
    shop.pause();
    shop.say(user, "/help", "").await;
    assert_eq!(seen(shop, user, text), times, "{text}");
}

#[tokio::test]
async fn an_admin_gives_stars_back_once_and_the_wallet_pays_first() {
    let mut shop = shop_with("").await;
    let charge = paid(&shop).await;
    to_refund(&shop, &charge).await;
    assert_eq!(calls(&shop, "refundStarPayment"), 0, "not confirmed");
    // The answer is lost: it is asked again, and Telegram says that it was done.
    shop.telegram.fail("refundStarPayment", Fault::DropAfter, 1);
    shop.press(SARI, "✅ Ya", "Pencairan").await;
    shop.see(BUDI, "Rp 20.000 dari saldomu sedang kami kirim").await;
    let done = shop.see(BUDI, "Rp 20.000 sudah kami kirim").await;
    assert!(done.text.contains("salah beli"), "{}", done.text);
    // Once is enough: the page offers it no more.
    shop.pause();
    shop.say(SARI, &format!("/find {charge}"), "Uang masuk").await;
    shop.press(SARI, "💸", "Sudah ditransfer").await;
    no_more(&shop, SARI, "Telegram mengembalikan Stars", 0).await;
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (0, 2));
    assert_eq!(shop.telegram.read(|state| state.star_balance()), 0);
}

#[tokio::test]
async fn what_telegram_refuses_comes_back_and_what_is_spent_is_not_given_back() {
    let mut shop = shop_with("").await;
    let charge = paid(&shop).await;
    to_refund(&shop, &charge).await;
    // It can't be known, then it is refused.
    shop.telegram.fail("refundStarPayment", Fault::Html502, 1);
    let refusal = Fault::Status { code: 400, description: "Bad Request: BALANCE_TOO_LOW".into(), retry_after: None };
    shop.telegram.fail("refundStarPayment", refusal, 1);
    shop.press(SARI, "✅ Ya", "Pencairan").await;
    shop.see(BUDI, "tidak bisa dikirim").await;
    shop.see(SARI, "BALANCE_TOO_LOW").await;
    take(&shop, "1.000").await;
    shop.say(SARI, &format!("/find {charge}"), "Uang masuk").await;
    shop.press(SARI, "💸", "Saldonya tidak sebanyak itu").await;
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (19_000, 4));
}

#[tokio::test]
async fn a_refund_survives_a_restart() {
    let mut shop = shop_with("").await;
    let charge = paid(&shop).await;
    to_refund(&shop, &charge).await;
    shop.telegram.fail("refundStarPayment", Fault::DropBefore, 1_000);
    shop.press(SARI, "✅ Ya", "Pencairan").await;
    let tried = shop
        .telegram
        .wait_until("the refund to be tried", |state| state.calls().iter().any(|call| call.method == "refundStarPayment").then_some(()));
    tried.await.unwrap();
    shop.stop().await;
    assert_eq!(books(&shop, BUDI).await, (0, 2));
    shop.telegram.clear_faults();
    shop.start();
    shop.see(BUDI, "Rp 20.000 sudah kami kirim").await;
    shop.close().await;
    assert_eq!(shop.telegram.read(|state| state.star_balance()), 0);
}

/// The power fails after the wallet has paid: right before Telegram gives the Stars back, and right after that, before it is written down.
#[tokio::test]
async fn a_refund_that_is_cut_off_on_either_side_of_telegram_is_made_once() {
    for carried_out in [false, true] {
        let shop = Shop::closed_with(&toml("")).await;
        let bot = Arc::new(Mutex::new(Some(shop.spawn())));
        shop.greet_admins().await;
        shop.say(BUDI, "/start", "Odzreshop").await;
        let charge = paid(&shop).await;
        to_refund(&shop, &charge).await;
        let (victim, (died, death)) = (bot.clone(), tokio::sync::watch::channel(false));
        shop.telegram.watch(Arc::new(move |method| match victim.lock().unwrap().take_if(|_| method == "refundStarPayment") {
            Some(mut bot) => {
                bot.kill();
                died.send_replace(true);
                carried_out
            }
            None => true,
        }));
        shop.tap(SARI, "✅ Ya").await;
        death.clone().wait_for(|died| *died).await.unwrap();
        assert_eq!(books(&shop, BUDI).await, (0, 2), "the wallet has paid");
        let bot = shop.spawn();
        shop.see(BUDI, "Rp 20.000 sudah kami kirim").await;
        shop.answered().await;
        bot.terminate().await;
        assert_eq!(books(&shop, BUDI).await, (0, 2), "carried out: {carried_out}");
        let (balance, back) = shop.telegram.read(|state| {
            let back = state.star_transactions().iter().filter(|item| item.get("receiver").is_some()).count();
            (state.star_balance(), back)
        });
        assert_eq!((balance, back, seen(&shop, BUDI, "sudah kami kirim")), (0, 1, 1), "carried out: {carried_out}");
        shop.assert_clean();
    }
}

/// A payment for nobody's bill: it is credited and leaves again in one commit, and nobody gets it twice.
#[tokio::test]
async fn stars_that_match_nothing_are_given_back_from_their_card() {
    let mut shop = shop_with("").await;
    shop.stop().await;
    let call = async |method: &str, body: Value| {
        let url = format!("{}/bot{}/{method}", shop.telegram.url(), shop.telegram.token());
        let answer = reqwest::Client::builder().no_proxy().build().unwrap().post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    };
    let prices = json!([{ "label": "x", "amount": 100 }]);
    call(
        "sendInvoice",
        json!({ "chat_id": BUDI, "title": "x", "description": "x", "payload": "nothing", "currency": "XTR", "prices": prices }),
    )
    .await;
    let invoice = shop.telegram.last_bot_message(BUDI).unwrap();
    let query = shop.telegram.pay(BUDI, BUDI, invoice.id).unwrap();
    call("answerPreCheckoutQuery", json!({ "pre_checkout_query_id": query, "ok": true })).await;
    shop.start();
    shop.see(SARI, "Tidak ada tagihan untuk pembayaran ini").await;
    shop.press(SARI, "💸 Kembalikan Stars", "Rp 15.000: kenapa dikembalikan").await;
    shop.say(SARI, "salah bayar", "Kembalikan Rp 15.000 ke Stars").await;
    shop.press(SARI, "✅ Ya", "Pencairan").await;
    shop.see(BUDI, "Rp 15.000 sudah masuk ke saldomu").await;
    shop.see(BUDI, "Rp 15.000 sudah kami kirim").await;
    shop.see(AGUS, "Sari memasukkan Rp 15.000").await;
    shop.pause();
    shop.say(AGUS, "/bills", "Tidak ada yang menunggu admin").await;
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (0, 2));
    assert_eq!(shop.telegram.read(|state| state.star_balance()), 0);
}

#[tokio::test]
async fn what_telegram_gives_back_by_itself_is_taken_as_far_as_it_is_there() {
    let mut shop = shop_with("").await;
    let charge = paid(&shop).await;
    take(&shop, "15.000").await;
    assert!(shop.telegram.give_stars_back(&charge));
    let card = shop.see(SARI, "Telegram mengembalikan Stars").await;
    assert!(card.text.contains("diambil Rp 5.000") && card.text.contains("Rp 15.000 sudah terpakai"), "{}", card.text);
    // A second one, of which nothing is left; and both are listed when all is compared.
    let second = paid(&shop).await;
    take(&shop, "20.000").await;
    assert!(shop.telegram.give_stars_back(&second));
    shop.see(SARI, "Rp 20.000 sudah terpakai").await;
    let service = shop.telegram.messages(BUDI).into_iter().filter(|message| message.attachment.contains_key("refunded_payment"));
    for message in service {
        let update = message.update_id.unwrap();
        assert!(shop.telegram.redeliver(update));
    }
    let compared = calls(&shop, "getStarTransactions");
    shop.set_ahead(DAY_SECONDS);
    let again = shop.telegram.wait_until("all to be compared", |state| {
        (state.calls().iter().filter(|call| call.method == "getStarTransactions").count() > compared).then_some(())
    });
    again.await.unwrap();
    no_more(&shop, SARI, "Telegram mengembalikan Stars", 2).await;
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (0, 5));
}

#[tokio::test]
async fn the_daily_comparison_finds_what_never_arrived() {
    let mut shop = shop_with("").await;
    let invoice = open(&shop, BUDI, "Rp 20.000").await;
    let user = json!({ "id": BUDI, "is_bot": false, "first_name": "Budi" });
    let source =
        json!({ "type": "user", "transaction_type": "invoice_payment", "user": user, "invoice_payload": payload(&shop, &invoice) });
    // More than a page, and things that no version knows.
    for n in 0..150 {
        shop.telegram.add_star_transaction(json!({ "id": format!("x{n}"), "amount": 1, "date": 1, "source": { "type": "of_tomorrow" } }));
    }
    shop.telegram.add_star_transaction(json!("strange"));
    shop.telegram.add_star_transaction(json!({ "id": "lost", "amount": 134, "date": 1_790_000_000, "source": source }));
    shop.set_ahead(DAY_SECONDS);
    shop.see(BUDI, "Rp 20.000 sudah masuk ke saldomu").await;
    shop.see(SARI, "baru ketahuan").await;
    // It arrives after all, and all is compared again.
    let late = deliver(&shop, BUDI, "lost", &payload(&shop, &invoice), 134);
    handled(&shop, late).await;
    let compared = calls(&shop, "getStarTransactions");
    shop.set_ahead(DAY_SECONDS);
    let again = shop.telegram.wait_until("all to be compared", |state| {
        (state.calls().iter().filter(|call| call.method == "getStarTransactions").count() > compared).then_some(())
    });
    again.await.unwrap();
    no_more(&shop, SARI, "baru ketahuan", 1).await;
    shop.close().await;
    assert_eq!(books(&shop, BUDI).await, (20_000, 1));
}

#[tokio::test]
async fn check_says_what_a_star_counts_and_whether_telegram_answers() {
    let shop = Shop::closed_with(&toml("")).await;
    let lines = async || {
        let lines = Mutex::new(Vec::new());
        wiring::check::run(&shop.config(), |line| lines.lock().unwrap().push(line.to_string())).await.unwrap();
        lines.into_inner().unwrap().join("\n")
    };
    let well = lines().await.replace('\u{a0}', " ");
    assert!(well.contains("ok    stars: one Star counts Rp 150; the bot has 0") && !well.contains("can't pay by themselves"), "{well}");
    shop.telegram.fail("getMyStarBalance", Fault::Html502, 1);
    let wrong = lines().await;
    assert!(wrong.contains("WRONG stars:") && wrong.contains("[wallet.stars]"), "{wrong}");
}

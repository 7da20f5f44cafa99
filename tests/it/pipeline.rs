//! From the confirmed order to its end: every answer that the provider may give, and what follows for customer, admins and provider.

use std::time::Duration;

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};

use crate::shop::orders::side_by_side;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop};

/// What the provider does with the order of [`Shop::buy`], and what follows.
#[derive(Debug)]
struct Case {
    name: &'static str,
    provider: Provider,
    state: OrderState,
    /// What the customer reads.
    customer: &'static str,
    /// What both admins read, if they are told.
    admins: Option<&'static str>,
    /// How many orders the provider has at the end.
    taken: usize,
}

/// What the provider does.
#[derive(Debug)]
enum Provider {
    Does(Behaviour),
    Meets(Fault),
}

/// A documented refusal.
fn refuses(code: u16, message: &str) -> Provider {
    Provider::Meets(Fault::Status { code, message: message.to_owned(), retry_after: None })
}

fn takes_then(status: u16, body: &str) -> Provider {
    Provider::Does(Behaviour::TakenThen { status, body: body.to_owned() })
}

fn answers(status: u16, body: &str) -> Provider {
    Provider::Does(Behaviour::Answer { status, body: body.to_owned(), headers: Vec::new() })
}

const OUR_SIDE: &str = "kendala di pihak kami";

fn failed(name: &'static str, provider: Provider, customer: &'static str, admins: Option<&'static str>) -> Case {
    Case { name, provider, state: OrderState::Failed, customer, admins, taken: 0 }
}

fn uncertain(name: &'static str, provider: Provider, taken: usize) -> Case {
    Case {
        name,
        provider,
        state: OrderState::Uncertain,
        customer: "Jangan pesan lagi dulu",
        admins: Some("Status pesanan belum jelas"),
        taken,
    }
}

/// Runs one case, then moves the clock far forward and lets another customer buy: whatever would be sent again has been sent by then.
async fn play(case: Case) {
    let Case { name, provider, state, customer, admins, taken } = case;
    let mut shop = Shop::open_with_admins().await;
    match provider {
        Provider::Does(behaviour) => shop.provider.next(behaviour),
        Provider::Meets(fault) => shop.provider.fail_call(Endpoint::Order, fault, 1),
    }
    shop.buy(BUDI).await;
    shop.see(BUDI, customer).await;
    for admin in [SARI, AGUS] {
        if let Some(words) = admins {
            shop.see(admin, words).await;
        }
    }
    shop.set_ahead(600);
    if shop.count(SARI, "Toko ditutup") == 0 {
        shop.buy(JANE).await;
        shop.taken(taken + 1).await;
    }
    shop.close().await;
    let orders = shop.orders(BUDI).await;
    assert_eq!(orders.iter().map(|order| order.state).collect::<Vec<_>>(), [state], "{name}");
    let target = &orders[0].target;
    let ours = shop.provider.orders().into_iter().filter(|order| order.ref_id.as_ref() == Some(&orders[0].id.0)).count();
    assert_eq!(ours, taken, "{name}: orders for {target}");
    assert_eq!(shop.count(SARI, "🚨"), usize::from(state == OrderState::Uncertain), "{name}");
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn refusals_of_the_order_end_it() {
    let gone = "sudah tidak tersedia";
    let cases = [
        failed("400 balance", refuses(400, "Insufficient balance"), OUR_SIDE, Some("Saldo provider tidak cukup")),
        failed("400 fields", refuses(400, "Missing fields"), OUR_SIDE, Some("“Missing fields”")),
        failed("400 target", refuses(400, "Invalid target"), "Cek lagi apakah ID-nya benar", Some("“Invalid target”")),
        failed("400 item", refuses(400, "Product is not active"), "sedang tidak tersedia", Some("“Product is not active”")),
        failed("400 maintenance", refuses(400, "Sistem <maintenance>"), "sedang tidak tersedia", Some("“Sistem <maintenance>”")),
        failed("400 other", refuses(400, "Duplicate ref_id"), "Coba lagi nanti", Some("“Duplicate ref_id”")),
        failed("404 category", refuses(404, "Category not found"), gone, Some("“Category not found”")),
        failed("404 transaction", refuses(404, "Transaction not found"), gone, Some("“Transaction not found”")),
        failed("405", refuses(405, "Method not supported"), OUR_SIDE, Some("“Method not supported”")),
    ];
    side_by_side(cases, play).await;
}

#[tokio::test]
async fn refusals_of_the_shop_end_the_order_and_close_the_shop() {
    let (key, ip) = (Some("API key ditolak (401)"), Some("belum di-whitelist (403)"));
    let cases = [
        failed("401 no key", refuses(401, "API key is required"), OUR_SIDE, key),
        failed("401 bad key", refuses(401, "Invalid API key"), OUR_SIDE, key),
        failed("403 no list", refuses(403, "IP whitelist is required"), OUR_SIDE, ip),
        failed("403 address", refuses(403, "Unknown IP"), OUR_SIDE, ip),
        failed("503 vendor", refuses(503, "Vendor balance depleted"), "Stok sedang habis", Some("Saldo vendor milik provider habis (503)")),
    ];
    side_by_side(cases, play).await;
}

#[tokio::test]
async fn unclear_answers_make_an_order_uncertain_that_was_not_accepted() {
    let cases = [
        uncertain("502 of a proxy", Provider::Meets(Fault::Html(502)), 0),
        uncertain("429 of a proxy", Provider::Meets(Fault::Html(429)), 0),
        uncertain("403 of a proxy", Provider::Meets(Fault::Html(403)), 0),
        uncertain("503 in other words", refuses(503, "Service temporarily unavailable"), 0),
        uncertain("no JSON", Provider::Meets(Fault::BadJson), 0),
        uncertain("200 without success", answers(200, r#"{"success":false,"message":"Insufficient balance"}"#), 0),
        uncertain("redirect", Provider::Meets(Fault::Redirect("http://127.0.0.1:9/".to_owned())), 0),
        uncertain("reset before", Provider::Does(Behaviour::RequestLost), 0),
    ];
    side_by_side(cases, play).await;
}

#[tokio::test]
async fn unclear_answers_make_an_order_uncertain_that_was_accepted() {
    let cases = [
        uncertain("reset after", Provider::Does(Behaviour::AnswerLost), 1),
        uncertain("too slow", Provider::Does(Behaviour::Slow(Duration::from_secs(6))), 1),
        uncertain("half an answer", Provider::Meets(Fault::TruncatedJson), 1),
        uncertain("taken, then 500", takes_then(500, r#"{"success":false,"message":"Internal error"}"#), 1),
        uncertain("taken, then 504 of a proxy", takes_then(504, "<html>504 Gateway Time-out</html>"), 1),
        uncertain("no invoice", takes_then(200, r#"{"success":true,"message":"ok","data":{"status":"pending"}}"#), 1),
    ];
    side_by_side(cases, play).await;
}

#[tokio::test]
async fn a_busy_provider_gets_the_order_again_and_accepts_it_once() {
    for retry_after in [None, Some(1)] {
        let mut shop = Shop::open_with_admins().await;
        let busy = Fault::Status { code: 429, message: "Too Many Requests".to_owned(), retry_after };
        shop.provider.fail_call(Endpoint::Order, busy, 1);
        shop.buy(BUDI).await;
        shop.history(BUDI, "sistem sedang sibuk", 1).await;
        shop.set_ahead(3);
        shop.taken(1).await;
        shop.see(BUDI, "Sedang diproses").await;
        shop.close().await;
        assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Pending);
        assert_eq!(shop.provider.orders().len(), 1);
    }
}

#[tokio::test]
async fn a_provider_that_stays_busy_ends_the_order_after_five_attempts() {
    let mut shop = Shop::open_with_admins().await;
    let busy = Fault::Status { code: 429, message: "Too Many Requests".to_owned(), retry_after: Some(0) };
    shop.provider.fail_call(Endpoint::Order, busy, 99);
    shop.to_confirmation(BUDI).await;
    shop.tap(BUDI, "✅").await;
    for attempt in 1..5 {
        shop.called(Endpoint::Order, attempt).await;
        shop.history(BUDI, "sistem sedang sibuk", attempt).await;
        shop.set_ahead(36);
    }
    shop.see(BUDI, "terlalu sibuk").await;
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Failed);
    let attempts = shop.provider.calls().iter().filter(|call| call.endpoint == Endpoint::Order).count();
    assert_eq!((attempts, shop.provider.orders().len()), (5, 0));
}

#[tokio::test]
async fn while_the_provider_is_down_an_order_waits_and_is_cancelled_after_three_minutes() {
    let mut shop = Shop::open_with_admins().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.down(true);
    shop.press(BUDI, "✅", "Menunggu dikirim").await;
    shop.set_ahead(170);
    shop.press(BUDI, "🧾", "Menunggu dikirim").await;
    shop.set_ahead(11);
    let end = shop.see(BUDI, "Pesanan dibatalkan").await;
    assert!(end.text.contains("terlalu lama menunggu"), "{}", end.text);
    shop.provider.down(false);
    shop.set_ahead(600);
    shop.say(SARI, "/balance", "Saldo").await;
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Cancelled);
    assert_eq!(shop.provider.orders().len(), 0);
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn an_order_that_waited_for_the_provider_is_sent_once() {
    let mut shop = Shop::open_with_admins().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.down(true);
    shop.press(BUDI, "✅", "Menunggu dikirim").await;
    shop.provider.down(false);
    shop.set_ahead(8);
    shop.taken(1).await;
    shop.poll_after(300).await;
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Pending);
    assert_eq!(shop.provider.orders().len(), 1);
}

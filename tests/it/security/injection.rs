//! Foreign texts are shown as plain text and have no other effect.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::{Message, User};
use tokio::net::TcpListener;

use crate::shop::orders::side_by_side;
use crate::shop::{BUDI, JANE, SARI, Shop};

/// A customer of this test.
const EVE: i64 = 6_666;

/// Markup, the end of an attribute, invisible and direction characters, controls, SQL, a placeholder of ours, and more than fits.
fn hostile() -> Vec<String> {
    let long = "W".repeat(9_000);
    [
        "<b>bold</b><a href=\"https://evil.example/\">win</a>",
        "\" onclick=\"x\" href='https://evil.example/'",
        "</code><pre>&lt;&amp;",
        "a\u{202e}gnp\u{200b}\u{2066}b",
        "x\u{0}y\u{1b}[2J\r\nz",
        "'; DROP TABLE orders; --",
        "{ $item } { -brand }",
        &long,
    ]
    .map(str::to_owned)
    .into()
}

/// Asserts that no message of the bot has a link or hidden characters, or is too long.
fn assert_harmless(message: &Message) {
    for entity in &message.entities {
        assert!(
            entity.url.is_none() && ["bold", "italic", "code", "bot_command", "mention", "underline"].contains(&entity.kind.as_str()),
            "{entity:?} in {}",
            message.source
        );
    }
    assert!(!message.source.contains("<a") && !message.source.contains("<pre"), "{}", message.source);
    let odd = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!message.text.contains(odd), "{:?}", message.text);
    assert!(message.text.encode_utf16().count() <= 4_096);
    for button in message.keyboard.iter().flatten() {
        // The only link is Telegram's own, to pass a game or an item on.
        let is_harmless = button.url.as_ref().is_none_or(|url| url.starts_with("https://t.me/share/url?"));
        assert!(is_harmless && !button.text.contains(odd) && button.text.chars().count() <= 64, "{button:?}");
    }
}

fn assert_all_harmless(shop: &Shop) {
    for user in [EVE, BUDI, JANE, SARI] {
        shop.telegram.messages(user).iter().filter(|message| message.from_bot).for_each(assert_harmless);
    }
}

#[tokio::test]
async fn names_of_customers_are_shown_as_plain_text() {
    side_by_side(hostile(), |name| async move {
        let mut shop = Shop::open_with(&crate::shop::TOML.replace("mode = \"open\"", "mode = \"approval\"")).await;
        shop.say(SARI, "/start", "Mau top up").await;
        // Telegram allows names of 64 characters.
        let name: String = name.chars().take(64).collect();
        shop.telegram.add_user(User { last_name: Some(name.clone()), ..User::new(EVE, &name, "id") });
        shop.say(EVE, "/start", "admin").await;
        let card = shop.see(SARI, &EVE.to_string()).await;
        assert_harmless(&card);
        shop.press(SARI, "✅", "disetujui").await;
        shop.see(EVE, "disetujui").await;
        assert_all_harmless(&shop);
        shop.close().await;
    })
    .await;
}

#[tokio::test]
async fn texts_of_the_provider_are_shown_as_plain_text() {
    side_by_side(hostile(), |words| async move {
        let mut shop = Shop::open_with_admins().await;
        shop.provider.add_sku("mobile-legends", "ml-evil", &words, 9_000_000).unwrap();
        shop.set_ahead(3_600);
        // Somebody looks at the game, so that its list is read again, beside the answer.
        while shop.say(BUDI, "/start mobile-legends", "Mobile Legends").await.button("2/2 ▶️").is_none() {
            shop.pause();
        }
        shop.press(BUDI, "2/2 ▶️", "Halaman 2").await;
        let shown = shop.telegram.last_bot_message(BUDI).unwrap();
        assert!(shown.keyboard.iter().flatten().any(|button| button.text.ends_with(" — Rp\u{a0}9.000.000")), "{shown:?}");
        shop.buy(BUDI).await;
        let delivered = shop.taken(1).await;
        shop.provider.deliver(&delivered.invoice, &words).unwrap();
        shop.set_ahead(10);
        shop.see(BUDI, "Top up berhasil").await;
        shop.buy(JANE).await;
        let failed = shop.taken(2).await;
        shop.provider.fail(&failed.invoice, &words).unwrap();
        shop.set_ahead(10);
        shop.see(JANE, "this top-up failed").await;
        let refusal = Fault::Status { code: 400, message: words.clone(), retry_after: None };
        shop.provider.fail_call(Endpoint::Order, refusal, 1);
        shop.buy(BUDI).await;
        shop.see(BUDI, "Maaf, top up ini gagal").await;
        for invoice in [&delivered.invoice, &failed.invoice] {
            shop.say(SARI, &format!("/status {invoice}"), "Pemeriksaan pesanan").await;
        }
        assert_all_harmless(&shop);
        shop.close().await;
    })
    .await;
}

/// A server that counts its connections.
async fn trap() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = visits.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, visits)
}

#[tokio::test]
async fn redirects_are_not_followed_with_the_key() {
    let mut shop = Shop::open_with_admins().await;
    let (address, visits) = trap().await;
    let elsewhere = format!("http://{address}/api/v1/order");
    for endpoint in [Endpoint::Profile, Endpoint::Services, Endpoint::Status, Endpoint::Order] {
        shop.provider.fail_call(endpoint, Fault::Redirect(elsewhere.clone()), 1);
    }
    shop.say(SARI, "/balance", "Akun provider").await;
    shop.set_ahead(3_600);
    shop.buy(BUDI).await;
    shop.set_ahead(10);
    shop.see(SARI, "Status pesanan belum jelas").await;
    shop.buy(JANE).await;
    let order = shop.taken(1).await;
    shop.say(SARI, &format!("/status {}", order.invoice), "").await;
    // URLs in texts are plain text.
    shop.provider.deliver(&order.invoice, &elsewhere).unwrap();
    shop.set_ahead(10);
    shop.see(JANE, &elsewhere).await;
    shop.close().await;
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_answer_too_large_or_too_deep_is_uncertain_and_reported_to_admins() {
    let huge = format!("{{\"success\":true,\"data\":{{\"invoice\":\"INV-1\",\"message\":\"{}\"}}}}", "x".repeat(2 << 20));
    for body in [huge, "[".repeat(1 << 19)] {
        let mut shop = Shop::open_with_admins().await;
        shop.provider.next(Behaviour::TakenThen { status: 200, body });
        shop.buy(BUDI).await;
        let card = shop.see(SARI, "Status pesanan belum jelas").await;
        assert_harmless(&card);
        shop.close().await;
        assert_eq!(shop.provider.orders().len(), 1);
    }
}

//! What closes and opens the shop, what admins are told about the provider, and starts while Telegram or the provider is down.

use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint, Fault};
use odzreshop_bot::sandbox::telegram::{self, State};
use sqlx::{Connection, SqliteConnection};

use crate::shop::orders::side_by_side;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop, TOML};

const CLOSED: &str = "Toko tutup sebentar";

/// A failure of the provider, and how it ends.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Key,
    Address,
    Vendor,
    Down,
}

impl Trouble {
    fn set(self, shop: &Shop, troubled: bool) {
        match self {
            Self::Key => shop.provider.set_key_accepted(!troubled),
            Self::Address => shop.provider.set_ip_allowed(!troubled),
            Self::Vendor => shop.provider.set_vendor_depleted(troubled),
            Self::Down => shop.provider.down(troubled),
        }
    }

    /// What admins read.
    fn cause(self) -> &'static str {
        match self {
            Self::Key => "API key ditolak (401)",
            Self::Address => "belum di-whitelist (403)",
            Self::Vendor => "Saldo vendor milik provider habis (503)",
            Self::Down => "berkali-kali tidak menjawab",
        }
    }
}

#[tokio::test]
async fn provider_failures_close_the_shop_once_and_a_probe_opens_it() {
    let troubles = [Trouble::Key, Trouble::Address, Trouble::Vendor, Trouble::Down];
    side_by_side(troubles, |trouble| async move {
        let mut shop = Shop::open_with_admins().await;
        shop.to_confirmation(BUDI).await;
        trouble.set(&shop, true);
        match trouble {
            // Only an order shows it.
            Trouble::Vendor => shop.buy(JANE).await,
            // Three price lists are old and an admin asks three times: more than five failures.
            Trouble::Down => {
                shop.set_ahead(601);
                shop.telegram.send_text(SARI, "/balance").unwrap();
            }
            Trouble::Key | Trouble::Address => shop.set_ahead(601),
        }
        for admin in [SARI, AGUS] {
            let alert = shop.see(admin, "Toko ditutup").await;
            assert!(alert.text.contains(trouble.cause()), "{}", alert.text);
        }
        shop.say(SARI, "/status", "Toko tutup").await;

        closed_to_customers(&shop, trouble).await;
        if let Trouble::Vendor = trouble {
            opens_on_trust(&shop).await;
            let seen = shop.marks(JANE);
            shop.buy(JANE).await;
            shop.see_since(&seen, JANE, "out of stock").await;
            shop.say(SARI, "/status", "Toko tutup").await;
        }
        trouble.set(&shop, false);
        if let Trouble::Vendor = trouble {
            opens_on_trust(&shop).await;
            shop.buy(BUDI).await;
            shop.taken(1).await;
        }
        shop.set_ahead(301);
        shop.see(SARI, "🟢 Toko buka lagi").await;
        shop.see(AGUS, "🟢 Toko buka lagi").await;
        if !matches!(trouble, Trouble::Vendor) {
            shop.buy(BUDI).await;
        }
        shop.taken(1).await;
        shop.close().await;
        for admin in [SARI, AGUS] {
            assert_eq!((shop.count(admin, "Toko ditutup"), shop.count(admin, "🟢 Toko buka lagi")), (1, 1), "{trouble:?}");
        }
        shop.assert_discreet(BUDI);
    })
    .await;
}

/// Only an order shows whether the vendor works again: the next one is sent, and admins are told when it was accepted.
async fn opens_on_trust(shop: &Shop) {
    let asked = shop.calls(Endpoint::Profile);
    shop.set_ahead(301);
    shop.called(Endpoint::Profile, asked + 1).await;
    // This query is sent after the probe and answered after it.
    shop.say(SARI, "/balance", "Akun provider").await;
}

/// The open confirmation makes no order. New customers see that the shop is closed, or can browse while the provider does not answer.
async fn closed_to_customers(shop: &Shop, trouble: Trouble) {
    shop.press(BUDI, "✅", "").await;
    match trouble {
        Trouble::Down => {
            shop.say(BUDI, "/start", "belum bisa menerima pesanan").await;
            shop.press(BUDI, "⚔️", "Daftar terakhir").await;
            shop.press(BUDI, "86 💎", CLOSED).await;
        }
        Trouble::Key | Trouble::Address | Trouble::Vendor => {
            shop.say(BUDI, "/start", CLOSED).await;
        }
    }
    assert_eq!(shop.provider.orders().len(), 0);
}

#[tokio::test]
async fn a_failed_provider_query_may_close_the_shop() {
    let mut shop = Shop::open_with_admins().await;
    shop.called(Endpoint::Services, 3).await;
    shop.called(Endpoint::Profile, 1).await;
    shop.provider.fail_call(Endpoint::Profile, Fault::Html(502), 5);
    shop.say(SARI, "/balance", "tidak menjawab").await;
    assert_eq!(shop.count(SARI, "Toko ditutup"), 0, "three failures are no reason");
    shop.say(AGUS, "/balance", "Toko ditutup").await;
    shop.see(SARI, "Toko ditutup").await;
    shop.close().await;
}

#[tokio::test]
async fn a_low_provider_balance_is_reported_once_each_time_it_falls() {
    let mut shop = Shop::open_with_admins().await;
    shop.called(Endpoint::Profile, 1).await;
    for (balance, told) in [(90_000, 1), (80_000, 1), (500_000, 1), (99_999, 2), (100_000, 2)] {
        shop.provider.set_balance(balance);
        let before = shop.calls(Endpoint::Profile);
        shop.set_ahead(301);
        shop.called(Endpoint::Profile, before + 1).await;
        // The answer that follows the balance check.
        shop.say(SARI, "/balance", "Akun provider").await;
        for admin in [SARI, AGUS] {
            let alerts = |state: &State| state.messages(admin).iter().filter(|message| message.text.contains("menipis")).count();
            shop.telegram.wait_until("the alerts", |state| (alerts(state) >= told).then_some(())).await.unwrap();
            assert_eq!(shop.count(admin, "menipis"), told, "at {balance}");
        }
    }
    shop.close().await;
}

#[tokio::test]
async fn an_unknown_category_is_hidden_and_reported_once() {
    // Admins who start the bot get the current alerts; these admins have started it before.
    let mut shop = Shop::open_with_admins().await;
    shop.called(Endpoint::Services, 3).await;
    shop.stop().await;
    shop.set_toml(&TOML.replace("free-fire", "no-such-game"));
    shop.set_ahead(601);
    shop.start();
    for admin in [SARI, AGUS] {
        shop.see(admin, "tidak mengenal kategori no-such-game").await;
    }
    let menu = shop.say(BUDI, "/start", "Odzreshop").await;
    let labels = menu.labels().concat();
    assert!(labels.iter().any(|label| label.contains("Genshin")) && !labels.iter().any(|label| label.contains("Free Fire")), "{labels:?}");
    shop.called(Endpoint::Services, 6).await;
    shop.set_ahead(1_201);
    shop.called(Endpoint::Services, 9).await;
    shop.say(SARI, "/status", "Toko buka").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "no-such-game"), shop.count(AGUS, "no-such-game")), (1, 1));
}

#[tokio::test]
async fn it_starts_while_the_provider_is_down_and_shows_the_last_known_list() {
    let mut shop = Shop::open().await;
    shop.called(Endpoint::Services, 3).await;
    shop.to_confirmation(BUDI).await;
    shop.stop().await;
    shop.provider.down(true);
    shop.set_ahead(601);
    shop.start();
    shop.say(BUDI, "/start", "Odzreshop").await;
    let list = shop.press(BUDI, "⚔️", "Pilih nominal").await;
    assert!(list.button("86 💎").is_some(), "{:?}", list.labels());
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.press(BUDI, "⚔️", "Daftar terakhir").await;
    shop.provider.down(false);
    let before = shop.calls(Endpoint::Services);
    shop.set_ahead(301);
    shop.called(Endpoint::Services, before + 3).await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.close().await;
}

#[tokio::test]
async fn it_starts_while_the_provider_has_never_answered() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.provider.down(true);
    shop.start();
    shop.say(BUDI, "/start", "Odzreshop").await;
    shop.press(BUDI, "⚔️", "tutup sebentar").await;
    shop.provider.down(false);
    shop.set_ahead(31);
    shop.called(Endpoint::Services, 3).await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.close().await;
}

#[tokio::test]
async fn it_starts_while_telegram_is_down() {
    let mut shop = Shop::closed_with(TOML).await;
    shop.telegram.down(true);
    shop.start();
    shop.called(Endpoint::Services, 3).await;
    shop.telegram.down(false);
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.close().await;
}

#[tokio::test]
async fn an_admin_who_starts_the_bot_late_gets_the_current_alerts() {
    let mut shop = Shop::closed_with(&TOML.replace("free-fire", "no-such-game")).await;
    shop.provider.set_balance(90_000);
    shop.start();
    shop.called(Endpoint::Services, 3).await;
    shop.called(Endpoint::Profile, 1).await;
    shop.say(AGUS, "/start", "Odzreshop").await;
    shop.say(AGUS, "/balance", "Akun provider").await;
    shop.provider.set_key_accepted(false);
    shop.set_ahead(601);
    shop.see(AGUS, "Toko ditutup").await;
    shop.telegram.send_text(SARI, "/start").unwrap();
    for wrong in ["API key ditolak (401)", "tidak mengenal kategori no-such-game", "menipis"] {
        shop.see(SARI, wrong).await;
        assert_eq!(shop.count(SARI, wrong), 1, "{wrong}");
    }
    shop.close().await;
}

const GROUP: i64 = -1_001_234_567_890;
const TOPIC: i64 = 7;

/// A shop whose admins must let customers in, with a group for its alerts.
async fn with_group(admin_chat: String) -> Shop {
    let mut shop = Shop::closed_with(&TOML.replace("mode = \"open\"", "mode = \"approval\"")).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".to_owned(), admin_chat);
    shop.start();
    shop.greet_admins().await;
    shop
}

#[tokio::test]
async fn an_alert_that_the_group_does_not_get_reaches_each_admin() {
    let refused = |code, description: &str| telegram::Fault::Status { code, description: description.to_owned(), retry_after: None };
    let cases = [
        refused(403, "Forbidden: bot was kicked from the supergroup chat"),
        refused(400, "Bad Request: chat not found"),
        refused(400, "Bad Request: not enough rights to send text messages to the chat"),
        refused(400, "Bad Request: TOPIC_CLOSED"),
    ];
    side_by_side(cases, |fault| async move {
        let mut shop = with_group(format!("{GROUP}:{TOPIC}")).await;
        shop.telegram.fail_in_chat("sendMessage", GROUP, fault, 100);
        shop.say(BUDI, "/start", "admin").await;
        for admin in [SARI, AGUS] {
            shop.see(admin, "Budi").await;
        }
        shop.press(AGUS, "✅", "disetujui").await;
        shop.see(BUDI, "disetujui").await;
        // The group can be written to again.
        shop.telegram.clear_faults();
        shop.say(JANE, "/start", "checks your account first").await;
        assert_eq!(shop.see(GROUP, "Jane").await.thread, Some(TOPIC));
        shop.close().await;
        assert_eq!((shop.count(SARI, "Budi"), shop.count(SARI, "Jane"), shop.count(GROUP, "Budi")), (1, 0, 0));
    })
    .await;
}

/// How often the bot has called this method for this chat.
fn calls(state: &State, method: &str, chat: i64) -> usize {
    state.calls().iter().filter(|call| call.method == method && call.params["chat_id"] == chat).count()
}

#[tokio::test]
async fn an_alert_that_telegram_fails_to_bring_to_the_group_alone_reaches_each_admin() {
    side_by_side([telegram::Fault::internal(), telegram::Fault::Html502, telegram::Fault::DropBefore], |fault| async move {
        let mut shop = with_group(GROUP.to_string()).await;
        shop.telegram.fail_in_chat("sendMessage", GROUP, fault, 1_000);
        shop.say(BUDI, "/start", "admin").await;
        let tried = |state: &State| (calls(state, "sendMessage", GROUP) >= 1).then_some(());
        shop.telegram.wait_until("the group to be tried", tried).await.unwrap();
        shop.set_ahead(20);
        for admin in [SARI, AGUS] {
            shop.see(admin, "Budi").await;
        }
        shop.close().await;
    })
    .await;
}

#[tokio::test]
async fn while_telegram_fails_everywhere_an_alert_waits_for_its_group() {
    let mut shop = with_group(GROUP.to_string()).await;
    for method in ["sendMessage", "sendChatAction"] {
        shop.telegram.fail(method, telegram::Fault::internal(), 1_000);
    }
    shop.telegram.send_text(BUDI, "/start").unwrap();
    let tried = |state: &State| (calls(state, "sendMessage", GROUP) >= 1).then_some(());
    shop.telegram.wait_until("the group to be tried", tried).await.unwrap();
    shop.set_ahead(20);
    let asked = |state: &State| (calls(state, "sendChatAction", SARI) >= 1).then_some(());
    shop.telegram.wait_until("Telegram to be tried", asked).await.unwrap();
    shop.telegram.clear_faults();
    shop.set_ahead(60);
    shop.see(GROUP, "Budi").await;
    shop.see(BUDI, "admin").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "Budi"), shop.count(AGUS, "Budi")), (0, 0));
}

/// Neither the group nor an admin could be reached: what waits is told as soon as somebody can be.
#[tokio::test]
async fn what_nobody_was_told_is_told_when_the_bot_is_in_the_group_again() {
    let mut shop = shop_of_unreachable_admins().await;
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    let card = shop.see(GROUP, "Status pesanan belum jelas").await;
    assert_eq!(card.thread, Some(TOPIC));
    let card = shop.see(GROUP, "Jane").await;
    shop.telegram.press(AGUS, GROUP, card.id, "✅").unwrap();
    shop.see(JANE, "has been approved").await;
    shop.close().await;
}

#[tokio::test]
async fn what_nobody_was_told_is_told_to_the_admin_who_starts_the_bot() {
    let mut shop = shop_of_unreachable_admins().await;
    shop.telegram.send_text(SARI, "/start").unwrap();
    shop.see(SARI, "Status pesanan belum jelas").await;
    shop.see(SARI, "Jane").await;
    shop.close().await;
}

/// Budi's order is uncertain and Jane waits for approval, while the bot is out of the group and no admin has started it.
async fn shop_of_unreachable_admins() -> Shop {
    let mut shop = Shop::closed_with(&TOML.replace("mode = \"open\"", "mode = \"approval\"")).await;
    shop.telegram.add_supergroup(GROUP, "Admins", true);
    shop.telegram.add_bot_to_group(SARI, GROUP).unwrap();
    shop.more_vars.insert("ADMIN_CHAT_ID".to_owned(), format!("{GROUP}:{TOPIC}"));
    shop.start();
    shop.say(BUDI, "/start", "admin").await;
    let card = shop.see(GROUP, "Budi").await;
    shop.telegram.press(SARI, GROUP, card.id, "✅").unwrap();
    shop.see(BUDI, "sudah disetujui").await;
    shop.telegram.remove_bot_from_group(SARI, GROUP).unwrap();
    shop.provider.next(Behaviour::AnswerLost);
    shop.pause();
    shop.buy(BUDI).await;
    shop.say(JANE, "/start", "checks your account first").await;
    for admin in [SARI, AGUS] {
        let tried = |state: &State| {
            let calls = state.calls().into_iter().filter(|call| call.method == "sendMessage" && call.params["chat_id"] == admin);
            (calls.count() >= 2).then_some(())
        };
        shop.telegram.wait_until("two alerts that an admin does not get", tried).await.unwrap();
    }
    shop.pause();
    shop
}

/// Of a chat that was cleared Telegram still accepts edits, but nobody sees them.
#[tokio::test]
async fn the_card_of_an_uncertain_order_is_shown_again_at_the_start() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.next(Behaviour::AnswerLost);
    shop.buy(BUDI).await;
    let card = shop.see(SARI, "Status pesanan belum jelas").await;
    let seen = shop.marks(SARI);
    shop.pause();
    shop.telegram.send_text(SARI, "/start").unwrap();
    let again = shop.see_since(&seen, SARI, "Status pesanan belum jelas").await;
    assert!(again.id != card.id && again.button("📥").is_some(), "{again:?}");
    shop.close().await;
    assert_eq!(shop.count(AGUS, "Status pesanan belum jelas"), 1);
}

#[tokio::test]
async fn an_alert_for_a_closed_topic_goes_to_the_general_one() {
    let mut shop = with_group(format!("{GROUP}:{TOPIC}")).await;
    let closed = telegram::Fault::Status { code: 400, description: "Bad Request: TOPIC_CLOSED".to_owned(), retry_after: None };
    shop.telegram.fail_in_chat("sendMessage", GROUP, closed, 1);
    shop.say(BUDI, "/start", "admin").await;
    let card = shop.see(GROUP, "Budi").await;
    assert_eq!(card.thread, None);
    shop.telegram.press(SARI, GROUP, card.id, "✅").unwrap();
    shop.see(BUDI, "disetujui").await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "Budi"), 0);
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_is_found_again() {
    const OLD: i64 = -4_001;
    let mut shop = with_group(OLD.to_string()).await;
    shop.telegram.add_group(OLD, "Admins");
    shop.telegram.add_bot_to_group(SARI, OLD).unwrap();
    shop.telegram.fail_in_chat("sendMessage", OLD, telegram::Fault::Moved(GROUP), 100);
    shop.say(BUDI, "/start", "admin").await;
    let card = shop.see(GROUP, "Budi").await;
    shop.telegram.press(SARI, GROUP, card.id, "✅").unwrap();
    shop.see(BUDI, "disetujui").await;
    shop.stop().await;
    let calls = |shop: &Shop| shop.telegram.calls().iter().filter(|call| call.params["chat_id"] == OLD).count();
    let before = calls(&shop);
    shop.start();
    shop.say(JANE, "/start", "checks your account first").await;
    let card = shop.see(GROUP, "Jane").await;
    shop.telegram.press(AGUS, GROUP, card.id, "✅").unwrap();
    shop.see(JANE, "has been approved").await;
    shop.close().await;
    assert_eq!(calls(&shop), before, "it is remembered");
}

#[tokio::test]
async fn an_admin_is_told_that_an_unanswered_query_is_retried() {
    let mut shop = Shop::open_with_admins().await;
    shop.called(Endpoint::Profile, 1).await;
    shop.provider.fail_call(Endpoint::Profile, Fault::Reset, 1);
    shop.say(SARI, "/balance", "masih ditanyakan").await;
    shop.set_ahead(6);
    shop.see(SARI, "Akun provider").await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "masih ditanyakan"), 1);
}

#[tokio::test]
async fn an_unreadable_order_is_reported_once_and_blocks_no_other() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.see(BUDI, "Sedang diproses").await;
    shop.placed(BUDI).await;
    shop.stop().await;
    let path = shop.folder.path().join("shop.db");
    let mut database = SqliteConnection::connect(path.to_str().unwrap()).await.unwrap();
    sqlx::query("UPDATE orders SET body = '{}'").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    shop.start();
    shop.set_ahead(60);
    shop.see(SARI, "tidak terbaca").await;
    shop.buy(JANE).await;
    shop.provider.deliver(&shop.taken(2).await.invoice, "SN-2").unwrap();
    shop.set_ahead(60);
    shop.see(JANE, "SN-2").await;
    shop.close().await;
    assert_eq!(shop.count(SARI, "tidak terbaca"), 1);
}

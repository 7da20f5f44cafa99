//! Paying for exactly this order: the rest is billed, and the order goes on by itself, once, at no more than was agreed, while there is time.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::gateway::{Gateway, Invoice, Options};
use odzreshop_bot::sandbox::telegram::{Content, Message};
use odzreshop_bot::storage;

use crate::samples::static_code;
use crate::shop::process::Process;
use crate::shop::{BUDI, JANE, SARI, Shop, TOML};

/// Longer than anything here needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A shop with a gateway, where Budi has Rp 3.000.
async fn prepaid() -> (Shop, Gateway) {
    let mut shop = Shop::closed_with(&format!("{TOML}\n[wallet]\nenabled = true\n")).await;
    let gateway = Gateway::start(Options::default()).await.unwrap();
    shop.set_gateway(&gateway.url(), gateway.project(), gateway.api_key());
    shop.start();
    shop.greet_admins().await;
    shop.say(BUDI, "/start", "Odzreshop").await;
    grant(&shop, "3.000").await;
    (shop, gateway)
}

async fn grant(shop: &Shop, amount: &str) {
    shop.pause();
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "➕", "Berapa yang ditambahkan").await;
    shop.say(SARI, amount, "untuk apa").await;
    shop.say(SARI, "transfer BCA", "Tambah saldo").await;
    shop.press(SARI, "✅ Ya", "ditambahkan ke saldo").await;
    shop.pause();
}

/// Budi's order waits for its bill.
async fn waiting(shop: &Shop, gateway: &Gateway) -> Invoice {
    let confirmation = shop.to_confirmation(BUDI).await;
    shows(&confirmation, &["Saldo kamu Rp 3.000, kurang Rp 15.500", "Harga: Rp 18.500"]);
    assert!(confirmation.button("✅").is_none(), "{confirmation:?}");
    let bills = gateway.invoices().len();
    shows(&shop.press(BUDI, "💳 QRIS Rp 15.500", "Menunggu pembayaran").await, &["86 Diamonds", "Rp 18.500"]);
    let invoice = gateway.wait_until("the bill", |books| books.invoices().get(bills).cloned()).await.unwrap();
    shop.see(BUDI, "Tagihan").await;
    shop.pause();
    invoice
}

fn shows(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(message.text.contains(part), "no {part:?} in\n{}", message.text);
    }
}

/// What Budi has, available and held, in the database of a bot that has stopped, and the states of his carts.
async fn books(shop: &Shop, gateway: &Gateway) -> (i64, i64) {
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let balance = opened.store.find_balance(BUDI).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    assert_eq!(opened.store.find_waiting_cart(BUDI).await.unwrap(), None);
    let (transfers, _) = opened.store.list_transfers(BUDI, 50, 0).await.unwrap();
    let paid = transfers.iter().filter(|line| line.kind == odzreshop_bot::domain::wallet::TransferKind::Payment);
    assert_eq!(paid.map(|line| line.amount.0).sum::<i64>(), gateway.total_received(), "the books of gateway and shop");
    opened.close().await;
    (balance.available.0, balance.held.0)
}

#[tokio::test]
async fn the_rest_is_paid_and_the_order_goes_on_by_itself() {
    let (mut shop, gateway) = prepaid().await;
    let invoice = waiting(&shop, &gateway).await;
    assert!((15_500..=15_505).contains(&invoice.total), "{invoice:?}");
    assert!(gateway.pay(&invoice.order_id));
    shows(&shop.see(BUDI, "sudah masuk ke saldomu").await, &["Pesananmu langsung diproses"]);
    shop.see(BUDI, "Rp 18.500 ditahan dari saldomu").await;
    shop.provider.deliver(&shop.taken(1).await.invoice, "SN-1").unwrap();
    shop.see(BUDI, "SN-1").await;
    shop.close().await;
    assert_eq!(books(&shop, &gateway).await, (3_000 + invoice.total - 18_500, 0));
    assert_eq!(shop.provider.orders().len(), 1);
}

/// The power fails right before and right after each commit from the payment on. The payment is credited once, its order is made once, and
/// the customer is told.
#[tokio::test]
async fn a_bot_that_dies_at_any_commit_credits_once_and_orders_once() {
    let (mut shop, gateway) = prepaid().await;
    let invoice = waiting(&shop, &gateway).await;
    shop.stop().await;
    assert!(gateway.pay(&invoice.order_id));
    let database = shop.folder.path().join("shop.db");
    let unpaid = fs::read(&database).unwrap();
    let mut deaths = 0;
    for round in 2.. {
        let (number, when) = (round / 2, if round % 2 == 0 { "before" } else { "after" });
        for end in ["-wal", "-shm"] {
            let _ = fs::remove_file(shop.folder.path().join(format!("shop.db{end}")));
        }
        fs::write(&database, &unpaid).unwrap();
        let (orders, told) = (shop.provider.orders().len(), credits_told(&shop));
        let mut failing = shop.command(&[]);
        failing.env("ODZRESHOP_FAILPOINT", format!("die-{when}-commit:{number}"));
        let mut bot = Process::start(&mut failing, shop.log_file());
        let told_since = || credits_told(&shop) > told;
        let died = settled(&database, &mut bot, &told_since).await.is_none();
        if died {
            deaths += 1;
            bot = shop.spawn();
            assert!(settled(&database, &mut bot, &told_since).await.is_some(), "the second process died by itself");
        }
        // It may be about to die of the failpoint.
        drop(bot);
        assert_eq!(books(&shop, &gateway).await, (3_000 + invoice.total - 18_500, 18_500), "died {when} commit {number}");
        assert!(shop.provider.orders().len() <= orders + 1, "died {when} commit {number}");
        if !died && when == "after" {
            break;
        }
    }
    assert!(deaths >= 6, "{deaths}");
    shop.assert_clean();
}

/// How often Budi was told that money came.
fn credits_told(shop: &Shop) -> usize {
    shop.telegram.messages(BUDI).iter().filter(|message| message.text.contains("sudah masuk ke saldomu")).count()
}

/// Waits until Budi's order is with the provider, or may be, and he is told; `None` when the bot dies before.
async fn settled(database: &Path, bot: &mut Process, told: &impl Fn() -> bool) -> Option<()> {
    let since = Instant::now();
    loop {
        if bot.ended().is_some() {
            return None;
        }
        assert!(since.elapsed() < PATIENCE, "the order goes on neither before nor after a death");
        if let Ok(reader) = storage::open_to_read(database).await
            && let Ok((orders, _)) = reader.list_orders(BUDI, 2, 0).await
            && let [order] = orders.as_slice()
            && matches!(order.state, OrderState::Pending | OrderState::Uncertain)
            && told()
        {
            return Some(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// 86 diamonds cost Rp 19.000 from now on.
async fn make_dearer(shop: &Shop) {
    shop.provider.set_price("ml-86", 19_000).unwrap();
    shop.set_ahead(180);
    // Somebody looks at the game, so that its list is read again, beside the answer.
    let dearer = "86 💎 · Rp 19.000";
    while shop.say(JANE, "/start mobile-legends", "Choose").await.button(dearer).is_none() {
        shop.pause();
    }
}

#[tokio::test]
async fn a_dearer_order_is_asked_about_again() {
    let (mut shop, gateway) = prepaid().await;
    let invoice = waiting(&shop, &gateway).await;
    grant(&shop, "10.000").await;
    make_dearer(&shop).await;
    gateway.pay(&invoice.order_id);
    // To the next look.
    shop.set_ahead(31);
    let asked = shop.see(BUDI, "Harganya naik").await;
    shows(&asked, &["sudah masuk ke saldomu", "tadi Rp 18.500, sekarang Rp 19.000", "Saldo sekarang: Rp 28.5"]);
    shop.see(BUDI, "Pesanan ini tidak diproses").await;
    assert_eq!(shop.provider.orders().len(), 0, "at most what was agreed");
    shop.pause();
    shop.press(BUDI, "✅", "Rp 19.000 ditahan dari saldomu").await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(books(&shop, &gateway).await, (13_000 + invoice.total - 19_000, 19_000));
}

#[tokio::test]
async fn what_is_left_or_late_buys_nothing() {
    let (mut shop, gateway) = prepaid().await;
    let left = waiting(&shop, &gateway).await;
    shop.press(BUDI, "❌ Batalkan pesanan", "Pesanan ini tidak diproses").await;
    gateway.pay(&left.order_id);
    let credited = shop.see(BUDI, "sudah masuk ke saldomu").await;
    assert!(!credited.text.contains("diproses"), "{}", credited.text);
    shop.close().await;
    assert_eq!((books(&shop, &gateway).await, shop.provider.orders().len()), ((3_000 + left.total, 0), 0));
}

/// An admin credits what is not what was asked for: nothing is bought by itself, and the customer can go on at today's price.
#[tokio::test]
async fn an_order_whose_bill_is_credited_by_hand_is_offered() {
    let (mut shop, gateway) = prepaid().await;
    let invoice = waiting(&shop, &gateway).await;
    gateway.pay_amount(&invoice.order_id, 16_500);
    shop.set_ahead(31);
    shop.press(SARI, "✅ Kreditkan Rp 16.500", "ke saldo Budi?").await;
    shop.press(SARI, "✅ Ya", "Sari memasukkan Rp 16.500").await;
    shows(
        &shop.see(BUDI, "Rp 16.500 sudah masuk ke saldomu").await,
        &["86 Diamonds belum diproses. Mau lanjut?", "Saldo sekarang: Rp 19.500"],
    );
    shop.see(BUDI, "Pesanan ini belum diproses").await;
    make_dearer(&shop).await;
    shop.press(BUDI, "🛒 Lanjutkan pesanan", "tadi Rp 18.500, sekarang Rp 19.000").await;
    assert_eq!(shop.provider.orders().len(), 0, "not confirmed");
    shop.pause();
    shop.press(BUDI, "✅ Beli sekarang — Rp 19.000", "Rp 19.000 ditahan dari saldomu").await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(books(&shop, &gateway).await, (500, 19_000));
}

#[tokio::test]
async fn a_late_payment_is_asked_about_again() {
    let (mut shop, gateway) = prepaid().await;
    let late = waiting(&shop, &gateway).await;
    shop.set_ahead(26 * 60);
    shop.see(BUDI, "kedaluwarsa").await;
    gateway.pay(&late.order_id);
    shop.set_ahead(61);
    let asked = shop.see(BUDI, "Waktu pesanannya sudah lewat").await;
    shows(&asked, &["sudah masuk ke saldomu", "Mau lanjut?", "Harga: Rp 18.500"]);
    assert_eq!(shop.provider.orders().len(), 0);
    shop.pause();
    shop.press(BUDI, "✅", "Rp 18.500 ditahan dari saldomu").await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(books(&shop, &gateway).await, (3_000 + late.total - 18_500, 18_500));
}

#[tokio::test]
async fn an_order_that_nobody_pays_ends_and_says_so() {
    let (mut shop, gateway) = prepaid().await;
    waiting(&shop, &gateway).await;
    shop.set_ahead(26 * 60);
    shop.see(BUDI, "Waktunya habis, jadi pesanan ini tidak diproses").await;
    shop.close().await;
    assert_eq!(books(&shop, &gateway).await, (3_000, 0));
}

#[tokio::test]
async fn whoever_was_blocked_meanwhile_gets_the_money_and_no_order() {
    let (mut shop, gateway) = prepaid().await;
    let invoice = waiting(&shop, &gateway).await;
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "🚫", "Kenapa").await;
    shop.say(SARI, "penipuan", "penipuan").await;
    shop.press(SARI, "✅ Ya", "diblokir").await;
    gateway.pay(&invoice.order_id);
    shop.set_ahead(31);
    let told = shop.see(BUDI, "Akunmu belum bisa memesan").await;
    shows(&told, &["sudah masuk ke saldomu"]);
    assert!(told.button("✅").is_none(), "{told:?}");
    shop.close().await;
    assert_eq!((books(&shop, &gateway).await, shop.provider.orders().len()), ((3_000 + invoice.total, 0), 0));
}

/// With the shop's own code alone the order waits for the admin's approval.
#[tokio::test]
async fn a_proof_that_is_approved_makes_the_order() {
    let code = static_code("ODZRESHOP");
    let mut shop = Shop::open_with(&format!("{TOML}\n[wallet]\nenabled = true\n[wallet.qris]\ncode = \"{code}\"\n")).await;
    shop.greet_admins().await;
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "💳 QRIS Rp 18.500", "Menunggu pembayaran").await;
    let bill = shop.see(BUDI, "Bayar tepat").await;
    let asked: i64 = bill.button("📋").unwrap().copy_text.as_ref().unwrap().parse().unwrap();
    assert!((18_501..=18_999).contains(&asked), "{asked}");
    shop.pause();
    shop.press(BUDI, "📷", "Kirim foto bukti").await;
    let seen = shop.marks(BUDI);
    shop.telegram.send(BUDI, Content::Photo(String::new())).unwrap();
    shop.see_since(&seen, BUDI, "sudah kami terima").await;
    shop.press(SARI, "✅ Setujui", "Kreditkan").await;
    assert_eq!(shop.provider.orders().len(), 0);
    shop.press(SARI, "✅ Ya", "Disetujui Sari").await;
    shows(&shop.see(BUDI, "sudah masuk ke saldomu").await, &["Pesananmu langsung diproses"]);
    shop.see(BUDI, "Rp 18.500 ditahan dari saldomu").await;
    shop.taken(1).await;
    shop.close().await;
    let opened = storage::open(&shop.folder.path().join("shop.db")).await.unwrap();
    let balance = opened.store.find_balance(BUDI).await.unwrap();
    assert_eq!(opened.store.audit_ledger().await.unwrap(), []);
    opened.close().await;
    assert_eq!((balance.available.0, balance.held.0), (asked - 18_500, 18_500));
}

#[tokio::test]
async fn an_order_of_a_tier_waits_for_its_bill_at_the_price_of_the_tier() {
    let (mut shop, gateway) = prepaid().await;
    let add = async |amount| {
        shop.press(SARI, "✏️ Tambahan", "Berapa rupiah").await;
        shop.say(SARI, amount, "Harga berubah").await;
        shop.press(SARI, "✅", "Tersimpan").await;
        shop.pause();
    };
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "✏️ 🏪", "Belum ada").await;
    add("1rb").await;
    shop.say(SARI, "/prices", "Harga jual").await;
    shop.press(SARI, "➕", "untuk siapa").await;
    shop.press(SARI, "➕", "nama level").await;
    shop.say(SARI, "Reseller", "untuk apa").await;
    shop.press(SARI, "🏪", "Belum ada").await;
    add("0").await;
    shop.say(SARI, "/find budi", "Pelanggan").await;
    shop.press(SARI, "🏷", "Pilih level").await;
    shop.press(SARI, "🏷 Reseller", "Ganti level").await;
    shop.press(SARI, "✅", "Level harga: Reseller").await;
    shop.pause();
    let invoice = waiting(&shop, &gateway).await;
    assert!(gateway.pay(&invoice.order_id));
    shop.see(BUDI, "Rp 18.500 ditahan dari saldomu").await;
    shop.taken(1).await;
    shop.close().await;
    assert_eq!(books(&shop, &gateway).await, (3_000 + invoice.total - 18_500, 18_500));
}

//! How long the screens take with the history of a year in the database, beside a bot whose shop is new, on both databases.
//!
//! The two bots take turns at each press, so that a busy machine is busy for both, and each admin goes through all screens once: the pace of
//! one chat is kept too. The last page of a long list is reached by another number in its button, because nobody turns so many pages.

use std::time::{Duration, Instant};

use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::sandbox::gateway::{Gateway, Options};
use odzreshop_bot::sandbox::provider::Provider;
use odzreshop_bot::sandbox::telegram::{Telegram, User};
use odzreshop_bot::storage::{self, Reader};
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::time::sleep;

use crate::bot::{Bot, Extra, Fill};
use crate::customer::{Act, Customer, Seen};
use crate::fill::{self, Database, FIRST_CUSTOMER, RESELLERS, Size};
use crate::postgres::Server;
use crate::{end, pay, scene};

const NEW_SHOP: Size = Size { customers: 60, orders: 1_200 };
const OLD_SHOP: Size = Size { customers: 10_000, orders: 200_000 };
/// Admins, and as many resellers, each of whom opens every screen once.
const ROUNDS: i64 = RESELLERS;
/// The pause before each act: with two bots in turn both stay below Telegram's pace.
const APART: Duration = Duration::from_millis(35);

/// Rows on a page of the long lists.
const PER_PAGE: i64 = 8;

/// Who opens a screen.
#[derive(Clone, Copy)]
enum Who {
    Admin,
    Reseller,
}

/// A step on the way through the screens. Without a name it only leads to the next.
struct Step<'a> {
    who: Who,
    name: &'a str,
    act: Act<'a>,
    expected: &'a str,
}

/// A bot with its shop.
struct Shop {
    size: Size,
    bot: Bot,
    telegram: Telegram,
    provider: Provider,
    reader: Reader,
    database: Database,
    _gateway: Gateway,
}

/// Prints a table for each database.
pub async fn print() {
    let (new, old) = (Shop::on_sqlite(NEW_SHOP).await, Shop::on_sqlite(OLD_SHOP).await);
    compare("SQLite", new, old).await;
    let Some(server) = Server::start(true) else { return };
    let (new, old) = (Shop::on_postgres(&server, NEW_SHOP).await, Shop::on_postgres(&server, OLD_SHOP).await);
    compare("PostgreSQL", new, old).await;
}

impl Shop {
    async fn on_sqlite(size: Size) -> Self {
        let fill: Box<Fill> = Box::new(move |path| Box::pin(fill::sqlite(path, size)));
        let (telegram, provider, gateway) = stage().await;
        let bot = Bot::start_with(&telegram, &provider, Extra { toml: pay::WALLET, fill: Some(&*fill), vars: vars(&gateway) }).await;
        let path = bot.folder().join("odzreshop.db");
        let reader = storage::open_to_read(&path).await.unwrap();
        let database = Database::Sqlite(SqliteConnection::connect(path.to_str().unwrap()).await.unwrap());
        Self { size, bot, telegram, provider, reader, database, _gateway: gateway }
    }

    async fn on_postgres(server: &Server, size: Size) -> Self {
        let url = server.database().await;
        fill::postgres(&url, size).await;
        let (telegram, provider, gateway) = stage().await;
        let vars = [vars(&gateway), vec![("DATABASE_URL", url.clone())]].concat();
        let bot = Bot::start_with(&telegram, &provider, Extra { toml: pay::WALLET, fill: None, vars }).await;
        let database = Database::Postgres(PgConnection::connect(&url).await.unwrap());
        let reader = storage::connect_to_read(&url.into()).await.unwrap();
        Self { size, bot, telegram, provider, reader, database, _gateway: gateway }
    }

    /// Waits until all days are added up that are over: that is done once, after the first start on this database.
    async fn settle(&self) {
        let over = Millis(chrono::Utc::now().timestamp_millis() - 36 * 3_600_000);
        while self.reader.find_last_sales_day().await.unwrap().is_none_or(|until| until < over) {
            sleep(Duration::from_millis(200)).await;
        }
    }

    /// Lets `▶️` lead from the first page to the last where the step is about that.
    async fn lead_far(&mut self, step: &Step<'_>) {
        let rows = match step.name {
            "… the last page of orders" => self.size.orders,
            "… the last page of customers" => self.size.customers,
            "… the last page of the log" => 2 * self.size.customers + self.size.orders / 5,
            _ => return,
        };
        let last = rows / PER_PAGE - 1;
        self.database.run(format!("UPDATE keyboards SET actions = REPLACE(actions, '\"page\":1}}', '\"page\":{last}}}')")).await;
    }

    async fn take(&self, step: &Step<'_>, round: i64, seen: &mut Seen) {
        let id = match step.who {
            Who::Admin => 1 + round,
            Who::Reseller => FIRST_CUSTOMER + round,
        };
        sleep(APART).await;
        Customer::new(&self.telegram, id).act(step.act, step.expected, seen).await;
    }
}

async fn stage() -> (Telegram, Provider, Gateway) {
    let (telegram, provider) = scene().await;
    (0..RESELLERS).for_each(|n| telegram.add_user(User::new(FIRST_CUSTOMER + n, "Budi", "id")));
    (telegram, provider, Gateway::start(Options::default()).await.unwrap())
}

fn vars(gateway: &Gateway) -> Vec<(&'static str, String)> {
    let admins: Vec<String> = (1..=ROUNDS).map(|id| id.to_string()).collect();
    [pay::vars(gateway), vec![("ADMIN_IDS", admins.join(","))]].concat()
}

async fn compare(database: &str, mut new: Shop, mut old: Shop) {
    new.settle().await;
    old.settle().await;
    let year = {
        let today = chrono::Utc::now().date_naive();
        format!("{} {today}", today - chrono::Days::new(364))
    };
    let began = Instant::now();
    println!(
        "{database}: {} customers and {} orders, beside {} and {}; {ROUNDS} times each",
        OLD_SHOP.customers, OLD_SHOP.orders, NEW_SHOP.customers, NEW_SHOP.orders
    );
    println!("| screen | p50 | p99 | p50, new shop | ratio |\n|---|---|---|---|---|");
    for step in steps(&year) {
        let (mut of_new, mut of_old) = (Seen::default(), Seen::default());
        new.lead_far(&step).await;
        old.lead_far(&step).await;
        for round in 0..ROUNDS {
            new.take(&step, round, &mut of_new).await;
            old.take(&step, round, &mut of_old).await;
        }
        if !step.name.is_empty() {
            let (p50, p99, fresh) = (at(&mut of_old.page, 50), at(&mut of_old.page, 99), at(&mut of_new.page, 50));
            println!("| {} | {p50:.1} ms | {p99:.1} ms | {fresh:.1} ms | {:.1} |", step.name, p50 / fresh);
        }
    }
    println!("{} s\n", began.elapsed().as_secs());
    for Shop { bot, telegram, provider, .. } in [new, old] {
        end(bot, &telegram, &provider).await;
    }
}

/// The sample below which so many percent are.
fn at(samples: &mut [f64], percent: usize) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[(samples.len() * percent / 100).min(samples.len() - 1)]
}

/// The way through all screens.
#[allow(clippy::too_many_lines, reason = "a list")]
fn steps(year: &str) -> Vec<Step<'_>> {
    use Act::{Press, Say};
    let admin = |(name, act, expected)| Step { who: Who::Admin, name, act, expected };
    let reseller = |(name, act, expected)| Step { who: Who::Reseller, name, act, expected };
    let of_admins = [
        ("/admin", Say("/admin"), "🛠"),
        ("📦 orders, all", Press("📦"), "Pesanan: Semua"),
        ("… page 2", Press("▶️"), "Halaman 2"),
        ("", Press("◀️"), "Pesanan: Semua"),
        ("… the last page of orders", Press("▶️"), "Halaman"),
        ("… open", Press("Berjalan"), "Pesanan: Berjalan"),
        ("… uncertain", Press("Belum jelas"), "Pesanan: Belum jelas"),
        ("… failed", Press("Gagal"), "Pesanan: Gagal"),
        ("… failed, page 2", Press("▶️"), "Halaman 2"),
        ("an order", Press("❌"), "Modal"),
        ("… details", Press("🧾"), "ref_id"),
        ("", Press("⬅️ Pesanan"), "Modal"),
        ("… back to the list", Press("⬅️ Daftar"), "Halaman 2"),
        ("/find NUMBER", Say("/find T0000100"), "T0000100"),
        ("/find INVOICE", Say("/find inv-00000101-1708300000"), "T0000101"),
        ("/find TARGET", Say("/find 1000031621102"), "T0000102"),
        ("/find NAME", Say("/find nomor 17 jaya"), "budi17jaya"),
        ("/find @USERNAME", Say("/find @budi17jaya"), "budi17jaya"),
        ("/find ID", Say("/find 1000017"), "budi17jaya"),
        ("/find NOTHING", Say("/find qwertz"), "Tidak ada pesanan"),
        ("/find PAYMENT", Say("/find B0000100-1"), "B0000100"),
        ("/customers", Say("/customers"), "Pelanggan:"),
        ("… page 2", Press("▶️"), "Halaman 2"),
        ("", Press("◀️"), "Halaman 1"),
        ("… the last page of customers", Press("▶️"), "Halaman"),
        ("a customer", Press("✅ Budi"), "belanja"),
        ("/pending", Say("/pending"), "Menunggu persetujuan"),
        ("/today", Say("/today"), "Ringkasan hari ini"),
        ("… yesterday", Press("Kemarin"), "Ringkasan kemarin"),
        ("… 7 days", Press("7 hari"), "7 hari terakhir"),
        ("… 30 days", Press("30 hari"), "30 hari terakhir"),
        ("", Press("🗓"), "Tanggal berapa"),
        ("… a year", Say(year), "Omzet"),
        ("… its chart", Press("📈"), "Ringkasan"),
        ("/prices", Say("/prices"), "Harga jual"),
        ("… history", Press("📜"), "Harga belum pernah diubah"),
        ("/catalog", Say("/catalog"), "Katalog"),
        ("… a game", Press("⚔️"), "Mobile Legends"),
        ("… its items", Press("💎"), "item di provider"),
        ("", Say("/admin"), "🛠"),
        ("🧾 audit", Press("🧾"), "Catatan audit"),
        ("… page 2", Press("▶️"), "Halaman 2"),
        ("", Press("◀️"), "Catatan audit"),
        ("… the last page of the log", Press("▶️"), "Halaman"),
        ("… admins", Press("👤"), "Catatan admin yang mana"),
        ("… of one admin", Press("Budi"), "Catatan audit"),
        ("… acts", Press("🏷"), "Tindakan yang mana"),
        ("… of one admin and act", Press("Setujui pelanggan"), "Tindakan: Setujui"),
        ("", Press("Tampilkan semua"), "Catatan audit"),
        ("", Press("🏷"), "Tindakan yang mana"),
        ("… of a rare act", Press("Ubah peran"), "Tindakan: Ubah peran"),
        ("/bills", Say("/bills"), "Pembayaran"),
        ("… open bills", Press("⏳"), "Tagihan yang belum dibayar"),
        ("", Press("💳 Pembayaran"), "Pembayaran"),
        ("… unmatched", Press("💰"), "Uang masuk yang belum cocok"),
        ("", Press("💳 Pembayaran"), "Pembayaran"),
        ("… figures", Press("📊"), "Angka pembayaran"),
        ("/status", Say("/status"), "Versi"),
        ("", Say("/admin"), "🛠"),
        ("👮 roles", Press("👮"), "Yang mengurus toko"),
        ("", Say("/admin"), "🛠"),
        ("🔔 alerts", Press("🔔"), "Kabar"),
        ("/balance", Say("/balance"), "Saldo"),
        ("", Say("/admin"), "🛠"),
        ("🚪 switch", Press("🚪"), "Toko"),
        ("/broadcast", Say("/broadcast"), "Mau mengumumkan apa"),
        ("", Say("Halo semua!"), "bahasa Inggrisnya"),
        ("… to whom", Press("➡️"), "Dikirim ke siapa"),
        ("… to all", Press("👥"), "Kirim ke"),
        ("", Press("⬅️"), "Dikirim ke siapa"),
        ("… to recent", Press("🛒"), "Kirim ke"),
        ("", Press("⬅️"), "Dikirim ke siapa"),
        ("… with balance", Press("👛"), "Kirim ke"),
        ("", Say("/admin"), "🛠"),
        ("📤 export", Press("📤"), "Mau ekspor apa"),
        ("… orders, 30 days", Press("📦"), "Pilih formatnya"),
        ("… orders, today", Press("Hari ini"), "Pesanan"),
        ("… as CSV", Press("CSV"), "baris"),
    ];
    let of_resellers = [
        ("a customer's /orders", Say("/orders"), "Pesanan kamu"),
        ("… page 2", Press("▶️"), "Halaman 2"),
        ("… one of them", Press("🧾"), "Mobile Legends"),
        ("/wallet", Say("/wallet"), "Saldo kamu"),
        ("… history", Press("📜"), "Riwayat saldo"),
        ("… page 2", Press("▶️"), "Halaman 2"),
    ];
    of_admins.map(admin).into_iter().chain(of_resellers.map(reseller)).collect()
}

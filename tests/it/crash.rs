//! The real binary, killed at every call that it makes, and stopped in other ways.

use std::fs::File;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::sandbox::provider::{Behaviour, Endpoint};
use odzreshop_bot::sandbox::telegram::{self, Message};

use crate::shop::process::Process;
use crate::shop::{BUDI, SARI, Shop, TOML, is_new};

/// The bot's process, which is killed and restarted when a certain call arrives.
#[derive(Clone)]
struct Reaper {
    bot: Arc<Mutex<Process>>,
    /// The number of calls since the purchase began, and the call at which to kill.
    count: Arc<AtomicUsize>,
    kill_at: Arc<AtomicUsize>,
    /// Whether that call is carried out: it has its effect, but its answer is lost.
    takes_effect: Arc<AtomicBool>,
    /// Whether to kill at the next order call, whatever its number.
    at_order: Arc<AtomicBool>,
}

impl Reaper {
    fn watch(shop: &Shop) -> Self {
        let bot = Arc::new(Mutex::new(shop.spawn()));
        let (count, kill_at, takes_effect, at_order) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        let reaper = Self { bot, count, kill_at, takes_effect, at_order };
        let command = Arc::new(Mutex::new(shop.command(&[])));
        let log = Arc::new(shop.log_file());
        let arrived = {
            let reaper = reaper.clone();
            move |is_order| reaper.arrived(is_order, &mut command.lock().unwrap(), &log)
        };
        let for_telegram = arrived.clone();
        shop.telegram.watch(Arc::new(move |_| for_telegram(false)));
        shop.provider.watch(Arc::new(move |endpoint| arrived(endpoint == Endpoint::Order)));
        reaper
    }

    /// Whether the call that arrived is carried out.
    fn arrived(&self, is_order: bool, command: &mut Command, log: &File) -> bool {
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        let is_due = number == self.kill_at.load(Ordering::SeqCst) || (is_order && self.at_order.swap(false, Ordering::SeqCst));
        if !is_due {
            return true;
        }
        let mut bot = self.bot.lock().unwrap();
        bot.kill();
        *bot = Process::start(command, log.try_clone().unwrap());
        self.takes_effect.load(Ordering::SeqCst)
    }

    /// Kill at call `number` from now on.
    fn arm(&self, number: usize, takes_effect: bool) {
        self.takes_effect.store(takes_effect, Ordering::SeqCst);
        self.count.store(0, Ordering::SeqCst);
        self.kill_at.store(number, Ordering::SeqCst);
    }

    /// Kill at the next order call.
    fn arm_at_order(&self, takes_effect: bool) {
        self.takes_effect.store(takes_effect, Ordering::SeqCst);
        self.kill_at.store(0, Ordering::SeqCst);
        self.at_order.store(true, Ordering::SeqCst);
    }

    fn has_killed(&self) -> bool {
        self.count.load(Ordering::SeqCst) >= self.kill_at.load(Ordering::SeqCst)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_call_it_sends_no_order_twice_and_leaves_nobody_without_an_answer() {
    // Orders that are not decidable yet stay open.
    let shop = Shop::closed_with(&TOML.replace("mode = \"open\"", "mode = \"open\"\nmax_open_orders = 100")).await;
    let reaper = Reaper::watch(&shop);
    shop.greet_admins().await;
    let (mut kills, mut uncertain) = (0, 0);
    for round in 2.. {
        let (number, takes_effect) = (round / 2, round % 2 == 1);
        // Every third order is checked before it ends.
        let after = if number % 3 == 0 { Duration::from_millis(100) } else { Duration::ZERO };
        shop.provider.set_default(Behaviour::Deliver { after });
        reaper.arm(number, takes_effect);
        let user_id = (100_000_000 + round).to_string();
        uncertain += usize::from(purchase(&shop, &user_id).await);
        let taken = shop.provider.count_for("ml-86", &format!("{user_id}1234"));
        assert!(taken <= 1, "killed at call {number}: {taken} orders for one confirmation");
        shop.answered().await;
        if !reaper.has_killed() {
            break;
        }
        kills += 1;
    }
    assert!((20..80).contains(&kills), "a purchase takes about 18 calls; {kills} kills");
    // Usually the two killed at the order call, and perhaps some killed at a message that was sent at the same time.
    assert!(uncertain <= 6, "{uncertain} orders uncertain");
    // The order of calls varies, so the order call may have been missed, and it is the most important one.
    for (takes_effect, user_id) in [(false, "200000000"), (true, "200000001")] {
        reaper.arm_at_order(takes_effect);
        assert!(purchase(&shop, user_id).await, "killed at the order's call, it knows an outcome that no answer has shown");
        assert_eq!(shop.provider.count_for("ml-86", &format!("{user_id}1234")), usize::from(takes_effect));
        shop.answered().await;
    }
    shop.assert_clean();
    // The watchers also hold a reference to the process.
    reaper.bot.lock().unwrap().kill();
}

/// A customer buys, and an admin resolves the order if needed and possible; returns whether it was needed.
async fn purchase(shop: &Shop, user_id: &str) -> bool {
    let (budi, sari) = (shop.marks(BUDI), shop.marks(SARI));
    shop.say(BUDI, "/start", "Odzreshop").await;
    insist(shop, BUDI, "⚔️", "Pilih nominal").await;
    insist(shop, BUDI, "86 💎", "User ID").await;
    shop.say(BUDI, &format!("{user_id} (1234)"), "Cek dulu").await;
    insist(shop, BUDI, "✅", "Pesanan").await;
    let end = shop.telegram.wait_until("the end, or that it is uncertain", |state| {
        let news = state.messages(BUDI).into_iter().filter(|message| message.from_bot && !budi.contains_key(&message.id));
        let texts: Vec<String> = news.map(|message| message.text).filter(|text| text.contains(user_id)).collect();
        let says = |words: &str| texts.iter().any(|text| text.contains(words));
        if says("Top up berhasil") { Some(false) } else { says("Jangan pesan lagi dulu").then_some(true) }
    });
    if !end.await.unwrap() {
        return false;
    }
    shop.see_since(&sari, SARI, user_id).await;
    let order = shop.provider.orders().into_iter().find(|order| order.target == format!("{user_id}1234"));
    match order {
        Some(order) => {
            insist(shop, SARI, "📥", "Kirim nomor invoice").await;
            shop.say(SARI, &order.invoice, "Yakin").await;
            insist(shop, SARI, "✅ Ya", "Beres").await;
            shop.see_since(&budi, BUDI, "Top up berhasil").await;
        }
        None => {
            // Its request may still arrive, so for some time it can't be resolved as not placed.
            insist(shop, SARI, "📭", "Belum bisa").await;
        }
    }
    true
}

/// Presses a button until the expected text is seen: if a message arrived twice, only the buttons of the second one work.
async fn insist(shop: &Shop, user: i64, label: &str, expected: &str) {
    loop {
        let seen = shop.marks(user);
        let news = |state: &telegram::State| {
            let is_new = |message: &Message| message.from_bot && seen.get(&message.id).is_none_or(|before| is_new(before, message));
            let news: Vec<Message> = state.messages(user).into_iter().filter(is_new).collect();
            news
        };
        let query = shop.tap(user, label).await;
        let what = format!("{user} to see {expected:?} after {label}");
        let done = shop.telegram.wait_until(&what, |state| {
            if news(state).iter().any(|message| message.text.contains(expected)) {
                return Some(true);
            }
            state.answer(&query).filter(|answer| !answer.text.is_empty() && !answer.text.contains(expected)).map(|_| false)
        });
        if done.await.unwrap() {
            return;
        }
        // The new screen may not have arrived yet; pressing again at once would be stopped by the flood limit.
        shop.telegram.wait_until(&what, |state| (!news(state).is_empty()).then_some(())).await.unwrap();
    }
}

#[tokio::test]
async fn sigterm_stops_it_and_an_open_order_is_not_lost() {
    let mut shop = Shop::closed_with(TOML).await;
    let bot = shop.spawn();
    shop.to_confirmation(BUDI).await;
    shop.provider.next(Behaviour::Slow(Duration::from_secs(1)));
    shop.tap(BUDI, "✅").await;
    shop.taken(1).await;
    let (status, took) = bot.terminate().await;
    assert!(status.success() && took < Duration::from_secs(10), "{status} after {took:?}");
    assert_eq!(shop.orders(BUDI).await[0].state, OrderState::Pending);

    let bot = shop.spawn();
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "SN-5").unwrap();
    shop.see(BUDI, "SN-5").await;
    assert_eq!(shop.count(BUDI, "Jangan pesan lagi"), 0);
    let (status, took) = bot.terminate().await;
    assert!(status.success() && took < Duration::from_secs(5), "{status} after {took:?}");
    shop.close().await;
    assert_eq!(shop.calls(Endpoint::Order), 1);
}

#[tokio::test]
async fn a_database_in_use_is_refused() {
    let shop = Shop::closed_with(TOML).await;
    let bot = shop.spawn();
    shop.say(BUDI, "/start", "Odzreshop").await;
    let second = shop.output(&["run"]);
    let words = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1), "{words}");
    assert!(words.contains("shop.db") && words.contains("in use by another running bot"), "{words}");
    shop.say(BUDI, "/help", "Cara belanja").await;
    bot.terminate().await;
}

#[tokio::test]
async fn an_unusable_database_is_an_error() {
    let mut shop = Shop::closed_with(TOML).await;
    std::fs::write(shop.folder.path().join("shop.db"), "not a database ".repeat(500)).unwrap();
    let damaged = shop.output(&[]);
    let words = String::from_utf8(damaged.stderr).unwrap();
    assert_eq!(damaged.status.code(), Some(1), "{words}");
    assert!(words.contains("shop.db is damaged"), "{words}");
    shop.more_vars.insert("DATABASE_URL".to_owned(), "sqlite://no-such-folder/shop.db".to_owned());
    let homeless = shop.output(&[]);
    let words = String::from_utf8(homeless.stderr).unwrap();
    assert_eq!(homeless.status.code(), Some(1), "{words}");
    assert!(words.contains("Does the folder exist"), "{words}");
}

#[tokio::test]
async fn the_command_line_explains_itself_and_refuses_nonsense() {
    let mut shop = Shop::closed_with(TOML).await;
    let help = shop.output(&["--help"]);
    let words = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success() && ["run", "demo", "check", "init"].iter().all(|command| words.contains(command)), "{words}");
    assert_eq!(shop.output(&["no-such-command"]).status.code(), Some(2));
    for (name, value) in [("ADMIN_IDS", "@sari"), ("ODZRESHOP_API_URL", "nowhere"), ("TELOXIDE_TOKEN", "secret-but-no-token")] {
        shop.more_vars.insert(name.to_owned(), value.to_owned());
    }
    let wrong = shop.output(&["run"]);
    let words = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(wrong.status.code(), Some(2), "{words}");
    assert!(["3 problems", "ADMIN_IDS", "ODZRESHOP_API_URL", "TELOXIDE_TOKEN"].iter().all(|part| words.contains(part)), "{words}");
    assert!(!words.contains("secret-but-no-token"), "{words}");
    assert!(!shop.folder.path().join("shop.db").exists(), "nothing is started before");
}

#[tokio::test]
async fn init_writes_once_and_check_succeeds() {
    let shop = Shop::closed_with(TOML).await;
    let folder = tempfile::tempdir().unwrap();
    let init = || {
        let mut command = shop.command(&["init"]);
        command.current_dir(folder.path()).output().unwrap()
    };
    assert!(init().status.success());
    let (toml, env) = (folder.path().join("shop.toml"), folder.path().join(".env"));
    assert!(toml.exists() && env.exists());
    std::fs::write(&toml, "mine").unwrap();
    let again = init();
    assert!(again.status.success() && String::from_utf8(again.stdout).unwrap().contains("was not changed"));
    assert_eq!(std::fs::read_to_string(&toml).unwrap(), "mine");
    // The reader has closed the pipe (`init | head -1`).
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let unheard = shop.command(&["init"]).current_dir(folder.path()).stdout(writer).output().unwrap();
    assert!(unheard.status.success(), "{unheard:?}");

    let check = |code| {
        let command = shop.command(&["check"]);
        async move {
            let mut command = command;
            let checked = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
            let words = String::from_utf8(checked.stdout).unwrap();
            assert_eq!(checked.status.code(), Some(code), "{words}");
            words
        }
    };
    let words = check(0).await;
    assert!(words.contains("@odzreshop_bot") && words.contains("Toko Sandbox") && !words.contains("WRONG"), "{words}");
    shop.provider.set_ip_allowed(false);
    let words = check(1).await;
    assert!(words.contains("403") && words.contains("whitelist"), "{words}");
}

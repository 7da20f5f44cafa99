//! A backup is put back: nothing that may have been sent is sent again, and the bot waits for the owner.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};

use crate::postgres;
use crate::shop::process::Process;
use crate::shop::{AGUS, BUDI, SARI, Shop, TOML};

impl Shop {
    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

#[tokio::test]
async fn an_order_that_waited_when_the_backup_was_made_is_not_sent_again() {
    not_sent_again(Shop::closed_with(TOML).await).await;
}

#[tokio::test]
async fn an_order_that_waited_is_not_sent_again_on_postgres() {
    if postgres::is_there() {
        not_sent_again(on_postgres().await.0).await;
    }
}

/// A shop on a new PostgreSQL database, and its URL.
async fn on_postgres() -> (Shop, String) {
    let (mut shop, url) = (Shop::closed_with(TOML).await, postgres::database().await);
    shop.more_vars.insert("DATABASE_URL".to_owned(), url.clone());
    (shop, url)
}

async fn not_sent_again(mut shop: Shop) {
    shop.start();
    shop.greet_admins().await;
    shop.to_confirmation(BUDI).await;
    shop.provider.down(true);
    shop.press(BUDI, "✅", "").await;
    let (code, said) = shop.finish(&["backup", "copy.db"]).await;
    assert_eq!(code, Some(0), "{said}");
    shop.provider.down(false);
    shop.taken(1).await;
    let (code, said) = shop.finish(&["restore", "copy.db"]).await;
    assert!(code == Some(1) && said.contains("is in use"), "{said}");
    // After the backup another customer buys.
    shop.buy(SARI).await;
    shop.taken(2).await;
    shop.stop().await;

    let (code, said) = shop.finish(&["restore", "copy.db"]).await;
    assert_eq!(code, Some(0), "{said}");
    let numbers = [shop_number(&shop, BUDI), shop_number(&shop, SARI)];
    assert!(numbers.iter().all(|number| said.contains(number.as_str())), "{said}");
    let (code, said) = shop.finish(&["run"]).await;
    assert!(code == Some(1) && said.contains("restore --release"), "{said}");
    assert_eq!(shop.finish(&["restore", "--release"]).await, (Some(0), "the bot may run again\n".to_owned()));
    shop.start();
    shop.history(BUDI, "Pengiriman terputus", 1).await;
    assert_eq!(shop.provider.orders().len(), 2, "nothing was sent again");
    // Business goes on.
    shop.to_confirmation(SARI).await;
    shop.press(SARI, "✅", "").await;
    shop.taken(3).await;
    shop.close().await;
}

#[tokio::test]
async fn a_damaged_backup_changes_nothing_and_a_half_restored_database_says_what_to_do() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    shop.finish(&["backup", "copy.db"]).await;
    // As after a copy by hand to another machine and back.
    fs::set_permissions(shop.file("copy.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let (code, said) = shop.finish(&["backup", "verify", "copy.db"]).await;
    assert!(code == Some(0) && said.contains("with 1 orders, 1 of them open"), "{said}");
    shop.stop().await;
    let whole = fs::read(shop.file("copy.db")).unwrap();
    fs::write(shop.file("cut.db"), &whole[..whole.len() / 2]).unwrap();
    fs::write(shop.file("other.db"), b"").unwrap();
    let before = fs::read(shop.file("shop.db")).unwrap();
    for bad in ["cut.db", "other.db", "nowhere.db", "shop.toml"] {
        for command in [&["backup", "verify", bad][..], &["restore", bad]] {
            let (code, said) = shop.finish(command).await;
            assert_eq!(code, Some(1), "{command:?}: {said}");
        }
        assert_eq!(fs::read(shop.file("shop.db")).unwrap(), before, "{bad}");
    }
    // As if the process had died before it moved anything: the old database is in force.
    fs::write(shop.file("shop.db.restoring-new"), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(shop.finish(&["ledger", "check"]).await.0, Some(0));
    // As if it had died between two moves: before the old database was moved, and after.
    for moved in [false, true] {
        fs::write(shop.file("shop.db.restoring"), &whole).unwrap();
        if moved {
            fs::rename(shop.file("shop.db"), shop.file("shop.db.replaced-earlier")).unwrap();
        }
        let (code, said) = shop.finish(&["run"]).await;
        assert!(code == Some(1) && said.contains("run `odzreshop-bot restore` with the backup again"), "{said}");
        let (code, said) = shop.finish(&["restore", "copy.db"]).await;
        assert!(code == Some(0) && !shop.file("shop.db.restoring").exists(), "{said}");
        assert_eq!(said.contains("The database from before is now"), !moved, "{said}");
        let (code, said) = shop.finish(&["run"]).await;
        assert!(code == Some(1) && said.contains("restore --release"), "{said}");
    }
    let rights = fs::metadata(shop.file("shop.db")).unwrap().permissions().mode() & 0o777;
    assert_eq!(rights, 0o600, "only its owner reads who buys what");
    assert_eq!(shop.finish(&["restore", "--release"]).await.0, Some(0));
    shop.start();
    shop.history(BUDI, "Mulai dikirim", 1).await;
    shop.close().await;
}

/// How many orders the database has, and whether it is held.
async fn found(url: &str) -> (i64, bool) {
    const SQL: &str = "SELECT (SELECT COUNT(*) FROM orders), EXISTS (SELECT 1 FROM restores WHERE released_at IS NULL)";
    let mut connection = PgConnection::connect(url).await.unwrap();
    let found = sqlx::query_as(SQL).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    found
}

#[tokio::test]
async fn a_restore_on_postgres_that_is_killed_leaves_the_old_database_or_a_held_one() {
    if !postgres::is_there() {
        return;
    }
    let (mut shop, url) = on_postgres().await;
    shop.start();
    shop.greet_admins().await;
    shop.buy(BUDI).await;
    shop.taken(1).await;
    let (code, said) = shop.finish(&["backup", "copy.dump"]).await;
    assert_eq!(code, Some(0), "{said}");
    shop.buy(SARI).await;
    shop.taken(2).await;
    shop.stop().await;
    let mut rounds = 0;
    // Each time a little later, until one has put the copy in place.
    for after in (0..30).map(|round| Duration::from_millis(20).mul_f64(1.3_f64.powi(round))) {
        let mut restoring = Process::start(&mut shop.command(&["restore", "copy.dump"]), shop.log_file());
        tokio::time::sleep(after).await;
        restoring.kill();
        rounds += 1;
        match found(&url).await {
            (2, false) => {}
            (1, true) => break,
            other => panic!("after {after:?}: {other:?}: {}", shop.log()),
        }
    }
    assert!(rounds > 1 && found(&url).await == (1, true), "after {rounds}: {}", shop.log());
    // What a killed one left is in nobody's way.
    let (code, said) = shop.finish(&["restore", "copy.dump"]).await;
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = shop.finish(&["run"]).await;
    assert!(code == Some(1) && said.contains("restore --release"), "{said}");
    assert_eq!(shop.finish(&["restore", "--release"]).await.0, Some(0));
    shop.start();
    shop.history(BUDI, "Mulai dikirim", 1).await;
    shop.close().await;
}

#[tokio::test]
async fn without_pg_dump_the_owner_is_told_what_to_install() {
    if !postgres::is_there() {
        return;
    }
    let (mut shop, _) = on_postgres().await;
    let (_, said) = shop.finish(&["check"]).await;
    assert!(said.contains("ok    backup: copies can be made with pg_dump"), "{said}");
    shop.more_vars.insert("PATH".to_owned(), "/nowhere".to_owned());
    let (code, said) = shop.finish(&["backup", "copy.dump"]).await;
    assert!(code == Some(1) && said.contains("apt install postgresql-client") && !shop.file("copy.dump").exists(), "{said}");
    let (_, said) = shop.finish(&["check"]).await;
    assert!(said.contains("note  backup: no copies can be made: the program pg_dump can't be run"), "{said}");
    shop.toml = format!("{TOML}\n[backup]\nevery_hours = 1\n");
    let (code, said) = shop.finish(&["check"]).await;
    assert!(code == Some(1) && said.contains("WRONG backup: the program pg_dump can't be run"), "{said}");
    shop.close().await;
}

#[tokio::test]
async fn backups_are_made_without_a_person_and_old_ones_go() {
    let toml = format!("{TOML}\n[backup]\nevery_hours = 24\nkeep = 2\n");
    let mut shop = Shop::closed_with(&toml).await;
    let folder = shop.file("backups");
    fs::create_dir(&folder).unwrap();
    for old in ["odzreshop-20200101-000000.db", "odzreshop-20200102-000000.db", "notes.txt"] {
        fs::write(folder.join(old), "").unwrap();
    }
    shop.start();
    shop.greet_admins().await;
    let since = Instant::now();
    let new = loop {
        assert!(since.elapsed() < Duration::from_secs(30), "no backup was made and none was deleted");
        let mut names: Vec<String> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        // The oldest was deleted; what is not ours stays.
        if let [notes, kept, new] = names.as_slice()
            && (notes.as_str(), kept.as_str()) == ("notes.txt", "odzreshop-20200102-000000.db")
        {
            break new.clone();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    let (code, said) = shop.finish(&["backup", "verify", &format!("backups/{new}")]).await;
    assert_eq!(code, Some(0), "{said}");
    shop.close().await;
}

#[tokio::test]
async fn admins_are_told_when_no_backup_can_be_made() {
    let mut shop = Shop::open_with_admins().await;
    shop.stop().await;
    // A file in the place of the folder.
    fs::write(shop.file("backups"), "").unwrap();
    shop.toml = format!("{TOML}\n[backup]\nevery_hours = 1\n");
    shop.start();
    shop.see(AGUS, "Cadangan database gagal dibuat").await;
    // Once, also over a restart, until a backup works.
    shop.stop().await;
    shop.set_ahead(11 * 60);
    shop.start();
    shop.say(AGUS, "/status", "Toko buka").await;
    shop.stop().await;
    assert_eq!(shop.count(AGUS, "Cadangan database gagal dibuat"), 1);
    fs::remove_file(shop.file("backups")).unwrap();
    shop.start();
    let since = Instant::now();
    while fs::read_dir(shop.file("backups")).map_or(0, |copies| copies.flatten().filter(|copy| copy.file_name() != ".new").count()) == 0 {
        assert!(since.elapsed() < Duration::from_secs(30), "no backup was made");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    shop.say(AGUS, "/status", "Toko buka").await;
    shop.stop().await;
    fs::remove_dir_all(shop.file("backups")).unwrap();
    fs::write(shop.file("backups"), "").unwrap();
    let seen = shop.marks(AGUS);
    shop.start();
    shop.see_since(&seen, AGUS, "Cadangan database gagal dibuat").await;
    shop.close().await;
}

fn shop_number(shop: &Shop, user: i64) -> String {
    let shown = shop.telegram.messages(user).into_iter().map(|message| message.text).collect::<String>();
    let number = regex::Regex::new(r"Pesanan ([0-9A-Z]{8})\b").unwrap();
    number.captures_iter(&shown).last().unwrap()[1].to_owned()
}

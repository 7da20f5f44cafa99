//! Copies that are encrypted for the owner and sent to a chat of theirs, and a process that is killed while it makes one.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs, io};

use odzreshop_bot::sandbox::telegram::Message;

use crate::postgres;
use crate::shop::{AGUS, BUDI, SARI, Shop, TOML};

/// Longer than anything here needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The owner's key, which is not on the bot's machine.
struct Key {
    file: PathBuf,
    recipient: String,
}

impl Key {
    /// A new one in the folder; `None`, said loudly, when `age` is not installed.
    #[allow(clippy::explicit_write)]
    fn make(folder: &Path) -> Option<Self> {
        const WHY: &str = "no age on this machine (Debian: age)";
        let file = folder.join("key.txt");
        let Ok(made) = Command::new("age-keygen").arg("-o").arg(&file).output() else {
            assert!(env::var("CI").as_deref() != Ok("true"), "{WHY}");
            io::Write::write_fmt(&mut io::stderr(), format_args!("\n*** SKIPPED: a test of backups; {WHY} ***\n")).unwrap();
            return None;
        };
        let said = String::from_utf8(made.stderr).unwrap();
        let recipient = said.trim().strip_prefix("Public key: ").unwrap_or_else(|| panic!("{said}")).to_owned();
        Some(Self { file, recipient })
    }

    fn decrypt(&self, from: &Path, to: &Path) {
        let mut command = Command::new("age");
        command.arg("--decrypt").arg("--identity").arg(&self.file).arg("--output").arg(to).arg(from);
        assert!(command.status().unwrap().success(), "{}", from.display());
    }

    fn toml(&self, more: &str) -> String {
        format!("{TOML}\n[backup]\nevery_hours = 24\nage_recipient = \"{}\"\n{more}\n", self.recipient)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The files of a folder, and when each was made or written.
fn changes(folder: &Path) -> Vec<(String, Option<SystemTime>)> {
    let at = |name: &String| fs::metadata(folder.join(name)).and_then(|file| file.modified()).ok();
    names(folder).into_iter().map(|name| (name.clone(), at(&name))).collect()
}

fn documents(shop: &Shop, user: i64) -> Vec<Message> {
    shop.telegram.messages(user).into_iter().filter(|message| message.attachment.contains_key("document")).collect()
}

/// A stopped shop with an order, and the owner's key; `None` without `age`.
async fn stopped() -> Option<(Shop, Key)> {
    stopped_of(Shop::closed_with(TOML).await).await
}

async fn stopped_of(mut shop: Shop) -> Option<(Shop, Key)> {
    shop.start();
    shop.greet_admins().await;
    let Some(key) = Key::make(shop.folder.path()) else {
        shop.close().await;
        return None;
    };
    shop.buy(BUDI).await;
    shop.stop().await;
    Some((shop, key))
}

#[tokio::test]
async fn a_copy_that_was_sent_to_the_owner_is_decrypted_and_restored() {
    sent_and_restored(Shop::closed_with(TOML).await, ".db.age").await;
}

#[tokio::test]
async fn a_copy_of_postgres_that_was_sent_is_decrypted_and_restored() {
    if postgres::is_there() {
        let mut shop = Shop::closed_with(TOML).await;
        shop.more_vars.insert("DATABASE_URL".to_owned(), postgres::database().await);
        sent_and_restored(shop, ".dump.age").await;
    }
}

async fn sent_and_restored(shop: Shop, ending: &str) {
    let Some((mut shop, key)) = stopped_of(shop).await else { return };
    // PostgreSQL has no folder; without this it were that of the tests.
    shop.toml = key.toml(&format!("telegram_chat = {AGUS}\nfolder = \"{}\"", shop.folder.path().join("backups").display()));
    shop.start();
    let sent = shop.see(AGUS, "Cadangan database odzreshop-").await;
    assert_eq!(names(&shop.folder.path().join("backups")).len(), 1, "no readable copy stays");
    let document = &sent.attachment["document"];
    let name = document["file_name"].as_str().unwrap();
    assert!(name.starts_with("odzreshop-") && name.ends_with(ending), "{name}");
    let bytes: Vec<u8> = document["bytes"].as_str().unwrap().chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    fs::write(shop.folder.path().join(name), bytes).unwrap();
    shop.say(AGUS, "/status", "Cadangan terakhir").await;
    // Once, also over a restart.
    shop.stop().await;
    shop.start();
    shop.say(SARI, "/status", "Cadangan terakhir").await;
    assert_eq!((documents(&shop, AGUS).len(), documents(&shop, SARI).len()), (1, 0));
    shop.stop().await;

    for command in [&["backup", "verify", name][..], &["restore", name]] {
        let (code, said) = shop.finish(command).await;
        assert!(code == Some(1) && said.contains("age --decrypt --identity KEY_FILE"), "{said}");
    }
    key.decrypt(&shop.folder.path().join(name), &shop.folder.path().join("copy.db"));
    let (code, said) = shop.finish(&["restore", "copy.db"]).await;
    assert!(code == Some(0) && said.contains("with 1 orders"), "{said}");
    assert_eq!(shop.finish(&["restore", "--release"]).await.0, Some(0));
    shop.start();
    shop.say(BUDI, "/orders", "Pesanan").await;
    shop.close().await;
}

#[tokio::test]
async fn admins_are_told_when_a_copy_is_not_encrypted_or_not_taken() {
    let Some((mut shop, key)) = stopped().await else { return };
    let folder = shop.folder.path().join("backups");
    shop.toml = format!("{TOML}\n[backup]\nevery_hours = 24\nage_recipient = \"age1notakey\"\n");
    let (_, said) = shop.finish(&["check"]).await;
    assert!(said.contains("Is age_recipient right?"), "{said}");
    shop.start();
    shop.see(AGUS, "Cadangan database gagal dibuat").await;
    shop.say(AGUS, "/status", "Cadangan gagal dibuat").await;
    assert!(names(&folder).is_empty(), "nothing stays of it: {:?}", names(&folder));
    shop.stop().await;
    shop.toml = key.toml("telegram_chat = 404");
    let (_, said) = shop.finish(&["check"]).await;
    assert!(said.contains("copies can be encrypted"), "{said}");
    shop.start();
    shop.see(AGUS, "Cadangan database tidak bisa dikirim").await;
    shop.close().await;
}

#[tokio::test]
async fn a_process_that_is_killed_while_it_makes_a_copy_leaves_only_files_that_restore() {
    let Some((mut shop, key)) = stopped().await else { return };
    shop.toml = key.toml("");
    let (folder, kept) = (shop.folder.path().join("backups"), shop.folder.path().join("kept"));
    fs::create_dir(&kept).unwrap();
    let mut left = 0;
    // From the moment at which the file is created, each time a little later, until copies are complete.
    for after in (0..30).map(|round| Duration::from_millis(round * round * 4)) {
        let (before, since) = (changes(&folder), Instant::now());
        let mut bot = shop.spawn();
        while changes(&folder) == before {
            assert!(since.elapsed() < PATIENCE, "no copy was begun: {}", shop.log());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(after).await;
        bot.kill();
        // The next process makes another one.
        for name in names(&folder).into_iter().filter(|name| name.starts_with("odzreshop-")) {
            left += 1;
            fs::rename(folder.join(&name), kept.join(format!("{left}-{name}"))).unwrap();
        }
        if left == 3 {
            break;
        }
    }
    assert!(left > 0, "no copy was complete");
    for name in names(&kept) {
        let copy = kept.join("copy.db");
        key.decrypt(&kept.join(&name), &copy);
        let (code, said) = shop.finish(&["restore", "kept/copy.db"]).await;
        assert!(code == Some(0) && said.contains("with 1 orders"), "{name}: {said}");
        fs::remove_file(copy).unwrap();
    }
    shop.assert_clean();
}

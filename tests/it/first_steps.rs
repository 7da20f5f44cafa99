//! `init` at a terminal, as an owner meets it: three answers, and the bot runs.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::shop::{AGUS, KEY, Shop, TOML};

/// Longer than anything here needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program at a terminal that `script` makes for it.
struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    screen: Receiver<u8>,
    seen: String,
}

impl Terminal {
    fn open(shop: &Shop) -> Self {
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--command", concat!(env!("CARGO_BIN_EXE_odzreshop-bot"), " init"), "/dev/null"]);
        command.current_dir(shop.folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.env_clear().env("PATH", "/usr/bin:/bin");
        for name in ["TELOXIDE_API_URL", "ODZRESHOP_API_URL", "DATABASE_URL"] {
            command.env(name, &shop.vars()[name]);
        }
        let mut child = command.spawn().unwrap();
        let (keyboard, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut byte = [0];
            while stdout.read_exact(&mut byte).is_ok() && sender.send(byte[0]).is_ok() {}
        });
        Self { child, keyboard, screen, seen: String::new() }
    }

    /// Waits until the screen shows `question`, then types `answer`.
    async fn answer(&mut self, question: &str, answer: &str) {
        self.until(question).await;
        self.keyboard.write_all(format!("{answer}\n").as_bytes()).unwrap();
    }

    async fn ended(&mut self) {
        let ending = async {
            while self.child.try_wait().unwrap().is_none() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ending).await.expect("the bot goes on");
    }

    /// Waits until what is new on the screen has `text`; the rest waits for the next question.
    async fn until(&mut self, text: &str) {
        let waiting = async {
            loop {
                while let Ok(byte) = self.screen.try_recv() {
                    // Telling bytes apart is enough: what is looked for is ASCII.
                    self.seen.push(char::from(byte));
                }
                if let Some(at) = self.seen.find(text) {
                    self.seen.drain(..at + text.len());
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            panic!("no {text:?} on the screen: {}", self.seen);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn three_answers_and_the_bot_runs() {
    let shop = Shop::closed_with(TOML).await;
    fs::write(shop.folder.path().join("shop.toml"), TOML).unwrap();
    let mut terminal = Terminal::open(&shop);
    terminal.until("shop.toml: exists already").await;
    terminal.until(".env: written").await;
    terminal.answer("Token: ", "no token").await;
    terminal.until("TELOXIDE_TOKEN").await;
    terminal.answer("Token: ", "123456789:AAwrongwrongwrongwrongwrongwrongwrong").await;
    terminal.until("Telegram does not know this token").await;
    terminal.answer("Keep it all the same? [y/N] ", "").await;
    terminal.answer("Token: ", shop.telegram.token()).await;
    terminal.until("ok: the bot is @").await;
    terminal.answer("API key: ", "a-wrong-key").await;
    terminal.until("401").await;
    terminal.answer("Keep it all the same? [y/N] ", "n").await;
    shop.provider.set_ip_allowed(false);
    terminal.answer("API key: ", KEY).await;
    terminal.until("add this machine's public IP address to the IP whitelist").await;
    terminal.answer("Keep it all the same? [y/N] ", "n").await;
    shop.provider.set_ip_allowed(true);
    terminal.answer("API key: ", KEY).await;
    terminal.until("ok: ").await;
    terminal.until("write /start to it").await;
    shop.telegram.send_text(AGUS, "/start").unwrap();
    terminal.answer("Agus (id 2002) wrote to the bot. Is that the admin? [Y/n] ", "y").await;
    terminal.until("configuration: ").await;
    terminal.answer("Start the bot now? [Y/n] ", "y").await;
    // What waited is answered now.
    shop.see(AGUS, "Odzreshop").await;
    // Ctrl-C: killing `script` would not end the bot.
    terminal.keyboard.write_all(b"\x03").unwrap();
    terminal.ended().await;
    let env = fs::read_to_string(shop.folder.path().join(".env")).unwrap();
    for line in [format!("TELOXIDE_TOKEN={}", shop.telegram.token()), format!("ODZRESHOP_API_KEY={KEY}"), "ADMIN_IDS=2002".to_owned()] {
        assert!(env.lines().any(|found| found == line), "{line}");
    }
}

//! `init` at a terminal: asks for the token, the key and the admin, tries each at once, and writes what works into `.env`.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::config::{self, Config, Sources};
use crate::i18n;
use crate::telegram::caller::{CallFailure, Caller, GET_UPDATES};
use crate::wiring::{ask, caller, check, say};

/// How long one poll for the admin's message may take.
const POLL: Duration = Duration::from_secs(10);
/// How long the owner may take to write to the bot before the id is asked for.
const WAIT_FOR_ADMIN: Duration = Duration::from_secs(120);
/// Between two looks while other people's messages wait: such a poll is answered at once.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Asks for what is missing in `.env` in `folder`. Whether the bot is to be started.
///
/// # Errors
/// When the configuration has other problems, a file can't be written, or the terminal is gone.
pub async fn run(folder: &Path) -> anyhow::Result<bool> {
    let missing = Config::unanswered(&Sources::from_system())?;
    if missing.contains(&"TELOXIDE_TOKEN") {
        say("\nThe bot's token: in Telegram, write /newbot to @BotFather, and copy what it gives.");
        until_it_works(folder, "TELOXIDE_TOKEN", "Token: ", async |config| Ok(check::telegram(&caller(config)?).await)).await?;
    }
    if missing.contains(&"ODZRESHOP_API_KEY") {
        say("\nThe provider's key: Dashboard → Account Settings. Put this machine's public IP address on the whitelist there.");
        let account = async |config: &Config| Ok(check::account(&check::client(config)?).await);
        until_it_works(folder, "ODZRESHOP_API_KEY", "API key: ", account).await?;
    }
    if missing.contains(&"ADMIN_IDS") {
        let id = admin(&caller(&read(&[])?)?).await?;
        config::fill(folder, "ADMIN_IDS", &id.to_string())?;
    }
    let all_well = check::run(&read(&[])?, |line| say(line)).await?;
    if !all_well {
        say("\nMend what is WRONG, and run `odzreshop-bot check` again. Settings are in .env, what is sold in shop.toml.");
        return Ok(false);
    }
    agrees("\nStart the bot now? [Y/n] ", true)
}

/// The configuration with these variables besides. The two that every command needs have stand-ins while they are missing.
fn read(more: &[(&str, &str)]) -> anyhow::Result<Config> {
    let mut sources = Sources::from_system();
    let missing = Config::unanswered(&sources)?;
    for (name, stand_in) in [("TELOXIDE_TOKEN", "1:not-yet-known"), ("ODZRESHOP_API_KEY", "not-yet-known")] {
        if missing.contains(&name) {
            sources.vars.insert(name.to_owned(), stand_in.to_owned());
        }
    }
    sources.vars.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let locales = i18n::available();
    let codes: Vec<&str> = locales.iter().map(|locale| locale.0.as_str()).collect();
    Ok(Config::read(&sources, &codes)?)
}

/// Asks for a value until it works, or until the owner keeps one that could not be tried.
async fn until_it_works(
    folder: &Path,
    name: &str,
    question: &str,
    attempt: impl AsyncFn(&Config) -> anyhow::Result<Result<String, String>>,
) -> anyhow::Result<()> {
    loop {
        let value = ask(question)?;
        let config = match read(&[(name, &value)]) {
            Ok(config) => config,
            Err(problems) => {
                say(problems);
                continue;
            }
        };
        match attempt(&config).await? {
            Ok(well) => say(format_args!("ok: {well}")),
            Err(problem) => {
                say(problem);
                if !agrees("Keep it all the same? [y/N] ", false)? {
                    continue;
                }
            }
        }
        config::fill(folder, name, &value)?;
        return Ok(());
    }
}

/// The answer to a question with yes or no.
fn agrees(question: &str, otherwise: bool) -> anyhow::Result<bool> {
    Ok(match ask(question)?.to_lowercase().chars().next() {
        Some('y') => true,
        Some(_) => false,
        None => otherwise,
    })
}

/// An update, as far as it matters here.
#[derive(Deserialize)]
struct Update {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    from: Option<Person>,
    chat: Chat,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
}

#[derive(Clone, Deserialize, PartialEq)]
struct Person {
    id: i64,
    first_name: String,
    username: Option<String>,
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let username = self.username.as_ref().map(|username| format!("@{username}, ")).unwrap_or_default();
        write!(f, "{} ({username}id {})", self.first_name, self.id)
    }
}

/// The admin's id: of the person who writes to the bot now, or typed.
async fn admin(caller: &Caller) -> anyhow::Result<i64> {
    say("\nThe admin: open your bot in Telegram and write /start to it. It will not answer yet.");
    let (mut refused, until) = (Vec::new(), Instant::now() + WAIT_FOR_ADMIN);
    while Instant::now() < until {
        match writers(caller).await {
            Ok(people) => match people.into_iter().find(|person| !refused.contains(&person.id)) {
                Some(person) if agrees(&format!("{person} wrote to the bot. Is that the admin? [Y/n] "), true)? => return Ok(person.id),
                Some(person) => refused.push(person.id),
                None => sleep(LOOK_AGAIN).await,
            },
            Err(failure) => {
                say(failure);
                break;
            }
        }
    }
    loop {
        match ask("The admin's numeric Telegram id (@userinfobot shows it): ")?.parse() {
            Ok(id) if id > 0 => return Ok(id),
            _ => say("A number is needed, such as 123456789."),
        }
    }
}

/// Who has written to the bot in private. Nothing is acknowledged, so the bot will answer them when it runs.
async fn writers(caller: &Caller) -> Result<Vec<Person>, CallFailure> {
    let answer = caller.call(GET_UPDATES, &json!({ "timeout": POLL.as_secs() }), POLL * 2).await?;
    let updates: Vec<serde_json::Value> = serde_json::from_str(answer.get()).unwrap_or_default();
    let messages = updates.into_iter().filter_map(|update| serde_json::from_value::<Update>(update).ok()?.message);
    // In a private chat the chat's id is the person's.
    Ok(messages.filter_map(|message| message.from.filter(|person| person.id == message.chat.id)).collect())
}

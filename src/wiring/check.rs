//! `check`: tests everything that the bot needs, and prints a line for each: ok, or what is wrong and how to fix it.

mod payments;

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::config::{AdminChat, Config, DatabaseUrl};
use crate::domain::access::Mode;
use crate::domain::catalog::{Category, Listing, SkipReason, Skipped};
use crate::domain::money::Rupiah;
use crate::domain::notification::{ProviderAccount, Trouble};
use crate::domain::order::Refusal;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::provider::{CallError, Client, Priority, Settings};
use crate::storage::{self, OpenError, Reader};
use crate::telegram::caller::{CallFailure, Caller};
use crate::telegram::ingest::registration::Registration;

/// The timeout of each call.
const PATIENCE: Duration = Duration::from_secs(15);

/// A database whose first customer came longer ago should have a backup that is not older.
const BACKUP_EVERY_MS: i64 = 7 * 24 * 3_600_000;

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was checked.
    pub subject: String,
    /// The result.
    pub found: CheckResult,
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// It works.
    Ok(String),
    /// It works, but is probably not intended, or will cost money.
    Note(String),
    /// What is wrong and how to fix it.
    Wrong(String),
}

impl From<Result<String, String>> for CheckResult {
    fn from(found: Result<String, String>) -> Self {
        found.map_or_else(Self::Wrong, Self::Ok)
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.found {
            CheckResult::Ok(well) => write!(f, "ok    {}: {well}", self.subject),
            CheckResult::Note(note) => write!(f, "note  {}: {note}", self.subject),
            CheckResult::Wrong(wrong) => write!(f, "WRONG {}: {wrong}", self.subject),
        }
    }
}

/// Checks everything; `say` gets each line as soon as it is known. Returns whether nothing is wrong.
///
/// # Errors
/// When the HTTP clients can't be built.
pub async fn run(config: &Config, say: impl Fn(&Line)) -> anyhow::Result<bool> {
    let mut all_well = true;
    let mut tell = |subject: &str, found: CheckResult| {
        all_well &= !matches!(found, CheckResult::Wrong(_));
        say(&Line { subject: subject.to_owned(), found });
    };
    let (categories, admins) =
        (counted(config.shop.categories.len(), "category", "categories"), counted(config.admins.len(), "admin", "admins"));
    tell("configuration", CheckResult::Ok(format!("{categories}, {admins}")));
    let opened = database(config).await;
    let reader = open_to_read(&config.database).await;
    let shop = match in_force(config, reader.as_ref()).await {
        Ok(shop) => shop,
        Err(problems) => {
            tell(
                "settings",
                CheckResult::Note(format!("what was changed in the chat does not fit shop.toml, and is left out: {problems}")),
            );
            config.shop.clone()
        }
    };
    if !shop.wallet.enabled {
        tell("payments", CheckResult::Note(takes_no_money(&shop)));
    }
    for (subject, note) in notes(&shop).into_iter().chain(payments::notes(config, &shop.wallet)) {
        tell(subject, CheckResult::Note(note));
    }
    for found in payment_methods(&shop, config.admins.len(), config.has_gateway() || shop.wallet.star_rate().is_some()) {
        tell("payments", found);
    }
    tell("database", opened.into());
    for found in backups(&config.database, reader.as_ref(), &shop, super::Clock::system().now()).await {
        tell("backup", found);
    }
    let caller = super::caller(config)?;
    let me = telegram(&caller).await;
    let known = me.is_ok();
    tell("Telegram", me.into());
    if known {
        tell("updates", updates(&caller, config).await.into());
    }
    for (subject, found) in audience(&caller, config, known).await {
        tell(subject, found);
    }
    let client = client(config)?;
    let account = account(&client).await;
    let reachable = account.is_ok();
    tell("provider", account.into());
    if reachable {
        for category in &config.shop.categories {
            let listed = client.services(&category.slug, Priority::Background).await;
            let found = match listed {
                Ok(Listing { services, skipped }) => {
                    let active = services.iter().filter(|service| service.active).count();
                    Ok(format!("{}, {active} active{}", counted(services.len(), "item", "items"), left_out(&skipped)))
                }
                Err(error) if error.trouble() == Trouble::NotFound => Err(format!(
                    "the provider does not know the category slug `{}`; correct it in shop.toml or remove the category (customers don't see it)",
                    category.slug
                )),
                Err(error) => Err(remedy(error)),
            };
            tell(&format!("category {}", category.slug), found.into());
        }
    }
    for (subject, found) in payments::methods(config, known.then_some(&caller), &shop.wallet).await? {
        tell(subject, found.into());
    }
    Ok(all_well)
}

/// Who asks the provider.
pub(super) fn client(config: &Config) -> anyhow::Result<Client> {
    Ok(Client::new(Settings {
        base_url: config.provider.url.clone(),
        api_key: config.provider.api_key.clone(),
        requests_per_minute: config.shop.provider.requests_per_minute,
        call_timeout: PATIENCE,
        redactor: config.redactor(),
    })?)
}

/// Asks for the account at the provider; the error says what to do.
pub(super) async fn account(client: &Client) -> Result<String, String> {
    let account = client.profile().await.map_err(remedy)?;
    Ok(format!("{}, tier {}, balance {}", account.name, account.tier, balance(&account)))
}

/// The provider balance, or what the provider wrote in its place.
fn balance(account: &ProviderAccount) -> String {
    match (account.balance, &account.odd_balance) {
        (Some(balance), _) => balance.to_string(),
        (None, Some(written)) => format!("unknown (the provider wrote {written:?}, which may not be a number of rupiah)"),
        (None, None) => "unknown (the provider does not report it)".to_owned(),
    }
}

/// Which entries of the provider's price list are not sold, and why; empty when all are.
fn left_out(skipped: &[Skipped]) -> String {
    let entries: Vec<String> = skipped
        .iter()
        .map(|Skipped { entry, reason }| match reason {
            SkipReason::NoCode => format!("{entry} (no SKU)"),
            SkipReason::NoPrice => format!("{entry} (no price)"),
            SkipReason::Price(written) => format!("{entry} (price {written:?})"),
            SkipReason::NoStatus => format!("{entry} (no status)"),
            SkipReason::Status(written) => format!("{entry} (status {written:?})"),
            SkipReason::Repeated => format!("{entry} (a second time)"),
        })
        .collect();
    if entries.is_empty() {
        String::new()
    } else {
        format!("; left out, because the provider's data can't be read: {}", entries.join(", "))
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// While the wallet is off, every customer who may order spends the owner's money.
fn takes_no_money(shop: &Shop) -> String {
    let note = if shop.payment_note.is_some() { "" } else { ", or say in payment_note in [shop] how customers pay you" };
    format!("the bot takes no money: each order is paid from your balance at the provider; turn on [wallet] in shop.toml{note}")
}

/// How customers can pay, and whose code they see.
fn payment_methods(shop: &Shop, admins: usize, by_itself: bool) -> Vec<CheckResult> {
    let wallet = &shop.wallet;
    if !wallet.enabled {
        return Vec::new();
    }
    let Some(qris) = &wallet.qris else {
        let nobody_can = "customers can't pay by themselves: admins fill the wallets ([wallet.qris] or [wallet.stars] in shop.toml, or a gateway in .env)";
        return if by_itself { Vec::new() } else { vec![CheckResult::Note(nobody_can.to_owned())] };
    };
    let off = if qris.enabled { "" } else { "; no new bills ([wallet.qris] enabled = false)" };
    let mut found = vec![CheckResult::Ok(format!("the shop's own QRIS code; the payer's app shows {:?}{off}", qris.code.merchant()))];
    if admins < 2 && qris.approve_alone < wallet.maximum {
        let (alone, maximum) = (qris.approve_alone, wallet.maximum);
        found.push(CheckResult::Note(format!(
            "a proof of more than {alone} needs two admins, and there are not that many: raise [wallet.qris] approve_alone or lower [wallet] \
             maximum, which is {maximum}"
        )));
    }
    found
}

async fn database(config: &Config) -> Result<String, String> {
    match super::open(&config.database).await {
        Ok(opened) => {
            opened.close().await;
            Ok(format!("{} is readable, writable and up to date", config.database))
        }
        Err(OpenError::InUse(path)) => Ok(format!("{} is in use by a running bot", path.display())),
        Err(error) => Err(error.to_string()),
    }
}

/// The database, also while a bot runs on it; `None` if it can't be read.
async fn open_to_read(database: &DatabaseUrl) -> Option<Reader> {
    match database {
        DatabaseUrl::Sqlite(path) => storage::open_to_read(path).await.ok(),
        DatabaseUrl::Postgres { url, .. } => storage::connect_to_read(url).await.ok(),
    }
}

/// The shop as the bot runs it: what was changed in the chat overrides `shop.toml`. The error says what does not fit.
async fn in_force(config: &Config, reader: Option<&Reader>) -> Result<Shop, String> {
    let settings = match reader {
        Some(reader) => reader.list_settings().await.map_err(|error| error.to_string())?,
        None => Vec::new(),
    };
    if settings.is_empty() {
        return Ok(config.shop.clone());
    }
    config.shop_source.read(&|path: &Path| std::fs::read_to_string(path), &settings).map_err(|problems| problems.to_string())
}

/// Whether copies are made as they should be.
async fn backups(database: &DatabaseUrl, reader: Option<&Reader>, shop: &Shop, now: Millis) -> Vec<CheckResult> {
    let mut found: Vec<CheckResult> = last_backup(database, reader, now).await.into_iter().collect();
    // Without the database there is nothing to try it on.
    if let (DatabaseUrl::Postgres { .. }, Some(_)) = (database, reader) {
        found.push(match super::location(database).try_backup().await {
            Ok(()) => CheckResult::Ok("copies can be made with pg_dump, and tried in a scratch database".to_owned()),
            Err(error) if shop.backup.every_hours > 0 => CheckResult::Wrong(error.to_string()),
            Err(error) => CheckResult::Note(format!("no copies can be made: {error}")),
        });
    }
    if let Some(recipient) = &shop.backup.age_recipient {
        let works = storage::try_recipient(recipient).await.map(|()| "copies can be encrypted".to_owned());
        found.push(works.map_err(|error| error.to_string()).into());
    }
    found
}

/// Whether a database that has something to lose was copied lately. Copies of PostgreSQL leave no trace here.
async fn last_backup(database: &DatabaseUrl, reader: Option<&Reader>, now: Millis) -> Option<CheckResult> {
    let DatabaseUrl::Sqlite(path) = database else { return None };
    let first = reader?.find_first_person_at().await.ok()??;
    let days = |since: Millis| now.since_ms(since) / (24 * 3_600_000);
    let remedy = "run `odzreshop-bot backup FILE` regularly: if the disk is lost, everything since the last copy is lost";
    match storage::last_backup(path) {
        Some(at) if now.since_ms(at) < BACKUP_EVERY_MS => Some(CheckResult::Ok(format!("the last one is {} days old", days(at)))),
        _ if now.since_ms(first) < BACKUP_EVERY_MS => None,
        Some(at) => Some(CheckResult::Note(format!("the last one is {} days old; {remedy}", days(at)))),
        None => Some(CheckResult::Note(format!("there is none yet; {remedy}"))),
    }
}

/// Who the bot is, or why that can't be found out.
pub(super) async fn telegram(caller: &Caller) -> Result<String, String> {
    match caller.call("getMe", &json!({}), PATIENCE).await {
        Ok(me) => {
            let me: serde_json::Value = serde_json::from_str(me.get()).unwrap_or_default();
            Ok(format!("the bot is @{}", me["username"].as_str().unwrap_or("?")))
        }
        Err(CallFailure::Telegram { code: 401 | 404, .. }) => {
            Err("Telegram does not know this token; set TELOXIDE_TOKEN to the one that @BotFather shows for the bot".to_owned())
        }
        Err(failure) => Err(format!("{failure}; is TELOXIDE_API_URL right, and does this machine reach it?")),
    }
}

/// Whether updates arrive where the bot expects them.
async fn updates(caller: &Caller, config: &Config) -> Result<String, String> {
    let registration = Registration::read(caller).await.map_err(|error| error.to_string())?;
    let wanted = config.webhook.as_ref().map(|webhook| &webhook.url);
    match (registration.misfit(wanted), wanted) {
        (Some(misfit), _) => Err(misfit),
        (None, Some(url)) => Ok(format!("Telegram posts them to {url}")),
        (None, None) => Ok("fetched by long polling".to_owned()),
    }
}

/// Who would get an alert, and who could act on it.
async fn audience(caller: &Caller, config: &Config, known: bool) -> Vec<(&'static str, CheckResult)> {
    let mut lines = Vec::new();
    if let Some(chat) = config.admin_chat.filter(|_| known) {
        lines.push(("ADMIN_CHAT_ID", admin_chat(caller, chat).await));
    }
    let group_hears = lines.iter().any(|(_, found)| !matches!(found, CheckResult::Wrong(_)));
    for warning in config.warnings() {
        let nobody_can_order = config.shop.mode == Mode::Approval;
        lines.push(("admins", if nobody_can_order { CheckResult::Wrong(warning) } else { CheckResult::Note(warning) }));
    }
    let mut unreachable = Vec::new();
    for admin in config.admins.iter().filter(|_| known) {
        if can_write(caller, *admin, None).await.is_err() {
            unreachable.push(admin.to_string());
        }
    }
    if !unreachable.is_empty() {
        let remedy = "Telegram lets a bot write only to those who started it: they open the bot and press Start";
        // Then nobody hears that a customer waits for approval.
        let nobody_hears = config.shop.mode == Mode::Approval && !group_hears && unreachable.len() == config.admins.len();
        let found = format!("{} can't be written to. {remedy}", unreachable.join(", "));
        let wrong = || CheckResult::Wrong(format!("nobody can approve customers: of ADMIN_IDS {found}"));
        lines.push(("admins", if nobody_hears { wrong() } else { CheckResult::Note(found) }));
    } else if known && !config.admins.is_empty() {
        lines.push(("admins", CheckResult::Ok(format!("{} can be written to", config.admins.len()))));
    }
    lines
}

/// Whether the group for alerts, and its topic, can be written to.
async fn admin_chat(caller: &Caller, chat: AdminChat) -> CheckResult {
    let tried = async {
        let group = read(caller, "getChat", &json!({ "chat_id": chat.chat_id })).await?;
        if group["type"] == "channel" {
            // `sendChatAction` does not support channels (Bot API).
            let me = read(caller, "getMe", &json!({})).await?;
            let member = read(caller, "getChatMember", &json!({ "chat_id": chat.chat_id, "user_id": me["id"] })).await?;
            return Ok(admin_channel(&group["title"], &member));
        }
        can_write(caller, chat.chat_id, chat.topic).await?;
        let topic = chat.topic.map_or(String::new(), |topic| format!("topic {topic} of "));
        Ok(CheckResult::Ok(format!("{topic}{} can be written to", group["title"])))
    };
    match tried.await {
        Ok(found) => found,
        Err(CallFailure::Telegram { migrate_to: Some(id), .. }) => CheckResult::Note(format!(
            "the group became a supergroup, and alerts go there; its id is {id} now: put that into ADMIN_CHAT_ID"
        )),
        Err(failure) => {
            CheckResult::Wrong(format!("{failure}. Is the id right, is the bot in the group, may it write there, and is the topic open?"))
        }
    }
}

/// What a channel can do for admins. Its posts have buttons, and Telegram says who presses one; but in a channel nobody writes as a person.
fn admin_channel(title: &Value, member: &Value) -> CheckResult {
    if member["status"] != "creator" && member["can_post_messages"] != true {
        return CheckResult::Wrong(format!("the bot may not post in the channel {title}: make it an administrator who may post messages"));
    }
    CheckResult::Note(format!(
        "{title} is a channel: alerts and their buttons work there, but commands don't, and nothing can be typed (an invoice, a reason); a group can do all of it"
    ))
}

async fn read(caller: &Caller, method: &str, payload: &Value) -> Result<Value, CallFailure> {
    let answer = caller.call(method, payload, PATIENCE).await?;
    Ok(serde_json::from_str(answer.get()).unwrap_or_default())
}

/// Tests it with a call that leaves nothing in the chat: "typing" is shown for some seconds.
async fn can_write(caller: &Caller, chat_id: i64, topic: Option<i64>) -> Result<(), CallFailure> {
    let mut payload = json!({ "chat_id": chat_id, "action": "typing" });
    if let Some(topic) = topic {
        payload["message_thread_id"] = topic.into();
    }
    caller.call("sendChatAction", &payload, PATIENCE).await.map(drop)
}

/// What will cost the owner money, and is perhaps not intended.
fn notes(shop: &Shop) -> Vec<(&'static str, String)> {
    let slugs = |wanted: &dyn Fn(&Category) -> bool| {
        let found: Vec<&str> = shop.categories.iter().filter(|category| wanted(category)).map(|category| category.slug.as_str()).collect();
        (!found.is_empty()).then(|| found.join(", "))
    };
    let mut notes = Vec::new();
    if let Some(slugs) = slugs(&|category| category.pricing.or(shop.pricing.shop).adds_nothing()) {
        notes.push(("pricing", format!("sold at cost: {slugs} (shop.toml: percent or flat, in [pricing] or in the category's pricing; a rule of /prices counts before it)")));
    }
    if let Some(slugs) = slugs(&|category| !category.verified) {
        notes.push((
            "categories",
            format!(
                "nobody has verified {slugs}: place an order of each, see that it arrives, and take `verified = false` out of shop.toml"
            ),
        ));
    }
    if shop.mode == Mode::Open && shop.limits.daily_limit == Rupiah::ZERO {
        notes.push((
            "access",
            "anybody may order, without a limit a day (shop.toml: daily_limit in [access], or mode = \"approval\")".to_owned(),
        ));
    }
    notes
}

/// What the owner can do about a failed call to the provider.
fn remedy(error: CallError) -> String {
    match &error {
        CallError::Refused { refusal: Refusal::Key, message } => {
            format!("401 {message}: set ODZRESHOP_API_KEY to the key shown in the provider's Dashboard → Account Settings")
        }
        CallError::Refused { refusal: Refusal::Ip, message } => {
            let address = address_in(message).map_or("this machine's public IP address".to_owned(), |address| address.to_string());
            format!("403 {message}: add {address} to the IP whitelist in the provider's Dashboard → Account Settings")
        }
        CallError::Busy { .. } => "429: the provider is busy; try again, or lower provider.requests_per_minute in shop.toml".to_owned(),
        CallError::NoAnswer { .. } | CallError::Garbled { .. } => {
            format!("{error}; is ODZRESHOP_API_URL right (with /api/v1), and does this machine reach it?")
        }
        CallError::Refused { .. } => error.to_string(),
    }
}

/// The IP address that a text names.
fn address_in(text: &str) -> Option<IpAddr> {
    let words = text.split(|letter: char| !letter.is_ascii_hexdigit() && letter != '.' && letter != ':');
    let mut addresses = words.filter_map(|word| {
        // A full stop or a colon of the sentence.
        let word = word.trim_end_matches(['.', ':']);
        word.parse::<IpAddr>().or_else(|_| word.trim_start_matches(':').parse()).ok()
    });
    addresses.find(|address| !address.is_unspecified())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CallError, CheckResult, Refusal, admin_channel, counted, remedy};

    #[test]
    fn the_address_to_allow_is_the_one_that_the_provider_saw() {
        for (message, expected) in [
            ("Unknown IP", "add this machine's public IP address to"),
            ("Unknown IP 203.0.113.7", "add 203.0.113.7 to"),
            ("IP Anda (203.0.113.7) belum terdaftar.", "add 203.0.113.7 to"),
            ("Unknown IP:203.0.113.7.", "add 203.0.113.7 to"),
            ("Unknown IP: 2001:db8::7", "add 2001:db8::7 to"),
            ("IP 0.0.0.0, code 4.0.3, 10:15", "add this machine's public IP address to"),
        ] {
            let said = remedy(CallError::Refused { refusal: Refusal::Ip, message: message.to_owned() });
            assert!(said.contains(expected), "{message}: {said}");
        }
    }

    #[test]
    fn a_channel_gets_alerts_and_no_words() {
        let found = |member| admin_channel(&json!("News"), &member);
        for member in [json!({ "status": "administrator", "can_post_messages": true }), json!({ "status": "creator" })] {
            assert!(matches!(found(member), CheckResult::Note(note) if note.contains("\"News\" is a channel") && note.contains("group")));
        }
        for member in [
            json!({ "status": "administrator" }),
            json!({ "status": "administrator", "can_post_messages": false }),
            json!({ "status": "left" }),
            json!(null),
        ] {
            assert!(matches!(found(member), CheckResult::Wrong(wrong) if wrong.contains("may not post")));
        }
    }

    #[test]
    fn counts_have_the_right_plural() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "admin", "admins")), ["0 admins", "1 admin", "2 admins"]);
    }
}

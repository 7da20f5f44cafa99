//! `check`: asks everything that the bot needs and says what is well, what is wrong, and how to mend it; a line each.

use std::time::Duration;

use serde_json::json;

use crate::config::Config;
use crate::domain::notification::Trouble;
use crate::domain::order::Refusal;
use crate::provider::{CallError, Client, Priority, Settings};
use crate::storage::OpenError;
use crate::telegram::caller::{CallFailure, Caller};
use crate::telegram::ingest::registration::Registration;

/// How long each may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was looked at.
    pub subject: String,
    /// What is well, or what is wrong and how to mend it.
    pub found: Result<String, String>,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.found {
            Ok(well) => write!(f, "ok    {}: {well}", self.subject),
            Err(wrong) => write!(f, "WRONG {}: {wrong}", self.subject),
        }
    }
}

/// Looks at everything; `say` gets each line as soon as it is known. Whether all is well.
///
/// # Errors
/// When the HTTP clients can't be built.
pub async fn run(config: &Config, say: impl Fn(&Line)) -> anyhow::Result<bool> {
    let mut all_well = true;
    let mut tell = |subject: &str, found: Result<String, String>| {
        all_well &= found.is_ok();
        say(&Line { subject: subject.to_owned(), found });
    };
    tell(
        "configuration",
        Ok(format!(
            "{}, {}",
            counted(config.shop.categories.len(), "category", "categories"),
            counted(config.admins.len(), "admin", "admins")
        )),
    );
    tell("database", database(config).await);
    let caller = Caller::new(&config.telegram.api_url, &config.telegram.token)?;
    let me = telegram(&caller).await;
    let known = me.is_ok();
    tell("Telegram", me);
    if known {
        tell("updates", updates(&caller, config).await);
    }
    let client = Client::new(Settings {
        base_url: config.provider.url.clone(),
        api_key: config.provider.api_key.clone(),
        requests_per_minute: config.shop.provider.requests_per_minute,
        call_timeout: PATIENCE,
    })?;
    let account = client.profile().await;
    let reachable = account.is_ok();
    tell(
        "provider",
        account.map(|account| format!("{}, tier {}, balance {}", account.name, account.tier, account.balance)).map_err(remedy),
    );
    if reachable {
        for category in &config.shop.categories {
            let listed = client.services(&category.slug, Priority::Background).await;
            let found = match listed {
                Ok(services) => {
                    Ok(format!("{}, {} active", counted(services.len(), "item", "items"), services.iter().filter(|s| s.active).count()))
                }
                Err(error) if error.trouble() == Trouble::NotFound => Err(format!(
                    "the provider does not know the category slug `{}`; correct it in shop.toml or remove the category (customers don't see it)",
                    category.slug
                )),
                Err(error) => Err(remedy(error)),
            };
            tell(&format!("category {}", category.slug), found);
        }
    }
    Ok(all_well)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
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

async fn telegram(caller: &Caller) -> Result<String, String> {
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

/// Whether updates come in where the bot expects them.
async fn updates(caller: &Caller, config: &Config) -> Result<String, String> {
    let registration = Registration::read(caller).await.map_err(|error| error.to_string())?;
    let wanted = config.webhook.as_ref().map(|webhook| &webhook.url);
    match (registration.misfit(wanted), wanted) {
        (Some(misfit), _) => Err(misfit),
        (None, Some(url)) => Ok(format!("Telegram posts them to {url}")),
        (None, None) => Ok("fetched by long polling".to_owned()),
    }
}

/// What the owner can do about a provider that does not answer well.
fn remedy(error: CallError) -> String {
    match &error {
        CallError::Refused { refusal: Refusal::Key, message } => {
            format!("401 {message}: set ODZRESHOP_API_KEY to the key shown in the provider's Dashboard → Account Settings")
        }
        CallError::Refused { refusal: Refusal::Ip, message } => {
            format!(
                "403 {message}: add this machine's public IP address to the IP whitelist in the provider's Dashboard → Account Settings"
            )
        }
        CallError::Busy { .. } => "429: the provider is busy; try again, or lower provider.requests_per_minute in shop.toml".to_owned(),
        CallError::NoAnswer { .. } | CallError::Garbled { .. } => {
            format!("{error}; is ODZRESHOP_API_URL right (with /api/v1), and does this machine reach it?")
        }
        CallError::Refused { .. } => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_one() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "admin", "admins")), ["0 admins", "1 admin", "2 admins"]);
    }
}

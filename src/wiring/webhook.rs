//! `webhook set|delete|info`: where Telegram posts updates is changed by the owner's command only, never by a bot that starts or stops.

use chrono::DateTime;

use crate::config::Config;
use crate::telegram::ingest::registration::{self, Registration};
use crate::wiring::caller;

/// Has Telegram post updates to `WEBHOOK_URL`. Returns whether it is done.
///
/// # Errors
/// When there is no `WEBHOOK_URL`, or Telegram refuses or can't be reached.
pub async fn set(config: &Config, say: impl Fn(&str)) -> anyhow::Result<bool> {
    let webhook = config.required_webhook()?;
    registration::set(&caller(config)?, &webhook.url, &webhook.secret).await?;
    say(&format!("Telegram posts updates to {} from now on.", webhook.url));
    say(&format!("The bot takes them at {} once it runs with this configuration.", webhook.listen));
    Ok(true)
}

/// Deletes the webhook: Telegram keeps updates until they are fetched. Returns whether it is done.
///
/// # Errors
/// When Telegram refuses or can't be reached.
pub async fn delete(config: &Config, say: impl Fn(&str)) -> anyhow::Result<bool> {
    registration::delete(&caller(config)?).await?;
    say("Telegram has no webhook any more; updates that wait are kept.");
    if config.webhook.is_some() {
        say("Remove WEBHOOK_URL, WEBHOOK_LISTEN and WEBHOOK_SECRET and start the bot again: it fetches updates by long polling then.");
    }
    Ok(true)
}

/// Prints what Telegram knows of the webhook, and whether that fits the configuration.
///
/// # Errors
/// When Telegram refuses or can't be reached.
pub async fn show(config: &Config, say: impl Fn(&str)) -> anyhow::Result<bool> {
    let registration = Registration::read(&caller(config)?).await?;
    let wanted = config.webhook.as_ref().map(|webhook| &webhook.url);
    let url = if registration.url.is_empty() { "none (long polling)".to_owned() } else { registration.shown_url(wanted) };
    say(&format!("webhook:       {url}"));
    say(&format!("waiting:       {} updates", registration.pending_update_count));
    say(&format!("last failure:  {}", last_failure(&registration)));
    let misfit = registration.misfit(wanted);
    say(&format!("configuration: {}", misfit.as_deref().unwrap_or("fits")));
    Ok(misfit.is_none())
}

fn last_failure(registration: &Registration) -> String {
    let Some(message) = &registration.last_error_message else { return "none".to_owned() };
    let at = registration.last_error_date.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let at = at.map_or("at an unknown time".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string());
    let advice = registration.advice().map_or(String::new(), |advice| format!("; {advice}"));
    format!("{at}: {message}{advice}")
}

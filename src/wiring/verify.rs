//! `verify`: checks the signed text of a receipt by the shop's public key, with or without its database.

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use clap::Args;

use crate::app::{public_key, verify};
use crate::config::{DatabaseUrl, Problems};
use crate::domain::receipt::SaleReceipt;
use crate::storage;

/// What to check, and by which key.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// The last line below the receipt's picture, in single quotes
    #[arg(required_unless_present = "print_key", conflicts_with = "print_key")]
    text: Option<String>,
    /// The shop's public key [default: that of the database]
    #[arg(long)]
    key: Option<String>,
    /// Print the public key of the database: who has it can check receipts without the bot
    #[arg(long, conflicts_with = "key")]
    print_key: bool,
}

/// Says what a genuine text says; `false` when it is not genuine. The database is read only where no key is given.
///
/// # Errors
/// When the database can't be read, or has no key yet.
pub async fn run(options: Options, database: impl FnOnce() -> Result<DatabaseUrl, Problems>, say: impl Fn(String)) -> anyhow::Result<bool> {
    let key = match options.key {
        Some(key) => key,
        None => stored_key(&database()?).await?,
    };
    let Some(text) = options.text else {
        say(key);
        return Ok(true);
    };
    match verify(text.trim(), &key) {
        Some(receipt) => genuine(&receipt).into_iter().for_each(say),
        None => {
            say("NOT genuine: no shop with this key has signed this text".to_owned());
            return Ok(false);
        }
    }
    Ok(true)
}

async fn stored_key(database: &DatabaseUrl) -> anyhow::Result<String> {
    let reader = match database {
        DatabaseUrl::Sqlite(path) => storage::open_to_read(path).await?,
        DatabaseUrl::Postgres { url, .. } => storage::connect_to_read(url).await?,
    };
    match reader.find_receipt_key().await? {
        Some(secret) => public_key(&secret).context("reading the key"),
        None => bail!("the database has no key for receipts yet; the bot makes it when it starts for the first time"),
    }
}

fn genuine(receipt: &SaleReceipt) -> Vec<String> {
    let SaleReceipt { number, delivered_at, shop, item, target, sn } = receipt;
    let at: DateTime<Utc> = DateTime::from_timestamp_millis(delivered_at.0).unwrap_or_default();
    let mut lines = vec![
        format!("genuine: a receipt of {shop}"),
        format!("order     {number}"),
        format!("item      {item}"),
        format!("account   {target}"),
        format!("delivered {}", at.format("%Y-%m-%d %H:%M:%S UTC")),
    ];
    if !sn.is_empty() {
        lines.push(format!("SN        {sn}"));
    }
    lines
}

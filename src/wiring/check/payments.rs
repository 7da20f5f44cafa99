//! What `check` finds out about the ways in which customers pay.

use std::time::Duration;

use serde_json::{Value, json};

use crate::config::Config;
use crate::domain::money::Rupiah;
use crate::domain::shop::WalletSettings;
use crate::payment::{BuildError, Gateway, GatewayError};
use crate::telegram::caller::Caller;

/// How long Telegram may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// What is looked for at a gateway: no bill has this reference.
const NO_BILL: &str = "odzreshop-check";

/// What is found out about a method: its name, and what is well or wrong.
type Found = (&'static str, Result<String, String>);

/// What each gateway answers, and Telegram about Stars. `caller`: of a Telegram that answers.
///
/// # Errors
/// When the HTTP clients can't be built.
pub async fn methods(config: &Config, caller: Option<&Caller>, wallet: &WalletSettings) -> Result<Vec<Found>, BuildError> {
    let mut found = gateways(config).await?;
    if let Some(caller) = caller {
        found.extend(stars(caller, wallet).await.map(|stars| ("stars", stars)));
    }
    Ok(found)
}

async fn gateways(config: &Config) -> Result<Vec<Found>, BuildError> {
    let mut found = Vec::new();
    for gateway in crate::wiring::gateways(config)? {
        let answered = gateway.look(NO_BILL, Rupiah(10_000), 10_000, true).await;
        let Gateway::Pakasir(client) = &gateway;
        let well = format!("answers for the project {}{}", client.project(), posted(config, gateway.method().as_str()));
        found.push((gateway.method().as_str(), answered.map(|_| well).map_err(remedy)));
    }
    Ok(found)
}

/// What Telegram says about the bot's Stars, while customers pay with them.
async fn stars(caller: &Caller, wallet: &WalletSettings) -> Option<Result<String, String>> {
    let rate = wallet.star_rate()?;
    let balance = caller.call("getMyStarBalance", &json!({}), PATIENCE).await;
    let balance = balance.map_err(|failure| failure.to_string()).and_then(|answer| {
        let answer: Value = serde_json::from_str(answer.get()).map_err(|error| error.to_string())?;
        answer["amount"].as_i64().ok_or_else(|| "the answer has another form than documented".to_owned())
    });
    Some(
        balance.map(|stars| format!("one Star counts {}; the bot has {stars}", Rupiah(rate))).map_err(|error| {
            format!("{error}; customers can't be sure to pay with Stars: try again, or take [wallet.stars] out of shop.toml")
        }),
    )
}

/// Where the gateway is to post, without the secret.
fn posted(config: &Config, method: &str) -> String {
    match &config.payments {
        Some(payments) => {
            format!("; its webhook is {}/payments/{method}/… with PAYMENTS_SECRET at the end", payments.url.as_str().trim_end_matches('/'))
        }
        None => "; polled only, without PAYMENTS_URL".to_owned(),
    }
}

/// Settings that work but are hardly meant, or cost money.
pub fn notes(config: &Config, wallet: &WalletSettings) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    if !wallet.enabled {
        return notes;
    }
    match &config.pakasir {
        None => notes.push(("pakasir", "off: set PAKASIR_PROJECT and PAKASIR_API_KEY to let customers pay by themselves".to_owned())),
        Some(_) => notes.extend(of_pakasir(wallet).map(|note| ("pakasir", note.to_owned()))),
    }
    notes
}

fn of_pakasir(wallet: &WalletSettings) -> impl Iterator<Item = &'static str> {
    let pakasir = wallet.pakasir;
    let off = (!pakasir.enabled).then_some("no new bills are opened there (shop.toml: enabled in [wallet.pakasir])");
    let fee =
        pakasir.fee_on_top.then_some("customers pay its fee, which Bank Indonesia forbids for QRIS (shop.toml: fee in [wallet.pakasir])");
    let test = pakasir.test.then_some("payments that it calls tests are credited like money (shop.toml: test in [wallet.pakasir])");
    [off, fee, test].into_iter().flatten()
}

/// What the owner can do about a gateway that does not answer well.
fn remedy(error: GatewayError) -> String {
    match error {
        GatewayError::Key { word } => format!("{word}: set the project and the API key to those that the gateway's dashboard shows"),
        GatewayError::Busy => "429: the gateway is busy; try again".to_owned(),
        GatewayError::Refused { word } => format!("{word}: is the project's slug right?"),
        error => format!("{error}; is its address right, and does this machine reach it?"),
    }
}

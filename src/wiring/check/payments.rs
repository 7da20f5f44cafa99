//! What `check` finds out about the ways in which customers pay.

use std::time::Duration;

use serde_json::{Value, json};

use crate::config::Config;
use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::shop::{GatewaySettings, WalletSettings};
use crate::payment::{BuildError, Gateway, GatewayError};
use crate::telegram::caller::Caller;

/// How long Telegram may take.
const PATIENCE: Duration = Duration::from_secs(15);

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
        let (name, answered) = (gateway.method().as_str(), gateway.probe().await);
        let well = || format!("{}{}", account(&gateway), posted(config, name));
        found.push((name, answered.map(|()| well()).map_err(|error| remedy(&gateway, error))));
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

/// For whom it answers.
fn account(gateway: &Gateway) -> String {
    match gateway {
        Gateway::Pakasir(client) => format!("answers for the project {}", client.project()),
        Gateway::Midtrans(client) if client.is_sandbox() => "answers, but it is the sandbox: nobody really pays there".to_owned(),
        Gateway::Midtrans(_) => "answers".to_owned(),
    }
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
    if !wallet.enabled {
        return Vec::new();
    }
    let gateways = [
        (PaymentMethod::Pakasir, wallet.pakasir, config.pakasir.is_some(), "PAKASIR_PROJECT and PAKASIR_API_KEY"),
        (PaymentMethod::Midtrans, wallet.midtrans, config.midtrans.is_some(), "MIDTRANS_SERVER_KEY"),
    ];
    let purpose =
        if config.has_gateway() { "for a second gateway, in case the first is down" } else { "to let customers pay by themselves" };
    let noted = gateways.into_iter().flat_map(|(method, settings, there, variables)| {
        let name = method.as_str();
        let notes = match there {
            false => vec![format!("off: set {variables} {purpose}")],
            true => of_gateway(name, settings, wallet.gateways.contains(&method)),
        };
        notes.into_iter().map(move |note| (name, note))
    });
    noted.collect()
}

fn of_gateway(name: &str, settings: GatewaySettings, listed: bool) -> Vec<String> {
    let off = (!settings.enabled).then(|| format!("no new bills are opened there (shop.toml: enabled in [wallet.{name}])"));
    let unlisted = (!listed).then(|| "no new bills are opened there (shop.toml: gateways in [wallet])".to_owned());
    let fee = settings
        .fee_on_top
        .then(|| format!("customers pay its fee, which Bank Indonesia forbids for QRIS (shop.toml: fee in [wallet.{name}])"));
    let test = settings.test.then(|| format!("payments that it calls tests are credited like money (shop.toml: test in [wallet.{name}])"));
    [off, unlisted, fee, test].into_iter().flatten().collect()
}

/// What the owner can do about a gateway that does not answer well.
fn remedy(gateway: &Gateway, error: GatewayError) -> String {
    match (gateway, error) {
        (Gateway::Pakasir(_), GatewayError::Key { word }) => {
            format!("{word}: set the project and the API key to those that the gateway's dashboard shows")
        }
        (Gateway::Midtrans(_), GatewayError::Key { word }) => {
            format!(
                "{word}: set MIDTRANS_SERVER_KEY to the server key in Midtrans' dashboard; the sandbox has a key and a MIDTRANS_API_URL of its own"
            )
        }
        (_, GatewayError::Account { word }) => format!("{word}: is the account active, and QRIS activated for it?"),
        (_, GatewayError::Busy) => "429: the gateway is busy; try again".to_owned(),
        (Gateway::Pakasir(_), GatewayError::Refused { word }) => format!("{word}: is the project's slug right?"),
        (Gateway::Midtrans(_), GatewayError::Refused { word }) => format!("{word}: is the account active?"),
        (_, error) => format!("{error}; is its address right, and does this machine reach it?"),
    }
}

//! `probe`: sends one cheap order twice under the same `ref_id`, to find out whether the provider accepts it twice. It spends money, so it
//! explains that and asks first.

use std::io::{self, IsTerminal};
use std::time::Duration;

use anyhow::Context as _;

use crate::app;
use crate::config::Config;
use crate::domain::catalog::Service;
use crate::domain::money::Rupiah;
use crate::provider::{CallError, Client, OrderRequest, Priority, Settings, Submission};
use crate::wiring::{ask, say};

/// The timeout of a call; orders have their own.
const PATIENCE: Duration = Duration::from_secs(20);
/// What has to be typed before anything is bought.
const CONSENT: &str = "buy";

/// The options of the command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What is bought; the cheapest active SKU of the shop's categories when `None`.
    pub sku: Option<String>,
    /// The target; asked for when `None`.
    pub target: Option<String>,
    /// Asks nothing.
    pub yes: bool,
}

/// What the two answers prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProbeFinding {
    /// Both answers name the same order, and the provider balance paid for one.
    Dedupes,
    /// It was accepted twice.
    TakesTwice,
    /// It was accepted once, but the second answer does not give the first order.
    RefusesSecond,
    /// Anything else.
    Unclear,
}

/// Probes; returns whether the result is clear.
///
/// # Errors
/// When there is no terminal, the owner does not consent, or the provider does not answer before anything is bought.
pub async fn run(config: &Config, options: Options) -> anyhow::Result<bool> {
    let shop = &config.shop.provider;
    let client = Client::new(Settings {
        base_url: config.provider.url.clone(),
        api_key: config.provider.api_key.clone(),
        requests_per_minute: shop.requests_per_minute,
        call_timeout: PATIENCE,
        redactor: config.redactor(),
    })?;
    let asks = options.target.is_none() || !options.yes;
    anyhow::ensure!(!asks || io::stdin().is_terminal(), "there is no terminal to ask at: give --target and --yes; nothing was bought");
    say("This finds out whether the provider recognises a ref_id that it has seen before.");
    say("It buys one item and sends the very same order, with the same ref_id, a second time.");
    say("You pay for one item, and for a second one if the provider does not recognise it.");
    say("Stop the bot first, and use the account for nothing else meanwhile: other orders would change the balance too.\n");
    let service = choose(&client, config, options.sku.as_deref()).await?;
    say(format_args!("Item: {} ({}), {}", service.name, service.sku, service.cost));
    let target = match options.target {
        Some(target) => target,
        None => ask("Target, exactly as the provider gets it (your own game ID): ")?,
    };
    anyhow::ensure!(!target.trim().is_empty(), "a target is needed; nothing was bought");
    let before = client.profile().await?.balance.context("the provider balance can't be read; nothing was bought")?;
    let most = service.cost + service.cost;
    say(format_args!("Balance before: {before}. At most {most} of it will be spent."));
    anyhow::ensure!(before >= most, "the balance does not cover two of them; nothing was bought");
    if !options.yes {
        let typed = ask(&format!("Type {CONSENT} to go on, anything else to stop: "))?;
        anyhow::ensure!(typed.trim() == CONSENT, "stopped; nothing was bought");
    }
    let request = OrderRequest { ref_id: format!("probe-{}", app::token()), sku: service.sku.clone(), target: target.trim().to_owned() };
    say(format_args!("\nref_id: {}", request.ref_id));
    let timeout = Duration::from_secs(shop.order_timeout_seconds);
    let first = send(&client, &request, timeout, "First answer").await;
    let Submission::Placed(_) = &first else {
        say("\nThe first order was not clearly accepted, so there is nothing to compare. It is not sent again.");
        say(format_args!("Look for target {} in the provider's transaction history, then try again.", request.target));
        return Ok(false);
    };
    let second = send(&client, &request, timeout, "Second answer").await;
    let after = client.profile().await.map(|account| account.balance);
    match &after {
        Ok(Some(after)) => say(format_args!("Balance after: {after}, {} less", before - *after)),
        Ok(None) => say("Balance after: unknown (it can't be read)"),
        Err(error) => say(format_args!("Balance after: unknown ({error})")),
    }
    let finding = compare(&first, &second, service.cost, after.ok().flatten().map(|after| before - after));
    say(format_args!("\n{}", advice(finding)));
    Ok(finding != ProbeFinding::Unclear)
}

/// The SKU to buy.
async fn choose(client: &Client, config: &Config, sku: Option<&str>) -> anyhow::Result<Service> {
    let mut cheapest: Option<Service> = None;
    for category in &config.shop.categories {
        let listing = match client.services(&category.slug, Priority::Background).await {
            Ok(listing) => listing,
            // `check` tells of a category that the provider does not know.
            Err(CallError::Refused { message, .. }) => {
                say(format_args!("Category {} is left out: {message}", category.slug));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let wanted = listing.services.into_iter().filter(|service| service.active && sku.is_none_or(|sku| sku == service.sku));
        cheapest = cheapest.into_iter().chain(wanted).min_by_key(|service| service.cost);
    }
    cheapest.ok_or_else(|| match sku {
        Some(sku) => anyhow::anyhow!("no category of the shop has an active item {sku}; nothing was bought"),
        None => anyhow::anyhow!("the shop's categories have no active item; nothing was bought"),
    })
}

async fn send(client: &Client, request: &OrderRequest, timeout: Duration, name: &str) -> Submission {
    let permit = client.permit(Priority::Order).await;
    let submission = client.submit(permit, request, timeout).await;
    let amount = |amount: Option<Rupiah>| amount.map_or("?".to_owned(), |amount| amount.to_string());
    let status = match &submission {
        Submission::Placed(receipt) => {
            let (before, after) = (amount(receipt.balance_before), amount(receipt.balance_after));
            format!("invoice {}, status {}, balance {before} -> {after}", receipt.invoice, receipt.status_report.word)
        }
        Submission::Refused { message, .. } => format!("refused: {message}"),
        Submission::NotSent { detail } => format!("not sent: {detail}"),
        Submission::Busy { .. } => "busy (429)".to_owned(),
        Submission::Uncertain { detail } => format!("unclear: {detail}"),
    };
    say(format_args!("{name}: {status}"));
    submission
}

/// What two answers to the same order prove, given how much the provider balance has fallen.
fn compare(first: &Submission, second: &Submission, cost: Rupiah, spent: Option<Rupiah>) -> ProbeFinding {
    let Submission::Placed(first) = first else { return ProbeFinding::Unclear };
    let cost = first.cost.unwrap_or(cost);
    let once = spent == Some(cost);
    match second {
        Submission::Placed(second) if second.invoice == first.invoice && once => ProbeFinding::Dedupes,
        Submission::Placed(second) if second.invoice != first.invoice => ProbeFinding::TakesTwice,
        Submission::Refused { .. } if once => ProbeFinding::RefusesSecond,
        _ => ProbeFinding::Unclear,
    }
}

fn advice(finding: ProbeFinding) -> &'static str {
    match finding {
        ProbeFinding::Dedupes => {
            "The provider recognised the ref_id: one order, paid once, and the second answer gave its invoice.\n\
             In shop.toml you may set, under [provider]:\n\n    ref_id_dedupes = true\n\n\
             Probe again when the provider changes its interface."
        }
        ProbeFinding::TakesTwice => {
            "The provider accepted the same ref_id TWICE: two invoices. Keep in shop.toml, under [provider]:\n\n    ref_id_dedupes = false"
        }
        ProbeFinding::RefusesSecond => {
            "The provider refused the second one, so it did not accept it twice; but its answer does not give the first order's invoice,\n\
             and a refusal proves nothing to the bot. Keep in shop.toml, under [provider]:\n\n    ref_id_dedupes = false"
        }
        ProbeFinding::Unclear => {
            "The answers and the balance do not prove anything. Look at the provider's transaction history, and keep in shop.toml, under [provider]:\n\n    \
             ref_id_dedupes = false"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::{Receipt, Refusal, StatusReport, StatusWord};

    fn placed(invoice: &str, cost: Option<i64>) -> Submission {
        let status_report = StatusReport { status: StatusWord::Pending, word: "pending".into(), sn: None, message: None };
        Submission::Placed(Receipt {
            invoice: invoice.into(),
            cost: cost.map(Rupiah),
            odd_cost: None,
            balance_before: None,
            balance_after: None,
            status_report,
        })
    }

    #[test]
    fn only_one_invoice_paid_once_is_proof() {
        let refused = Submission::Refused { refusal: Refusal::BadRequest, message: "Duplicate ref_id".into() };
        let unclear = Submission::Uncertain { detail: "timeout".into() };
        for (second, spent, finding) in [
            (placed("I1", None), Some(500), ProbeFinding::Dedupes),
            (placed("I1", None), Some(1_000), ProbeFinding::Unclear),
            (placed("I1", None), Some(0), ProbeFinding::Unclear),
            (placed("I1", None), None, ProbeFinding::Unclear),
            (placed("I2", None), Some(1_000), ProbeFinding::TakesTwice),
            (placed("I2", None), None, ProbeFinding::TakesTwice),
            (refused.clone(), Some(500), ProbeFinding::RefusesSecond),
            (refused, Some(1_000), ProbeFinding::Unclear),
            (unclear.clone(), Some(500), ProbeFinding::Unclear),
        ] {
            assert_eq!(compare(&placed("I1", None), &second, Rupiah(500), spent.map(Rupiah)), finding, "{second:?} {spent:?}");
        }
        assert_eq!(
            compare(&placed("I1", Some(400)), &placed("I1", None), Rupiah(500), Some(Rupiah(400))),
            ProbeFinding::Dedupes,
            "as charged"
        );
        assert_eq!(compare(&unclear, &placed("I1", None), Rupiah(500), Some(Rupiah(500))), ProbeFinding::Unclear);
    }
}

//! The files for Prometheus and Grafana: promtool accepts them, and every metric that they name is one that the bot has.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use odzreshop_bot::domain::payment_method::PaymentMethod;
use odzreshop_bot::sandbox::gateway::{Gateway, Options};
use regex::Regex;

use crate::shop::{BUDI, Shop, TOML};

/// Runs promtool with this input; `None`, said loudly, when it is not installed.
fn promtool(arguments: &[&str], input: &str) -> Option<String> {
    let mut command = Command::new("promtool");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.deploy")).spawn() else {
        skipped();
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "promtool {arguments:?}: {said}");
    Some(said)
}

/// Directly to standard error, because `eprintln!` in a passing test is captured.
#[allow(clippy::explicit_write)]
fn skipped() {
    const WHY: &str = "no promtool on this machine (Debian: prometheus)";
    assert!(env::var("CI").as_deref() != Ok("true"), "{WHY}");
    writeln!(std::io::stderr(), "\n*** SKIPPED: the test of the alerts; {WHY} ***\n").unwrap();
}

#[test]
fn promtool_accepts_the_alerts_and_they_fire_when_they_should() {
    promtool(&["check", "rules", "--lint-fatal", "alerts.yml"], "");
    promtool(&["test", "rules", "alerts_test.yml"], "");
}

#[tokio::test]
async fn every_metric_in_the_alerts_and_the_dashboard_exists() {
    let (mut shop, gateway) = (Shop::watched().await, Gateway::start(Options::default()).await.unwrap());
    shop.set_toml(&format!("{TOML}\n[wallet]\nenabled = true\n"));
    shop.set_gateway_of(PaymentMethod::Pakasir, &gateway);
    shop.start();
    shop.greet_admins().await;
    // Who pays for exactly an order, so that there is one of everything.
    shop.to_confirmation(BUDI).await;
    shop.press(BUDI, "💳 QRIS", "Menunggu pembayaran").await;
    shop.see(BUDI, "Bayar tepat").await;
    let invoice = gateway.wait_until("the bill", |books| books.invoices().first().cloned()).await.unwrap();
    gateway.pay(&invoice.order_id);
    shop.tap(BUDI, "🔄").await;
    shop.taken(1).await;
    let late = ["odzreshop_provider_balance_rupiah", "odzreshop_ledger_accounts_wrong", "odzreshop_payment_credit_delay_seconds"];
    let metrics = shop.ask_until("/metrics", |_, text| late.iter().all(|name| text.contains(name))).await;
    // promtool reads the older format, in which a counter's help has its whole name.
    let older = metrics.replace("odzreshop_payment_gateway_calls ", "odzreshop_payment_gateway_calls_total ");
    promtool(&["check", "metrics"], &older);
    let known: BTreeSet<&str> = names().find_iter(&metrics).map(|name| name.as_str()).collect();
    for file in ["alerts.yml", "grafana.json"] {
        let text = fs::read_to_string(format!("{}/.deploy/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let named: Vec<&str> = names().find_iter(&text).map(|name| name.as_str()).collect();
        assert!(named.len() > 5, "{file}");
        for name in named {
            assert!(known.contains(name), "{file} names {name}, which /metrics does not have");
        }
    }
    shop.close().await;
}

fn names() -> Regex {
    Regex::new(r"odzreshop_[a-z_]+").unwrap()
}

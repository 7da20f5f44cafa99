//! The layout of the page: in both colour schemes, wide and narrow; and the README's picture.

use std::env;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::person::Phone::{Admin, Customer};
use super::stage::{DESKTOP, PHONE, Stage};

/// The size of the README's picture: small enough that its text is readable there.
const PICTURE: (u32, u32) = (1280, 800);
/// The largest size of the README's picture in bytes, so that the README loads fast.
const MAX_PICTURE: usize = 300_000;

#[tokio::test]
async fn nothing_is_wider_than_the_window_in_any_size_or_colour() {
    let Some(stage) = Stage::open(0).await else { return };
    stage.buy().await;
    stage.see(Customer, "(SN): SN").await;
    for (name, size) in [("desktop", DESKTOP), ("phone", PHONE)] {
        for colours in ["light", "dark"] {
            stage.show(size, colours).await;
            stage.find("[data-testid=phone-customer] [data-testid=message]", "(SN): SN").await;
            look(&stage, size, &format!("{name}-{colours}")).await;
        }
    }
    // A phone shows one part of the page at a time, in tabs.
    let tabs = "return [...document.querySelectorAll('nav [role=tab]')].map(tab => tab.textContent)";
    let tabs: Vec<String> = serde_json::from_value(stage.browser.run(tabs, json!([])).await).unwrap();
    assert!(tabs.len() >= 3, "{tabs:?}");
    for tab in tabs {
        stage.click("nav [role=tab]", &tab).await;
        let name: String = tab.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
        look(&stage, PHONE, &format!("phone-dark-{name}")).await;
    }
    stage.close().await;
}

/// Asserts that nothing is wider than the window, and saves a picture.
async fn look(stage: &Stage, (width, _): (u32, u32), name: &str) {
    let widths = stage.browser.run("return [document.documentElement.scrollWidth, innerWidth]", json!([])).await;
    assert!(widths[0].as_u64() <= widths[1].as_u64() && widths[1] == width, "{name}: {widths}");
    stage.keep(name).await;
}

#[tokio::test]
async fn every_control_has_an_accessible_name() {
    let Some(stage) = Stage::open(0).await else { return };
    stage.buy().await;
    stage.see(Customer, "(SN): SN").await;
    let nameless = "
        const named = e => e.ariaLabel || e.textContent.trim() || e.title || e.labels?.length || e.getAttribute('aria-labelledby');
        return [...document.querySelectorAll('button, input, select, textarea, [role=log], img')]
            .filter(e => e.checkVisibility() && !named(e) && !e.alt).map(e => e.outerHTML)";
    assert_eq!(stage.browser.run(nameless, json!([])).await, json!([]));
    stage.find("[data-testid=phone-customer] [aria-live=polite]", "(SN): SN").await;
    stage.close().await;
}

/// Makes the README's picture; the README has the command.
#[tokio::test]
async fn picture() {
    let Some(stage) = Stage::open(0).await else { return };
    stage.show(PICTURE, "light").await;
    stage.sit_down("Emma").await;
    stage.buy().await;
    stage.see(Customer, "(SN): SN").await;
    stage.click("[data-testid=trail] button", "/status").await;
    stage.see(Admin, "INV-").await;
    let path = stage.keep("picture").await;
    let bytes = fs::read(path).unwrap();
    assert!(bytes.len() < MAX_PICTURE, "{} bytes", bytes.len());
    if let Some(name) = env::var_os("DEMO_PICTURE") {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), bytes).unwrap();
    }
    stage.close().await;
}

//! The layout of the page: in both colour schemes, wide and narrow; and the README's picture.

use std::env;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::person::Phone::{Admin, Customer};
use super::session::{DESKTOP, PHONE, Session};

/// The size of the README's picture: small enough that its text is readable there.
const PICTURE: (u32, u32) = (1280, 800);
/// A larger one makes the README slow to open.
const MAX_PICTURE: usize = 320_000;

#[tokio::test]
async fn the_page_fits_every_screen_size_and_colour_scheme() {
    let Some(session) = Session::open(0).await else { return };
    session.buy().await;
    session.see(Customer, "(SN): SN").await;
    for (name, size) in [("desktop", DESKTOP), ("phone", PHONE)] {
        for colours in ["light", "dark"] {
            session.show(size, colours).await;
            session.find("[data-testid=phone-customer] [data-testid=message]", "(SN): SN").await;
            look(&session, size, &format!("{name}-{colours}")).await;
        }
    }
    // A phone shows one part of the page at a time, in tabs.
    let tabs = "return [...document.querySelectorAll('nav [role=tab]')].map(tab => tab.textContent)";
    let tabs: Vec<String> = serde_json::from_value(session.browser.run(tabs, json!([])).await).unwrap();
    assert!(tabs.len() >= 3, "{tabs:?}");
    for tab in tabs {
        session.click("nav [role=tab]", &tab).await;
        let name: String = tab.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
        look(&session, PHONE, &format!("phone-dark-{name}")).await;
    }
    session.close().await;
}

/// Checks that nothing is wider than the window, and keeps a picture.
async fn look(session: &Session, (width, _): (u32, u32), name: &str) {
    let widths = session.browser.run("return [document.documentElement.scrollWidth, innerWidth]", json!([])).await;
    assert!(widths[0].as_u64() <= widths[1].as_u64() && widths[1] == width, "{name}: {widths}");
    session.keep(name).await;
}

#[tokio::test]
async fn every_control_has_an_accessible_name() {
    let Some(session) = Session::open(0).await else { return };
    session.buy().await;
    session.see(Customer, "(SN): SN").await;
    let nameless = "
        const named = e => e.ariaLabel || e.textContent.trim() || e.title || e.labels?.length || e.getAttribute('aria-labelledby');
        return [...document.querySelectorAll('button, input, select, textarea, [role=log], img')]
            .filter(e => e.checkVisibility() && !named(e) && !e.alt).map(e => e.outerHTML)";
    assert_eq!(session.browser.run(nameless, json!([])).await, json!([]));
    session.find("[data-testid=phone-customer] [aria-live=polite]", "(SN): SN").await;
    session.close().await;
}

/// Makes the README's picture; .github/docs/testing.md has the command.
#[tokio::test]
async fn picture() {
    let Some(session) = Session::open(0).await else { return };
    session.show(PICTURE, "light").await;
    session.choose_person("Emma").await;
    session.ask_for_bill("20.000").await;
    session.pay().await;
    session.find("[data-testid=bank] [data-payment=credited]", "in the wallet").await;
    session.buy().await;
    session.see(Customer, "(SN): SN").await;
    session.click("[data-testid=order-history] button", "/status").await;
    session.see(Admin, "INV-").await;
    let path = session.keep("picture").await;
    let bytes = fs::read(path).unwrap();
    assert!(bytes.len() < MAX_PICTURE, "{} bytes", bytes.len());
    if let Some(name) = env::var_os("DEMO_PICTURE") {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(name), bytes).unwrap();
    }
    session.close().await;
}

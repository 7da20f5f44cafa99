//! Customers buy in the browser, in both languages, with and without a mouse.

use serde_json::json;

use super::person::Phone::Customer;
use super::session::Session;

#[tokio::test]
async fn a_customer_buys_in_indonesian() {
    let Some(session) = Session::open(1).await else { return };
    session.choose_person("Budi").await;
    session.buy().await;
    let end = session.see(Customer, "Top up berhasil").await;
    assert!(end.contains("Mobile Legends 86 Diamonds") && end.contains("(SN): SN"), "{end}");
    assert_eq!(session.count(Customer, "🎉").await, 1);
    session.close().await;
}

#[tokio::test]
async fn a_customer_buys_in_english() {
    let Some(session) = Session::open(1).await else { return };
    session.choose_person("Emma").await;
    session.buy().await;
    let end = session.see(Customer, "Your top-up has arrived").await;
    assert!(end.contains("Mobile Legends 86 Diamonds") && end.contains("(SN): SN"), "{end}");
    session.choose_person("Budi").await;
    assert_eq!(session.count(Customer, "Top up berhasil").await, 0, "it is another person's chat");
    session.close().await;
}

/// The Tab key in WebDriver.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
/// The page has fewer elements that take the focus.
const MAX_STOPS: usize = 200;

#[tokio::test]
async fn a_customer_buys_with_the_keyboard_alone() {
    let Some(session) = Session::open(1).await else { return };
    let write = async |text: &str| {
        walk(&session, "[data-testid=phone-customer] [data-testid=composer]", "").await;
        session.browser.keys(text).await;
        session.browser.keys(ENTER).await;
    };
    let press = async |label: &str| {
        walk(&session, "[data-testid=phone-customer] [data-testid=keyboard-button]", label).await;
        session.browser.keys(ENTER).await;
    };
    write("/start").await;
    press("⚔️").await;
    press("86 💎").await;
    session.see(Customer, "123456789").await;
    write("123456789 (1234)").await;
    press("✅").await;
    session.see(Customer, "(SN): SN").await;
    session.close().await;
}

/// Waits for an element and goes to it with the Tab key; the focus must be visible at every stop.
async fn walk(session: &Session, selector: &str, label: &str) {
    let wanted = session.find(selector, label).await;
    let mut stops = Vec::new();
    for _ in 0..MAX_STOPS {
        session.browser.keys(TAB).await;
        let stop = "const at = document.activeElement, style = getComputedStyle(at);
            const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            return [at === arguments[0], at === document.body || marked, `${at.tagName} ${at.textContent.slice(0, 40)}`]";
        let stop = session.browser.run(stop, json!([wanted])).await;
        stops.push(stop[2].clone());
        assert_eq!(stop[1], true, "the focus can be seen: {stops:?}");
        if stop[0] == true {
            return;
        }
    }
    panic!("no way to {selector} {label:?} by Tab: {stops:?}");
}

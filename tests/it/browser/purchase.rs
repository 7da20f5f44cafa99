//! Customers buy in the browser, in both languages, with and without a mouse.

use serde_json::json;

use super::person::Phone::Customer;
use super::stage::Stage;

#[tokio::test]
async fn a_customer_buys_in_indonesian() {
    let Some(stage) = Stage::open(1).await else { return };
    stage.sit_down("Budi").await;
    stage.buy().await;
    let end = stage.see(Customer, "Top up berhasil").await;
    assert!(end.contains("Mobile Legends 86 Diamonds") && end.contains("(SN): SN"), "{end}");
    assert_eq!(stage.count(Customer, "🎉").await, 1);
    stage.close().await;
}

#[tokio::test]
async fn a_customer_buys_in_english() {
    let Some(stage) = Stage::open(1).await else { return };
    stage.sit_down("Emma").await;
    stage.buy().await;
    let end = stage.see(Customer, "Your top-up has arrived").await;
    assert!(end.contains("Mobile Legends 86 Diamonds") && end.contains("(SN): SN"), "{end}");
    stage.sit_down("Budi").await;
    assert_eq!(stage.count(Customer, "Top up berhasil").await, 0, "it is another person's chat");
    stage.close().await;
}

/// The Tab key in WebDriver.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
/// More Tab presses than the page has focusable elements.
const MAX_STOPS: usize = 200;

#[tokio::test]
async fn a_customer_buys_with_the_keyboard_alone() {
    let Some(stage) = Stage::open(1).await else { return };
    let write = async |text: &str| {
        walk(&stage, "[data-testid=phone-customer] [data-testid=composer]", "").await;
        stage.browser.keys(text).await;
        stage.browser.keys(ENTER).await;
    };
    let press = async |label: &str| {
        walk(&stage, "[data-testid=phone-customer] [data-testid=keyboard-button]", label).await;
        stage.browser.keys(ENTER).await;
    };
    write("/start").await;
    press("⚔️").await;
    press("Mobile Legends 86 Diamonds").await;
    stage.see(Customer, "123456789").await;
    write("123456789 (1234)").await;
    press("✅").await;
    stage.see(Customer, "(SN): SN").await;
    stage.close().await;
}

/// Waits for an element and moves the focus to it with the Tab key; asserts that the focus is visible at every step.
async fn walk(stage: &Stage, selector: &str, label: &str) {
    let wanted = stage.find(selector, label).await;
    let mut stops = Vec::new();
    for _ in 0..MAX_STOPS {
        stage.browser.keys(TAB).await;
        let stop = "const at = document.activeElement, style = getComputedStyle(at);
            const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            return [at === arguments[0], at === document.body || marked, `${at.tagName} ${at.textContent.slice(0, 40)}`]";
        let stop = stage.browser.run(stop, json!([wanted])).await;
        stops.push(stop[2].clone());
        assert_eq!(stop[1], true, "the focus can be seen: {stops:?}");
        if stop[0] == true {
            return;
        }
    }
    panic!("no way to {selector} {label:?} by Tab: {stops:?}");
}

//! The guide ticks what has happened, keeps its progress over a reload, and ends with totals.

use serde_json::json;

use super::person::Phone::{Admin, Customer};
use super::session::Session;

#[tokio::test]
async fn the_guide_ticks_what_happened_and_a_reload_keeps_it() {
    let Some(session) = Session::open(1).await else { return };
    session.buy().await;
    session.see(Customer, "(SN): SN").await;
    session.find("[data-testid=guide] h2", "Now break it").await;

    session.ask_for_bill("50.000").await;
    session.pay().await;
    until_done(&session, 1).await;

    session.next_order("Lose the answer").await;
    session.buy().await;
    session.find("[data-testid=shop-book]", "uncertain").await;
    session.find("[data-testid=guide] .now .now", "resolve the order").await;
    assert_eq!(done(&session).await, 1, "the order waits for the admin");
    session.keep("uncertain").await;
    session.browser.go(&session.url).await;
    session.find("[data-testid=guide] .now .now", "resolve the order").await;
    session.press(Admin, "📥").await;
    session.see(Admin, "✏️").await;
    let lost = "return document.querySelector('.order[data-state=uncertain]').dataset.invoice";
    let invoice = session.browser.run(lost, json!([])).await;
    session.say(Admin, invoice.as_str().unwrap()).await;
    session.press(Admin, "✅ Yes, it went through").await;
    until_done(&session, 2).await;

    session.buy().await;
    session.find("[data-testid=shop-book]", "pending").await;
    session.click("[data-testid=bot-kill]", "").await;
    session.click("[data-testid=bot-start]", "").await;
    until_done(&session, 3).await;

    session.ask_for_bill("20.000").await;
    session.click("[data-testid=bot-kill]", "").await;
    session.find("[data-testid=guide] .now .now", "while the bot is dead").await;
    session.pay().await;
    session.find("[data-testid=guide] .now .now", "Start the bot").await;
    assert_eq!(done(&session).await, 3, "the money is yet to arrive");
    session.click("[data-testid=bot-start]", "").await;
    until_done(&session, 4).await;

    session.click("[data-testid=provider-down]", "").await;
    session.buy().await;
    session.find("[data-testid=guide] .now .now", "Bring it back up").await;
    session.keep("provider-down").await;
    session.click("[data-testid=provider-down]", "").await;
    let totals = session.find("[data-testid=totals]", "POST /order").await;
    session.find("[data-testid=guide] h2", "It survived everything").await;
    session.keep("totals").await;
    let shown = "return [...arguments[0].querySelectorAll('dd')].map(figure => Number(figure.textContent))";
    let before = session.browser.run(shown, json!([totals])).await;
    assert_eq!((&before[0], &before[2], &before[3]), (&json!(4), &json!(0), &json!(0)), "{before}");
    let money = session.find("[data-testid=money]", "difference").await;
    let money = session.browser.run("return arguments[0].innerText", json!([money])).await;
    assert!(money.as_str().unwrap().contains("Rp 0"), "all that arrived is credited: {money}");
    session.browser.go(&session.url).await;
    session.find("[data-testid=totals]", "POST /order").await;
    let log = session.end().await;
    assert!(log.lines().all(|line| line.contains(" WARN ")), "of a provider that is down the bot warns, no more: {log}");
}

async fn until_done(session: &Session, count: u64) {
    let ticked = "return document.querySelectorAll('[data-testid=guide] .coach > .done').length === arguments[0]";
    session.waited(&format!("{count} ticks"), ticked, json!([count])).await;
}

async fn done(session: &Session) -> u64 {
    let ticks = "return document.querySelectorAll('[data-testid=guide] .coach > .done').length";
    session.browser.run(ticks, json!([])).await.as_u64().unwrap()
}

#[tokio::test]
async fn a_computer_without_emoji_is_told_how_to_get_them() {
    let Some(session) = Session::open(0).await else { return };
    // A browser that draws no text is one without emoji.
    let blind = "CanvasRenderingContext2D.prototype.fillText = () => {}";
    session.browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": blind })).await;
    session.browser.go(&session.url).await;
    session.find("[data-testid=no-emoji]", "fonts-noto-color-emoji").await;
    session.keep("no-emoji").await;
    session.close().await;
}

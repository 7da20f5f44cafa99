//! Faults while a customer orders, and how the page shows their end.

use super::person::Phone::{Admin, Customer};
use super::session::Session;

#[tokio::test]
async fn an_order_that_the_provider_fails_says_why() {
    let Some(session) = Session::open(0).await else { return };
    session.next_order("Fail").await;
    session.buy().await;
    let end = session.see(Customer, "😔").await;
    assert!(end.contains("Cek lagi apakah ID-nya benar"), "{end}");
    assert_eq!(session.count(Customer, "🎉").await, 0);
    session.close().await;
}

#[tokio::test]
async fn an_order_without_an_answer_is_resolved_by_the_admin() {
    let Some(session) = Session::open(1).await else { return };
    session.next_order("Lose the answer").await;
    session.buy().await;
    session.see(Customer, "dicek").await;
    session.press(Admin, "📥").await;
    session.see(Admin, "✏️").await;
    let invoices = session.invoices().await;
    assert_eq!(invoices.len(), 1, "{invoices:?}");
    session.say(Admin, invoices.first().unwrap()).await;
    session.press(Admin, "✅ Yes, it went through").await;
    let end = session.see(Customer, "Top up berhasil").await;
    assert!(end.contains("(SN): SN"), "{end}");
    session.close().await;
}

#[tokio::test]
async fn an_order_survives_the_death_of_the_bot() {
    let Some(session) = Session::open(3).await else { return };
    session.buy().await;
    session.see(Customer, "Sedang diproses").await;
    let before = session.bot().await;
    session.click("[data-testid=bot-kill]", "").await;
    session.find("[data-testid=bot-start]", "").await;
    assert_eq!(session.bot().await["running"], false);
    session.click("[data-testid=bot-start]", "").await;
    session.see(Customer, "(SN): SN").await;
    let after = session.bot().await;
    assert!(after["running"] == true && after["pid"] != before["pid"], "{before} {after}");
    assert_eq!(session.count(Customer, "🎉").await, 1);
    assert_eq!(session.invoices().await.len(), 1, "exactly one order");
    session.close().await;
}

//! Failures during a purchase, and how the page shows that they end well.

use super::person::Phone::{Admin, Customer};
use super::stage::Stage;

#[tokio::test]
async fn an_order_that_the_provider_fails_says_why() {
    let Some(stage) = Stage::open(0).await else { return };
    stage.next_order("Fail").await;
    stage.buy().await;
    let end = stage.see(Customer, "😔").await;
    assert!(end.contains("ID tidak ditemukan"), "{end}");
    assert_eq!(stage.count(Customer, "🎉").await, 0);
    stage.close().await;
}

#[tokio::test]
async fn an_order_without_an_answer_is_resolved_by_the_admin() {
    let Some(stage) = Stage::open(1).await else { return };
    stage.next_order("Lose the answer").await;
    stage.buy().await;
    stage.see(Customer, "dicek").await;
    stage.press(Admin, "📥").await;
    stage.see(Admin, "✏️").await;
    let invoices = stage.invoices().await;
    assert_eq!(invoices.len(), 1, "{invoices:?}");
    stage.say(Admin, invoices.first().unwrap()).await;
    stage.press(Admin, "✅").await;
    let end = stage.see(Customer, "Top up berhasil").await;
    assert!(end.contains("(SN): SN"), "{end}");
    stage.close().await;
}

#[tokio::test]
async fn an_order_survives_the_death_of_the_bot() {
    let Some(stage) = Stage::open(3).await else { return };
    stage.buy().await;
    stage.see(Customer, "Sedang diproses").await;
    let before = stage.bot().await;
    stage.click("[data-testid=bot-kill]", "").await;
    stage.find("[data-testid=bot-start]", "").await;
    assert_eq!(stage.bot().await["running"], false);
    stage.click("[data-testid=bot-start]", "").await;
    stage.see(Customer, "(SN): SN").await;
    let after = stage.bot().await;
    assert!(after["running"] == true && after["pid"] != before["pid"], "{before} {after}");
    assert_eq!(stage.count(Customer, "🎉").await, 1);
    assert_eq!(stage.invoices().await.len(), 1, "exactly one order");
    stage.close().await;
}

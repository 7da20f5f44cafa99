//! A customer fills the wallet: the chat shows a QR code, the bank app pays it, and the ledger shows where the money went.

use serde_json::json;

use super::person::Phone::{Admin, Customer};
use super::session::{PHONE, Session};

/// The size of a small laptop.
const LAPTOP: (u32, u32) = (1280, 800);

#[tokio::test]
async fn what_the_bank_app_pays_arrives_once_even_while_the_bot_is_dead() {
    let Some(session) = Session::open(0).await else { return };
    session.ask_for_bill("20.000").await;
    session.keep("bank-open").await;
    session.pay().await;
    session.find("[data-testid=bank] [data-payment=credited]", "in the wallet").await;
    session.click("[data-testid=bank] button", "Pay again").await;
    session.find("[data-testid=bank-note]", "already paid").await;

    session.ask_for_bill("50.000").await;
    session.click("[data-testid=bot-kill]", "").await;
    session.find("[data-testid=bot-start]", "").await;
    session.pay().await;
    session.find("[data-testid=bank]", "its bot is dead").await;
    session.click("[data-watch=ledger]", "").await;
    session.find("[data-testid=ledger-sums]", "not yet seen Rp 50.000").await;
    session.click("[data-testid=bot-start]", "").await;
    session.find("[data-testid=ledger-sums]", "Gateway received Rp 70.000 = credited Rp 70.000 + unmatched Rp 0").await;
    session.find("[data-testid=ledger-sums]", "sum 0 ✓").await;
    session.find("[data-account='wallet:1001']", "Rp 170.000").await;
    session.see(Customer, "50.000 sudah masuk ke saldomu").await;
    assert_eq!(session.count(Customer, "sudah masuk ke saldomu").await, 2);

    session.ask_for_bill("20.000").await;
    session.click("[data-testid=bank] button", "too little").await;
    session.find("[data-testid=bank] [data-payment=unmatched]", "an admin decides").await;
    session.find("[data-testid=ledger-sums]", "unmatched Rp 19.").await;
    for (size, name) in [(LAPTOP, "laptop"), (PHONE, "phone")] {
        for colours in ["light", "dark"] {
            session.show(size, colours).await;
            if name == "phone" {
                session.click("nav [role=tab]", "Bank").await;
                session.keep(&format!("money-{name}-{colours}-bank")).await;
                session.click("nav [role=tab]", "Books").await;
            }
            session.find("[data-testid=ledger-sums]", "sum 0 ✓").await;
            session.keep(&format!("money-{name}-{colours}-ledger")).await;
        }
    }
    let widths = session.browser.run("return [document.documentElement.scrollWidth, innerWidth]", json!([])).await;
    assert_eq!(widths[0], widths[1], "nothing is wider than the window");
    let log = session.end().await;
    assert!(log.lines().all(|line| line.contains(" WARN ")), "it warns of the payment that was too little, no more: {log}");
}

#[tokio::test]
async fn a_cancelled_bill_can_be_paid_late_and_the_gateway_can_be_down() {
    let Some(session) = Session::open(0).await else { return };
    session.ask_for_bill("20.000").await;
    session.press(Customer, "❌").await;
    session.click("[data-testid=bank] button", "late").await;
    // The gateway posts that it was paid.
    session.find("[data-testid=bank] [data-payment=credited]", "in the wallet").await;
    session.click("[data-testid=gateway-down]", "").await;
    session.say(Customer, "/wallet").await;
    session.press(Customer, "➕").await;
    session.press(Customer, "20.000").await;
    session.press(Customer, "⚡").await;
    session.see(Customer, "QRIS sedang tidak bisa dipakai").await;
    session.end().await;
}

/// Without a gateway the customer proves the payment with a photo, and the admin decides; Stars are paid in the chat.
#[tokio::test]
async fn a_proof_is_approved_and_stars_are_paid_in_the_chat() {
    let Some(session) = Session::open(0).await else { return };
    session.ask_for_bill_by("🔳", "20.000").await;
    session.pay().await;
    session.find("[data-testid=bank]", "which tells nobody").await;
    session.press(Customer, "📷").await;
    session.see(Customer, "Kirim foto bukti").await;
    session.click("[data-testid=phone-customer] [aria-label='Send something else']", "").await;
    session.click("[data-testid=phone-customer] [role=menuitem]", "Photo").await;
    session.press(Admin, "✅ Approve").await;
    session.press(Admin, "✅ Yes").await;
    session.find("[data-testid=bank] [data-payment=credited]", "in the wallet").await;
    session.see(Customer, "sudah masuk ke saldomu").await;

    session.say(Customer, "/wallet").await;
    session.press(Customer, "➕").await;
    session.press(Customer, "50.000").await;
    session.press(Customer, "⭐ Telegram Stars").await;
    session.press(Customer, "⭐ Bayar").await;
    session.see(Customer, "50.000 sudah masuk ke saldomu").await;
    session.click("[data-watch=ledger]", "").await;
    session.find("[data-account='method:stars']", "Telegram Stars").await;
    session.find("[data-account='method:qris']", "own QRIS").await;
    session.find("[data-testid=ledger-sums]", "sum 0 ✓").await;
    session.keep("ways").await;
    session.close().await;
}

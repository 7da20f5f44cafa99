//! The bank app: people pay the bills whose QR codes they were shown. The money goes to the gateway, whether or not the shop runs; that of the
//! shop's own code goes to the shop's account at a bank, which tells nobody.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::own_account::OWN_CODE;
use super::parts::Page;

/// The most that one QRIS payment may be, rupiah.
const MAX_AMOUNT: i64 = 10_000_000;

/// A code is paid: what it asks for, or another amount, as a broken bank app might.
#[derive(Deserialize)]
pub(super) struct Pay {
    /// The reference of the bill.
    bill: String,
    amount: Option<i64>,
}

pub(super) async fn pay(State(page): State<Arc<Page>>, Json(Pay { bill, amount }): Json<Pay>) -> Response {
    let shown = page.demo.shop.borrow().bills.iter().find(|shown| shown.reference == bill).cloned();
    let Some(shown) = shown else { return refused("Nobody here was shown this code.") };
    if amount.is_some_and(|amount| !(1..=MAX_AMOUNT).contains(&amount)) {
        return refused("A QRIS payment is Rp 1 to Rp 10.000.000.");
    }
    // What the bank says, not an error of the page: each code is paid once.
    let refusal = if shown.method == OWN_CODE {
        let is_paid = page.own_account.pay(&bill, amount.unwrap_or(shown.total));
        page.feed.compare_again();
        (!is_paid).then_some("You have paid this already. The code would take the money again, so nothing was sent.")
    } else {
        let gateway = &page.demo.gateway;
        let is_paid = amount.map_or_else(|| gateway.pay(&bill), |amount| gateway.pay_amount(&bill, amount));
        (!is_paid).then_some("This code is already paid. Nothing was taken from your account.")
    };
    Json(json!({ "refusal": refusal })).into_response()
}

fn refused(why: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, why).into_response()
}

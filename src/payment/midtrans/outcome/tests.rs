//! Each of Midtrans' answers, and broken ones.

use serde_json::{Value, json};

use super::*;
use crate::payment::fuzz;

const REFERENCE: &str = "7K3M9QXZ-1";
const ID: &str = "01bf5e23-7183-4cfe-862c-58a3f6e8f0a2";
const CODE: &str = "00020101021226610014COM.GO-JEK.WWW5204549953033605405250005802ID5909ODZRESHOP6007JAKARTA6304A4B1";
/// 2021-07-06 17:23:49 in Jakarta.
const TIME: i64 = 1_625_567_029_000;

fn ask(fee_on_top: bool) -> Ask<'static> {
    Ask { reference: REFERENCE, wanted: Rupiah(25_000), asked: None, fee_on_top, minutes: 15 }
}

/// The documentation's sample, with an amount of ours.
fn created() -> Value {
    json!({
        "status_code": "201", "status_message": "QRIS transaction is created", "transaction_id": ID, "order_id": REFERENCE,
        "merchant_id": "G490526303", "gross_amount": "25000.00", "currency": "IDR", "payment_type": "qris",
        "transaction_time": "2021-07-06 17:08:49", "transaction_status": "pending", "fraud_status": "accept",
        "actions": [{ "name": "generate-qr-code", "method": "GET", "url": format!("https://api.midtrans.com/v2/qris/{ID}/qr-code") }],
        "qr_string": CODE, "acquirer": "gopay", "expiry_time": "2021-07-06 17:23:49"
    })
}

fn http(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap()
}

fn open(status: u16, body: &Value) -> Result<Slip, GatewayError> {
    opened(ask(false), 25_000, http(status), body.to_string().as_bytes())
}

#[test]
fn the_documented_code_is_read() {
    let expires_at = Some(Millis(TIME));
    let slip = Slip { asked: Rupiah(25_000), amount: Rupiah(25_000), payable: 25_000, code: CODE.to_owned(), expires_at };
    for status in [200, 201, 500] {
        assert_eq!(open(status, &created()), Ok(slip.clone()), "the code in the body counts, not HTTP {status}");
    }
    let mut on_top = created();
    on_top["gross_amount"] = json!("25177.00");
    let opened = opened(ask(true), 25_177, http(201), on_top.to_string().as_bytes());
    assert_eq!(opened, Ok(Slip { asked: Rupiah(25_177), payable: 25_177, ..slip.clone() }), "the fee is the customer's");
    for (field, value) in [("gross_amount", json!(25_000)), ("gross_amount", json!(25_000.0)), ("status_code", json!(201))] {
        let mut body = created();
        body[field] = value.clone();
        assert_eq!(open(201, &body), Ok(slip.clone()), "{field} {value}");
    }
    for (field, value) in [("expiry_time", json!("tomorrow")), ("expiry_time", json!(null)), ("currency", json!(null))] {
        let mut body = created();
        body[field] = value.clone();
        assert!(open(201, &body).is_ok(), "{field} {value}");
    }
}

#[test]
fn a_code_for_something_else_is_none() {
    for (field, value) in [
        ("order_id", json!("7K3M9QXZ-2")),
        ("order_id", json!(7)),
        ("order_id", json!(null)),
        ("gross_amount", json!("24999.00")),
        ("gross_amount", json!("25000.50")),
        ("gross_amount", json!("25000.")),
        ("gross_amount", json!("25.000")),
        ("gross_amount", json!("25000,00")),
        ("gross_amount", json!("+25000")),
        ("gross_amount", json!("")),
        ("gross_amount", json!(null)),
        ("gross_amount", json!(-25_000)),
        ("currency", json!("USD")),
        ("transaction_status", json!("settlement")),
        ("transaction_status", json!(null)),
        ("qr_string", json!("")),
        ("qr_string", json!(null)),
        ("qr_string", json!("https://evil.example/pay")),
        ("qr_string", json!(format!("0002{}", "0".repeat(600)))),
        ("qr_string", json!("000201\nx")),
        ("status_code", json!("two")),
        ("status_code", json!("+201")),
        ("status_code", json!(true)),
        ("status_code", json!(null)),
    ] {
        let mut body = created();
        body[field] = value.clone();
        assert!(matches!(open(201, &body), Err(GatewayError::Garbled { .. })), "{field} {value}");
    }
    let mut picture = created();
    picture.as_object_mut().unwrap().remove("qr_string");
    assert_eq!(open(201, &picture), Err(garbled("no QR text")), "a picture alone");
}

/// The answers that have no transaction in them, to every call.
#[test]
fn refusals_and_failures() {
    let refused = |word: &str| GatewayError::Refused { word: word.to_owned() };
    let account = |word: &str| GatewayError::Account { word: word.to_owned() };
    let no_answer = |detail: &str| GatewayError::NoAnswer { detail: detail.to_owned() };
    for (code, message, expected) in [
        ("400", "One or more\nparameters is not valid.", refused("400 One or more parameters is not valid.")),
        ("401", "Unknown Merchant server_key/id", GatewayError::Key { word: "401 Unknown Merchant server_key/id".to_owned() }),
        ("402", "Payment channel is not activated.", account("402 Payment channel is not activated.")),
        ("403", "", GatewayError::Key { word: "403".to_owned() }),
        ("406", "order_id has been paid and utilized", refused("406 order_id has been paid and utilized")),
        ("410", "Merchant deactivated", account("410 Merchant deactivated")),
        (
            "412",
            "Merchant cannot modify the status of the transaction",
            refused("412 Merchant cannot modify the status of the transaction"),
        ),
        ("429", "Too many requests", GatewayError::Busy),
        ("500", "Sorry", no_answer("500 Sorry")),
        ("503", "Sorry", no_answer("503 Sorry")),
        ("505", "Unable to create", no_answer("505 Unable to create")),
        ("202", "denied", refused("202 denied")),
    ] {
        let body = json!({ "status_code": code, "status_message": message, "id": ID }).to_string();
        for status in [200, 201, 400, 401, 404, 500, 503] {
            assert_eq!(opened(ask(false), 25_000, http(status), body.as_bytes()), Err(expected.clone()), "{code} {status}");
            assert_eq!(looked(REFERENCE, false, http(status), body.as_bytes()), Err(expected.clone()), "{code} {status}");
            assert_eq!(closed(http(status), body.as_bytes()), Err(expected.clone()), "{code} {status}");
        }
    }
    let unknown = json!({ "status_code": "404", "status_message": "Transaction doesn't exist.", "id": ID }).to_string();
    for status in [200, 404] {
        let waiting = Look::Waiting { word: Some("unknown transaction".to_owned()) };
        assert_eq!(looked(REFERENCE, false, http(status), unknown.as_bytes()), Ok(waiting));
        assert_eq!(closed(http(status), unknown.as_bytes()), Err(refused("404 Transaction doesn't exist.")));
    }
    let whole = created().to_string();
    for body in ["", "<html><h1>502 Bad Gateway</h1></html>", "{}", "[]", "null", "201", &whole[..whole.len() - 1], &whole[..40]] {
        for (status, expected) in [
            (200, garbled("HTTP 200 with another body")),
            (201, garbled("HTTP 201 with another body")),
            (302, no_answer("HTTP 302")),
            (401, no_answer("HTTP 401")),
            (404, no_answer("HTTP 404")),
            (502, no_answer("HTTP 502")),
        ] {
            assert_eq!(opened(ask(false), 25_000, http(status), body.as_bytes()), Err(expected.clone()), "{status} {body}");
            assert_eq!(looked(REFERENCE, false, http(status), body.as_bytes()), Err(expected.clone()), "{status} {body}");
            assert_eq!(closed(http(status), body.as_bytes()), Err(expected), "{status} {body}");
        }
    }
}

/// A transaction with these changes.
fn look_as(changes: &[(&str, Value)]) -> Result<Look, GatewayError> {
    let mut body = created();
    (body["status_code"], body["transaction_status"]) = (json!("200"), json!("settlement"));
    body["settlement_time"] = json!("2021-07-06 17:23:49");
    for (field, value) in changes {
        body[field] = value.clone();
    }
    looked(REFERENCE, false, StatusCode::OK, body.to_string().as_bytes())
}

fn paid(received: i64) -> Look {
    Look::Paid(SeenPayment { id: ID.to_owned(), received, unit: Unit::Rupiah, paid_at: Some(Millis(TIME)), payer: None, test: false })
}

#[test]
fn only_an_accepted_settlement_is_paid() {
    assert_eq!(look_as(&[]), Ok(paid(25_000)));
    assert_eq!(look_as(&[("transaction_status", json!("Settlement")), ("status_code", json!(200))]), Ok(paid(25_000)));
    assert_eq!(look_as(&[("gross_amount", json!("15000.00"))]), Ok(paid(15_000)), "another amount");
    for (code, fraud, said) in [
        ("200", json!("challenge"), "settlement with code 200 and fraud_status challenge"),
        ("200", json!("deny"), "settlement with code 200 and fraud_status deny"),
        ("200", json!(null), "settlement with code 200 and fraud_status none"),
        ("201", json!("accept"), "settlement with code 201 and fraud_status accept"),
        ("407", json!("accept"), "settlement with code 407 and fraud_status accept"),
    ] {
        let look = look_as(&[("status_code", json!(code)), ("fraud_status", fraud)]);
        assert_eq!(look, Ok(Look::Odd { word: said.to_owned() }));
    }
    for (field, value) in [
        ("order_id", json!("7K3M9QXZ-2")),
        ("order_id", json!(null)),
        ("order_id", json!("7k3m9qxz-1")),
        ("transaction_id", json!(null)),
        ("transaction_id", json!("")),
        ("transaction_id", json!("a b")),
        ("transaction_id", json!("x".repeat(65))),
        ("gross_amount", json!("0.00")),
        ("gross_amount", json!("-25000.00")),
        ("gross_amount", json!("25000.01")),
        ("gross_amount", json!("99999999999999999999.00")),
        ("gross_amount", json!(1e300)),
        ("gross_amount", json!(null)),
        ("currency", json!("SGD")),
        ("transaction_status", json!(true)),
        ("fraud_status", json!({})),
    ] {
        assert!(matches!(look_as(&[(field, value.clone())]), Err(GatewayError::Garbled { .. })), "{field} {value}");
    }
}

#[test]
fn every_word_of_a_transaction() {
    let (waiting, ended) = (|word: &str| Look::Waiting { word: Some(word.to_owned()) }, |word: &str| Look::Ended { word: word.to_owned() });
    let odd = |word: &str| Look::Odd { word: word.to_owned() };
    for (code, word, expected) in [
        ("201", "pending", waiting("pending")),
        ("201", "PENDING", waiting("PENDING")),
        ("200", "capture", waiting("capture")),
        ("407", "expire", ended("expire")),
        ("202", "expire", ended("expire")),
        ("202", "deny", ended("deny")),
        ("200", "cancel", ended("cancel")),
        ("202", "failure", ended("failure")),
        ("200", "refund", ended("refund")),
        ("200", "partial_refund", odd("partial_refund")),
        ("200", "chargeback", odd("chargeback")),
        ("200", "authorize", odd("authorize")),
        ("200", "paid", odd("paid")),
        ("200", "", odd("")),
    ] {
        assert_eq!(look_as(&[("status_code", json!(code)), ("transaction_status", json!(word))]), Ok(expected), "{word:?}");
    }
}

#[test]
fn whatever_is_paid_in_the_sandbox_is_a_test() {
    let mut body = created();
    (body["status_code"], body["transaction_status"]) = (json!("200"), json!("settlement"));
    let Ok(Look::Paid(seen)) = looked(REFERENCE, true, StatusCode::OK, body.to_string().as_bytes()) else { panic!("not paid") };
    assert!(seen.test && seen.paid_at.is_none());
}

#[test]
fn a_code_is_ended_when_it_says_so() {
    let ended = json!({
        "status_code": "407", "status_message": "Success, transaction has expired", "transaction_id": ID, "order_id": REFERENCE,
        "transaction_status": "expire", "gross_amount": "25000.00"
    });
    for status in [200, 407] {
        assert_eq!(closed(http(status), ended.to_string().as_bytes()), Ok(()));
    }
    assert!(closed(http(200), created().to_string().as_bytes()).is_err());
}

#[test]
fn a_webhook_is_about_a_reference_and_nothing_else() {
    let mut hook = created();
    (hook["status_code"], hook["transaction_status"]) = (json!("200"), json!("settlement"));
    hook["signature_key"] = json!("of nobody");
    let hint = Hint { reference: REFERENCE.to_owned(), amount: Rupiah(25_000), test: false };
    assert_eq!(hear(hook.to_string().as_bytes()), Some(hint));
    for (field, value) in [
        ("order_id", json!("")),
        ("order_id", json!("a b")),
        ("order_id", json!("x".repeat(65))),
        ("order_id", json!(null)),
        ("gross_amount", json!("x")),
        ("gross_amount", json!(null)),
    ] {
        let mut hook = hook.clone();
        hook[field] = value.clone();
        assert_eq!(hear(hook.to_string().as_bytes()), None, "{field} {value}");
    }
    for body in ["", "{}", "[]", "null", "order_id=a-1", "\u{0}"] {
        assert_eq!(hear(body.as_bytes()), None, "{body:?}");
    }
}

#[test]
fn no_bytes_say_paid_that_do_not_say_all_of_it() {
    let mut whole = created();
    (whole["status_code"], whole["transaction_status"]) = (json!("200"), json!("settlement"));
    fuzz::with_bodies(&whole, "", |status, body| {
        hear(body);
        let _ = (opened(ask(false), 25_000, http(status), body), closed(http(status), body));
        let Ok(Look::Paid(seen)) = looked(REFERENCE, false, http(status), body) else { return };
        let said: Value = serde_json::from_slice(body).unwrap();
        let text = |field: &str| said[field].as_str().unwrap_or_default().to_ascii_lowercase();
        assert_eq!((text("transaction_status").as_str(), text("fraud_status").as_str()), ("settlement", "accept"));
        assert!(said["status_code"] == "200" || said["status_code"] == 200, "{said}");
        assert!(said["order_id"] == REFERENCE && said["transaction_id"] == seen.id.as_str(), "{said}");
        assert!(said["gross_amount"].to_string().trim_matches('"').starts_with(&seen.received.to_string()) && seen.received > 0, "{said}");
    });
}

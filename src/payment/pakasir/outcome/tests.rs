//! Each of Pakasir's answers, and broken ones.

use serde_json::{Value, json};

use super::*;
use crate::payment::fuzz;

const PROJECT: &str = "toko";
const REFERENCE: &str = "7K3M9QXZ-1";
const CODE: &str = "00020101021226610016ID.CO.SHOPEE.WWW5204549953033605409100003.005802ID5907Pakasir6012KAB. KEBUMEN6304A4B1";

fn ask(fee_on_top: bool) -> Ask<'static> {
    Ask { reference: REFERENCE, wanted: Rupiah(100_000), asked: None, fee_on_top, minutes: 15 }
}

/// The documentation's sample.
fn created() -> Value {
    json!({ "payment": {
        "project": PROJECT, "order_id": REFERENCE, "amount": 99000, "fee": 1003, "total_payment": 100003, "payment_method": "qris",
        "payment_number": CODE, "expired_at": "2026-11-24T08:19:05.123456789Z"
    } })
}

fn open(status: u16, body: &Value, fee_on_top: bool) -> Result<Slip, GatewayError> {
    opened(PROJECT, ask(fee_on_top), 99_000, StatusCode::from_u16(status).unwrap(), body.to_string().as_bytes())
}

#[test]
fn the_documented_code_is_read() {
    let expires_at = Some(Millis(1_795_508_345_123));
    let slip = Slip { asked: Rupiah(99_000), amount: Rupiah(100_003), payable: 100_003, code: CODE.to_owned(), expires_at };
    assert_eq!(open(200, &created(), false), Ok(slip.clone()));
    assert_eq!(open(201, &created(), true), Ok(Slip { amount: Rupiah(100_000), ..slip }), "the fee is the customer's");
}

#[test]
fn a_code_for_something_else_is_none() {
    for (field, value) in [
        ("project", json!("other")),
        ("order_id", json!("7K3M9QXZ-2")),
        ("amount", json!(98_999)),
        ("amount", json!(99_000.5)),
        ("total_payment", json!(null)),
        ("total_payment", json!(0)),
        ("total_payment", json!(-5)),
        ("payment_number", json!("")),
        ("payment_number", json!("https://evil.example/pay")),
        ("payment_number", json!(format!("0002{}", "0".repeat(600)))),
        ("payment_number", json!("000201\nx")),
        ("payment_number", json!("000201é")),
        ("payment_number", json!(7)),
    ] {
        let mut body = created();
        body["payment"][field] = value.clone();
        assert!(matches!(open(200, &body, false), Err(GatewayError::Garbled { .. })), "{field} {value}");
    }
    let mut texts = created();
    (texts["payment"]["amount"], texts["payment"]["total_payment"]) = (json!("99000"), json!("100003"));
    texts["payment"]["expired_at"] = json!("tomorrow");
    assert_eq!(open(200, &texts, false).unwrap().expires_at, None, "figures as texts, and a time that nobody understands");
}

#[test]
fn refusals_and_failures() {
    let body = json!({ "message": "Invalid\nAPI key" });
    for (status, expected) in [
        (401, GatewayError::Key { word: "Invalid API key".to_owned() }),
        (403, GatewayError::Key { word: "Invalid API key".to_owned() }),
        (400, GatewayError::Refused { word: "Invalid API key".to_owned() }),
        (500, GatewayError::NoAnswer { detail: "HTTP 500".to_owned() }),
        (302, GatewayError::NoAnswer { detail: "HTTP 302".to_owned() }),
        (200, GatewayError::Garbled { detail: "HTTP 200 with another body".to_owned() }),
    ] {
        assert_eq!(open(status, &body, false), Err(expected.clone()), "{status}");
        let looked = looked(PROJECT, REFERENCE, (99_000, 100_003), StatusCode::from_u16(status).unwrap(), body.to_string().as_bytes());
        match status {
            200 => assert_eq!(looked, Ok(Look::Waiting { word: Some("unknown transaction".to_owned()) }), "no transaction in it"),
            _ => assert_eq!(looked, Err(expected), "{status}"),
        }
    }
}

fn look(change: impl Fn(&mut Value)) -> Result<Look, GatewayError> {
    let mut body = json!({ "transaction": {
        "amount": 99000, "order_id": REFERENCE, "project": PROJECT, "status": "pending", "payment_method": "qris", "completed_at": null
    } });
    change(&mut body["transaction"]);
    looked(PROJECT, REFERENCE, (99_000, 100_003), StatusCode::OK, body.to_string().as_bytes())
}

fn paid(received: i64, test: bool) -> Look {
    Look::Paid(SeenPayment {
        id: REFERENCE.to_owned(),
        received,
        unit: Unit::Rupiah,
        paid_at: Some(Millis(1_795_507_445_000)),
        payer: None,
        test,
    })
}

#[test]
fn what_a_transaction_says() {
    let completed = |transaction: &mut Value| {
        (transaction["status"], transaction["completed_at"]) = (json!("completed"), json!("2026-11-24T15:04:05+07:00"));
    };
    assert_eq!(look(completed), Ok(paid(100_003, false)));
    let with = |field: &'static str, value: Value| {
        move |transaction: &mut Value| {
            completed(transaction);
            transaction[field] = value.clone();
        }
    };
    assert_eq!(look(with("status", json!("Completed"))), Ok(paid(100_003, false)));
    assert_eq!(look(with("is_sandbox", json!(true))), Ok(paid(100_003, true)));
    assert_eq!(look(with("is_sandbox", json!(false))), Ok(paid(100_003, false)));
    assert_eq!(look(with("amount", json!(50_000))), Ok(paid(50_000, false)), "another amount");
    for (word, expected) in [
        ("pending", Look::Waiting { word: Some("pending".to_owned()) }),
        ("expired", Look::Ended { word: "expired".to_owned() }),
        ("cancelled", Look::Ended { word: "cancelled".to_owned() }),
        ("canceled", Look::Ended { word: "canceled".to_owned() }),
        ("settled", Look::Odd { word: "settled".to_owned() }),
        ("", Look::Odd { word: String::new() }),
    ] {
        assert_eq!(look(with("status", json!(word))), Ok(expected), "{word:?}");
    }
    for (field, value) in [
        ("project", json!("other")),
        ("order_id", json!("7K3M9QXZ-2")),
        ("amount", json!(0)),
        ("amount", json!(null)),
        ("status", json!(true)),
        ("is_sandbox", json!("true")),
    ] {
        assert!(matches!(look(with(field, value.clone())), Err(GatewayError::Garbled { .. })), "{field} {value}");
    }
    assert_eq!(look(|transaction| *transaction = Value::Null), Ok(Look::Waiting { word: Some("unknown transaction".to_owned()) }));
}

#[test]
fn a_webhook_is_about_a_reference_and_nothing_else() {
    let hook = json!({
        "amount": 99000, "order_id": REFERENCE, "project": PROJECT, "status": "completed", "payment_method": "qris",
        "completed_at": "2026-11-24T15:04:05+07:00", "is_sandbox": true
    });
    let hint = Hint { reference: REFERENCE.to_owned(), amount: Rupiah(99_000), test: true };
    assert_eq!(hear(hook.to_string().as_bytes()), Some(hint));
    for (field, value) in [("order_id", json!("")), ("order_id", json!("a b")), ("order_id", json!("x".repeat(65))), ("amount", json!("x"))]
    {
        let mut hook = hook.clone();
        hook[field] = value.clone();
        assert_eq!(hear(hook.to_string().as_bytes()), None, "{field} {value}");
    }
    for body in ["", "{}", "[]", "null", "amount=99000", "\u{0}"] {
        assert_eq!(hear(body.as_bytes()), None, "{body:?}");
    }
}

#[test]
fn no_bytes_say_paid_that_do_not_say_all_of_it() {
    let whole = json!({ "transaction": {
        "amount": 99000, "order_id": REFERENCE, "project": PROJECT, "status": "completed", "payment_method": "qris",
        "completed_at": "2026-11-24T15:04:05+07:00", "is_sandbox": false
    } });
    fuzz::with_bodies(&whole, "/transaction", |status, body| {
        let status = StatusCode::from_u16(status).unwrap();
        hear(body);
        let _ = (opened(PROJECT, ask(false), 99_000, status, body), closed(status, body));
        let Ok(Look::Paid(seen)) = looked(PROJECT, REFERENCE, (99_000, 100_003), status, body) else { return };
        let said = serde_json::from_slice::<Value>(body).unwrap()["transaction"].clone();
        assert!(status.is_success() && said["order_id"] == REFERENCE && said["project"] == PROJECT, "{said}");
        assert!(said["status"].as_str().unwrap().eq_ignore_ascii_case("completed"), "{said}");
        assert_eq!(seen.test, said["is_sandbox"] == true);
        assert!(seen.received == 100_003 || said["amount"].to_string().trim_matches('"') == seen.received.to_string(), "{said}");
    });
}

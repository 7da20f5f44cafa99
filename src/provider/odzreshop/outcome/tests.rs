//! The outcome tables: answers recorded from the API's text, and every way we could think of in which one can go wrong.

use serde_json::{Value, json};

use super::*;
use crate::domain::money::Rupiah;
use crate::domain::order::{StatusReport, StatusWord};

#[cfg(test)]
mod account;
#[cfg(test)]
mod success;

const JSON: &str = "application/json";

fn reply_of(status: u16, content_type: &str, body: &str) -> Answer {
    let content_type = Some(content_type.to_owned()).filter(|name| !name.is_empty());
    Answer::Reply(Reply { status, content_type, retry_after_ms: None, body: body.as_bytes().to_vec() })
}

fn reply(status: u16, body: &str) -> Answer {
    reply_of(status, JSON, body)
}

fn request() -> OrderRequest {
    OrderRequest { ref_id: "myref-001".into(), sku: "ml-86".into(), target: "123456789".into() }
}

fn order(status: u16, body: &str) -> Submission {
    classify_order(&reply(status, body), &request())
}

/// The API text's answer to /order, with some fields of `data` replaced.
fn placed(changes: Value) -> Submission {
    let mut body: Value = serde_json::from_str(ORDER).unwrap();
    for (key, value) in changes.as_object().unwrap() {
        body["data"][key] = value.clone();
    }
    order(200, &body.to_string())
}

fn uncertain(submission: &Submission) -> &str {
    match submission {
        Submission::Uncertain { detail } => detail,
        other => panic!("not uncertain: {other:?}"),
    }
}

fn receipt_of(submission: Submission) -> Receipt {
    match submission {
        Submission::Placed(receipt) => receipt,
        other => panic!("not placed: {other:?}"),
    }
}

const ORDER: &str = r#"{"success": true, "message": "Order processed successfully", "data": {
    "invoice": "INV-A1B2C3D4-1708300000", "ref_id": "myref-001", "sku": "ml-86", "product_name": "Mobile Legends 86 Diamonds",
    "target": "123456789", "price": 18500, "status": "pending", "sn": null, "message": "Transaksi sedang diproses",
    "balance_before": 500000, "balance_after": 481500}}"#;

const STATUS: &str = r#"{"success": true, "message": "Transaction found", "data": {
    "invoice": "INV-A1B2C3D4-1708300000", "sku": "ml-86", "product_name": "Mobile Legends 86 Diamonds", "target": "123456789",
    "price": 18500, "status": "success", "sn": "SN123456789", "message": "Transaksi berhasil",
    "created_at": "2026-02-19T15:00:00+07:00", "updated_at": "2026-02-19T15:00:05+07:00"}}"#;

const SERVICES: &str = r#"{"success": true, "message": "Services retrieved successfully", "data": [{
    "sku": "ml-86", "name": "Mobile Legends 86 Diamonds", "category": "Mobile Legends", "brand": "MOBILELEGEND", "price": 18500,
    "price_formatted": "Rp 18.500", "status": "active"}]}"#;

const PROFILE: &str = r#"{"success": true, "message": "Profile retrieved successfully", "data": {
    "name": "John Doe", "email": "john@example.com", "username": "johndoe", "tier": "gold", "balance": 500000}}"#;

/// Every code and message of the API's error table.
const ERRORS: [(u16, &str, Refusal); 11] = [
    (400, "Insufficient balance", Refusal::InsufficientBalance),
    (400, "Missing fields", Refusal::MissingFields),
    (401, "API key is required", Refusal::Key),
    (401, "Invalid API key", Refusal::Key),
    (403, "IP whitelist is required", Refusal::Ip),
    (403, "Unknown IP", Refusal::Ip),
    (404, "Category not found", Refusal::NotFound),
    (404, "Transaction not found", Refusal::NotFound),
    (405, "Method not supported", Refusal::Method),
    (503, "Vendor balance depleted", Refusal::VendorDepleted),
    (503, " VENDOR balance depleted\n", Refusal::VendorDepleted),
];

#[test]
fn the_documented_order_is_placed() {
    let expected = Receipt {
        invoice: "INV-A1B2C3D4-1708300000".into(),
        cost: Some(Rupiah(18_500)),
        odd_cost: None,
        balance_before: Some(Rupiah(500_000)),
        balance_after: Some(Rupiah(481_500)),
        status_report: StatusReport {
            status: StatusWord::Pending,
            word: "pending".into(),
            sn: None,
            message: Some("Transaksi sedang diproses".into()),
        },
    };
    for status in [200, 201, 202, 299] {
        assert_eq!(receipt_of(order(status, ORDER)), expected);
    }
    assert_eq!(receipt_of(order(200, &format!("\u{feff}{ORDER}"))), expected, "PHP's byte order mark");
    assert_eq!(receipt_of(classify_order(&reply_of(200, "text/html", ORDER), &request())), expected, "the body counts, not its label");
}

#[test]
fn the_smallest_answer_of_a_placed_order() {
    let receipt = receipt_of(order(200, r#"{"success":true,"data":{"invoice":" INV-1 "}}"#));
    let status_report = StatusReport { status: StatusWord::Pending, word: String::new(), sn: None, message: None };
    assert_eq!(
        receipt,
        Receipt { invoice: "INV-1".into(), cost: None, odd_cost: None, balance_before: None, balance_after: None, status_report }
    );
}

#[test]
fn the_providers_words_for_a_state() {
    for word in ["pending", "processing", "process", "proses", "diproses", " Pending ", "PROSES"] {
        assert_eq!(receipt_of(placed(json!({ "status": word }))).status_report.status, StatusWord::Pending, "{word}");
    }
    for word in ["success", "sukses", "berhasil", "Success"] {
        assert_eq!(receipt_of(placed(json!({ "status": word }))).status_report.status, StatusWord::Success, "{word}");
    }
    for word in ["failed", "fail", "gagal", "FAILED"] {
        assert_eq!(receipt_of(placed(json!({ "status": word }))).status_report.status, StatusWord::Failed, "{word}");
    }
    for (word, kept) in
        [(json!("Refunded"), "Refunded"), (json!("suc\u{7}cess!"), "success!"), (json!("not success"), "not success"), (json!(1), "1")]
    {
        assert_eq!(receipt_of(placed(json!({ "status": word }))).status_report.status, StatusWord::Unknown(kept.into()));
    }
    let long = receipt_of(placed(json!({ "status": "x".repeat(1_000) }))).status_report;
    assert_eq!(long.status, StatusWord::Unknown("x".repeat(64)));
    assert_eq!(long.word, "x".repeat(64));
    for nothing in [Value::Null, json!(""), json!("  "), json!([]), json!(true)] {
        let status_report = receipt_of(placed(json!({ "status": nothing }))).status_report;
        assert_eq!((status_report.status, status_report.word.as_str()), (StatusWord::Pending, ""), "{nothing}");
    }
}

#[test]
fn odd_amounts_and_serial_numbers_never_cost_an_order() {
    for (price, cost) in [
        (json!(18500), Some(18_500)),
        (json!(18500.0), Some(18_500)),
        (json!("18500"), Some(18_500)),
        (json!(" 18500 "), Some(18_500)),
        (json!("18500.00"), Some(18_500)),
        (json!("Rp 18.500"), Some(18_500)),
        (json!("rp1.234.567"), Some(1_234_567)),
        (json!("Rp 500"), Some(500)),
        (json!("Rp 18500"), Some(18_500)),
        (json!(0), Some(0)),
        (json!(18500.5), None),
        (json!("18500,00"), Some(18_500)),
        (json!(1e300), None),
        (json!(u64::MAX), None),
        (json!("18.500"), None),
        (json!("18.5"), None),
        (json!("18,500"), None),
        (json!("Rp 18.50"), None),
        (json!("Rp 1850.000"), None),
        (json!("Rp .500"), None),
        (json!("Rp"), None),
        (json!("-5"), None),
        (json!(-5), None),
        (json!(i64::MAX), None),
        (json!("99999999999999999999"), None),
        (json!("é"), None),
        (json!(""), None),
        (json!(null), None),
        (json!([18500]), None),
    ] {
        assert_eq!(receipt_of(placed(json!({ "price": price }))).cost, cost.map(Rupiah), "{price}");
    }
    for (sn, kept) in [
        (json!("SN1"), Some("SN1".to_owned())),
        (json!(123_456), Some("123456".to_owned())),
        (json!("\u{202e}SN\u{0}2\u{200b} "), Some("SN2".to_owned())),
        (json!("9".repeat(2_000)), Some("9".repeat(2_000))),
        (json!(""), None),
        (json!(null), None),
        (json!({}), None),
    ] {
        assert_eq!(receipt_of(placed(json!({ "sn": sn }))).status_report.sn, kept, "{sn}");
    }
}

#[test]
fn an_answer_about_another_order_proves_nothing() {
    for (changes, other) in [
        (json!({ "ref_id": "myref-002" }), "ref_id"),
        (json!({ "ref_id": 7 }), "ref_id"),
        (json!({ "ref_id": null, "sku": "ml-172" }), "sku"),
        (json!({ "ref_id": null, "target": "987654321" }), "target"),
    ] {
        let detail = format!("HTTP 200, application/json: answer names another {other}");
        assert_eq!(uncertain(&placed(changes)), detail);
    }
    for changes in [
        json!({ "ref_id": null, "sku": null, "target": null }),
        json!({ "ref_id": "", "sku": " ml-86 ", "target": 123_456_789 }),
        json!({ "sku": "ML86", "target": "1234 (56789)" }),
        json!({ "product_name": "Something else", "extra": { "a": [1, 2] } }),
    ] {
        receipt_of(placed(changes));
    }
}

#[test]
fn without_a_valid_invoice_nothing_counts_as_placed() {
    for invoice in
        [json!(null), json!(""), json!("  "), json!(7.5), json!(-7), json!(true), json!(["INV-1"]), json!("a\nb"), json!("x".repeat(129))]
    {
        assert_eq!(uncertain(&placed(json!({ "invoice": invoice }))), "HTTP 200, application/json: no invoice");
    }
    receipt_of(placed(json!({ "invoice": "x".repeat(128) })));
}

#[test]
fn an_id_that_comes_as_a_number_is_the_same_id() {
    let digits = "88001234588001234588001";
    for invoice in ["880012345", digits] {
        let receipt = receipt_of(order(200, &ORDER.replace("\"INV-A1B2C3D4-1708300000\"", invoice)));
        assert_eq!(receipt.invoice, invoice);
        let status = reply(200, &STATUS.replace("\"INV-A1B2C3D4-1708300000\"", invoice));
        assert_eq!(classify_status(&status, invoice).unwrap().status_report.status, StatusWord::Success);
        assert!(classify_status(&status, "88001234").is_err());
    }
    let request = OrderRequest { ref_id: "77".into(), sku: "1001".into(), target: "123456789".into() };
    let same = r#"{"success":true,"data":{"invoice":1,"ref_id":null,"sku":1001,"target":123456789}}"#;
    receipt_of(classify_order(&reply(200, same), &request));
    receipt_of(classify_order(&reply(200, &same.replace("null", "77").replace("1001", "5")), &request));
    for other in [same.replace("1001", "1002"), same.replace("123456789", "123456780"), same.replace("null", "78")] {
        uncertain(&classify_order(&reply(200, &other), &request));
    }
    let listing = classify_services(&reply(200, &SERVICES.replace("\"ml-86\"", "1001"))).unwrap();
    assert_eq!(listing.services[0].sku, "1001");
}

#[test]
fn every_documented_refusal_is_one() {
    for (status, message, refusal) in ERRORS {
        let body = json!({ "success": false, "message": message }).to_string();
        let words = message.trim().to_owned();
        assert_eq!(order(status, &body), Submission::Refused { refusal, message: words }, "{status} {message}");
    }
    for (message, refusal) in [
        ("INSUFFICIENT BALANCE.", Refusal::InsufficientBalance),
        ("Your insufficient balance: missing 500", Refusal::InsufficientBalance),
        ("sku is missing", Refusal::MissingFields),
        ("Invalid target", Refusal::TargetRejected),
        ("Product is not active", Refusal::ItemUnavailable),
        ("Duplicate ref_id", Refusal::BadRequest),
        ("", Refusal::BadRequest),
    ] {
        let body = json!({ "success": false, "message": message, "data": null }).to_string();
        assert_eq!(order(400, &body), Submission::Refused { refusal, message: message.into() });
    }
    let long = json!({ "success": false, "message": format!("\u{1b}[31m{}", "é".repeat(600)) }).to_string();
    let Submission::Refused { message, .. } = order(400, &long) else { panic!("refused") };
    assert_eq!(message.chars().count(), 500);
    assert!(!message.contains('\u{1b}'));
}

#[test]
fn a_refusal_in_any_other_form_is_uncertain() {
    for (status, _, _) in ERRORS {
        for body in [
            "",
            "null",
            "[]",
            "\"Insufficient balance\"",
            "{}",
            r#"{"success":false}"#,
            r#"{"success":false,"message":null}"#,
            r#"{"success":false,"message":["Insufficient balance"]}"#,
            r#"{"message":"Insufficient balance"}"#,
            r#"{"success":"false","message":"Insufficient balance"}"#,
            r#"{"success":0,"message":"Vendor balance depleted"}"#,
            r#"{"success":true,"message":"Vendor balance depleted"}"#,
            r#"{"success":false,"message":"Vendor balance depl"#,
            "<html><body>403 Forbidden</body></html>",
        ] {
            uncertain(&order(status, body));
        }
        uncertain(&order(status, ORDER));
    }
    for message in ["Service Unavailable", "Vendor balance", "Vendor balance depleted!", ""] {
        uncertain(&order(503, &json!({ "success": false, "message": message }).to_string()));
    }
    for status in
        [200, 201, 204, 301, 302, 307, 308, 402, 406, 408, 409, 413, 415, 418, 422, 423, 425, 451, 500, 501, 502, 504, 520, 522, 599]
    {
        for (_, message, _) in ERRORS {
            uncertain(&order(status, &json!({ "success": false, "message": message }).to_string()));
        }
    }
}

#[test]
fn anything_else_is_uncertain() {
    for (status, content_type, body, detail) in [
        (200, JSON, "", "HTTP 200, empty"),
        (204, "", "", "HTTP 204, empty"),
        (200, JSON, "{", "HTTP 200, application/json"),
        (200, JSON, "[]", "HTTP 200, application/json"),
        (200, JSON, "{}", "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"success":true}"#, "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"success":true,"data":[]}"#, "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"success":1,"data":{"invoice":"INV-1"}}"#, "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"success":"true","data":{"invoice":"INV-1"}}"#, "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"data":{"invoice":"INV-1"}}"#, "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"success":false,"data":{"invoice":"INV-1"}}"#, "HTTP 200, application/json: no success"),
        (200, JSON, r#"{"success":true,"data":{}}"#, "HTTP 200, application/json: no invoice"),
        (200, JSON, &ORDER[..ORDER.len() - 1], "HTTP 200, application/json"),
        (200, "text/html; charset=UTF-8", "<html>", "HTTP 200, text/html"),
        (200, "", "<html>", "HTTP 200, no content type"),
        (307, "text/html", "<html>", "HTTP 307, text/html"),
        (500, JSON, ORDER, "HTTP 500, application/json: not a documented answer"),
        (502, "text/html", "<html>502 Bad Gateway</html>", "HTTP 502, text/html"),
        (504, "text/\u{7}html ", "x", "HTTP 504, text/html"),
    ] {
        assert_eq!(uncertain(&classify_order(&reply_of(status, content_type, body), &request())), detail);
    }
    let not_utf8 = Answer::Reply(Reply { status: 200, content_type: None, retry_after_ms: None, body: b"{\"success\":true,\xff".to_vec() });
    uncertain(&classify_order(&not_utf8, &request()));
    uncertain(&order(200, &"[".repeat(100_000)));
}

#[test]
fn a_429_is_busy_only_in_the_apis_own_words() {
    let busy = |body: &str| {
        let body = body.as_bytes().to_vec();
        classify_order(&Answer::Reply(Reply { status: 429, content_type: None, retry_after_ms: Some(3_000), body }), &request())
    };
    for body in [r#"{"success":false,"message":"Too Many Requests"}"#, r#"{"message":"Too Many Attempts."}"#] {
        assert_eq!(busy(body), Submission::Busy { retry_after_ms: Some(3_000) }, "{body}");
    }
    for body in [
        "",
        "<html>429 Too Many Requests</html>",
        "{}",
        r#"{"message":429}"#,
        r#"{"success":true,"message":"Too Many Requests"}"#,
        r#"{"success":false,"message":"Too Many Requests","data":{"invoice":"INV-1"}}"#,
        ORDER,
    ] {
        uncertain(&busy(body));
    }
}

#[test]
fn no_answer_is_uncertain_unless_nothing_was_sent() {
    for (answer, detail) in [
        (Answer::TimedOut { after_ms: 60_000 }, "timeout after 60 s"),
        (Answer::TimedOut { after_ms: 1_500 }, "timeout after 1500 ms"),
        (Answer::Broken("connection broke: reset".into()), "connection broke: reset"),
    ] {
        assert_eq!(uncertain(&classify_order(&answer, &request())), detail);
        assert_eq!(classify_profile(&answer), Err(CallError::NoAnswer { detail: detail.into() }));
    }
    let refused = Answer::NotConnected("not connected: refused".into());
    assert_eq!(classify_order(&refused, &request()), Submission::NotSent { detail: "not connected: refused".into() });
    assert_eq!(classify_profile(&refused), Err(CallError::NoAnswer { detail: "not connected: refused".into() }));
}

#[test]
fn the_documented_status_is_seen() {
    let status = classify_status(&reply(200, STATUS), "INV-A1B2C3D4-1708300000").unwrap();
    let status_report = StatusReport {
        status: StatusWord::Success,
        word: "success".into(),
        sn: Some("SN123456789".into()),
        message: Some("Transaksi berhasil".into()),
    };
    let report = InvoiceReport {
        word: "success".into(),
        sn: Some("SN123456789".into()),
        message: Some("Transaksi berhasil".into()),
        sku: Some("ml-86".into()),
        item: Some("Mobile Legends 86 Diamonds".into()),
        target: Some("123456789".into()),
        cost: Some(Rupiah(18_500)),
    };
    assert_eq!(status, Status { status_report, report });
    let least = classify_status(&reply(200, r#"{"success":true,"data":{"status":"gagal"}}"#), "INV-1").unwrap();
    assert_eq!(least.status_report.status, StatusWord::Failed);
}

#[test]
fn a_status_without_a_word_decides_nothing() {
    for body in [
        STATUS.replace("INV-A", "INV-B"),
        STATUS.replace("\"INV-A1B2C3D4-1708300000\"", "17"),
        STATUS.replace("\"success\": true", "\"success\": false"),
        STATUS.replace("\"status\": \"success\"", "\"status\": null"),
        STATUS.replace("\"status\": \"success\"", "\"status\": \"\""),
        STATUS.replace("\"status\": \"success\"", "\"state\": \"success\""),
        r#"{"success":true,"data":[{"status":"failed"}]}"#.to_owned(),
        r#"{"success":true,"status":"failed"}"#.to_owned(),
        "<html>".to_owned(),
        String::new(),
    ] {
        let error = classify_status(&reply(200, &body), "INV-A1B2C3D4-1708300000").unwrap_err();
        assert!(matches!(error, CallError::Garbled { .. }), "{body}: {error:?}");
    }
    for status in [302, 418, 500, 502] {
        let error = classify_status(&reply(status, STATUS), "INV-A1B2C3D4-1708300000").unwrap_err();
        assert!(matches!(error, CallError::Garbled { .. }), "{status}: {error:?}");
    }
}

#[test]
fn other_calls_are_refused_like_orders() {
    for (status, message, refusal) in ERRORS {
        let answer = reply(status, &json!({ "success": false, "message": message }).to_string());
        let expected = CallError::Refused { refusal, message: message.trim().into() };
        assert_eq!(classify_status(&answer, "INV-1").unwrap_err(), expected);
        assert_eq!(classify_services(&answer).unwrap_err(), expected);
        assert_eq!(classify_profile(&answer).unwrap_err(), expected);
        let html = reply_of(status, "text/html", "<html>");
        assert!(matches!(classify_services(&html).unwrap_err(), CallError::Garbled { .. }), "{status} of a proxy hides no category");
    }
    for body in ["<html>", r#"{"success":false,"message":"Too Many Requests"}"#] {
        assert_eq!(classify_profile(&reply(429, body)).unwrap_err(), CallError::Busy { retry_after_ms: None });
    }
}

#[test]
fn a_wait_is_read_in_seconds_or_as_a_date() {
    let date = Some("Wed, 21 Oct 2026 07:28:00 GMT");
    for (retry_after, date, expected) in [
        (Some("7"), None, Some(7_000)),
        (Some(" 0 "), None, Some(0)),
        (Some("7200"), None, Some(3_600_000)),
        (Some("99999999999999999999999"), None, Some(3_600_000)),
        (Some("Wed, 21 Oct 2026 07:28:30 GMT"), date, Some(30_000)),
        (Some("Wed, 21 Oct 2026 07:27:00 GMT"), date, Some(0)),
        (Some("Fri, 23 Oct 2026 07:28:00 GMT"), date, Some(3_600_000)),
        (Some("Wed, 21 Oct 2026 07:28:30 GMT"), None, None),
        (Some("Wed, 21 Oct 2026 07:28:30 GMT"), Some("today"), None),
        (Some("soon"), date, None),
        (Some("-5"), date, None),
        (Some("1.5"), date, None),
        (Some(""), date, None),
        (None, date, None),
    ] {
        assert_eq!(wire::retry_after_ms(retry_after, date), expected, "{retry_after:?} {date:?}");
    }
}

#[test]
fn a_serial_number_keeps_its_lines() {
    let receipt = receipt_of(placed(json!({ "status": "success", "sn": "line1\nline2\tx" })));
    assert_eq!(receipt.status_report.sn.as_deref(), Some("line1\nline2\tx"));
}

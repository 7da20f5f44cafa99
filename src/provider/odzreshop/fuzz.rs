//! Random answers, as from a broken provider, a proxy or an attacker: they are read without a panic, and never prove more than they say.
//!
//! `PROPTEST_CASES` sets how many answers are tried; `PROPTEST_RNG_SEED` repeats a failure.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Map, Value, json};

use crate::domain::catalog::{Listing, SkipReason, Skipped};
use crate::domain::money::Rupiah;
use crate::domain::order::{StatusReport, StatusWord};
use crate::provider::odzreshop::outcome::{Answer, Reply, classify_order, classify_profile, classify_services, classify_status};
use crate::provider::odzreshop::wire;
use crate::provider::{CallError, OrderRequest, Submission};

/// The longest text that may come out of an answer, in characters.
const LONGEST: usize = 512;

fn check<S: Strategy>(strategy: &S, test: impl Fn(S::Value))
where
    S::Value: std::fmt::Debug,
{
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if let RngSeed::Random = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(rand::random());
    }
    let seed = config.rng_seed;
    let tried = TestRunner::new(config).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(failure) = tried {
        panic!("{failure}\nsee it again with PROPTEST_RNG_SEED={seed}");
    }
}

fn text() -> BoxedStrategy<String> {
    let odd = vec!["", " ", "\u{202e}x", "a\u{0}b", "\u{200b}", "<b>&\"'", "\r\nHTTP/1.1 200 OK", "\u{feff}", "💎"];
    let words = vec!["Insufficient balance", "Missing fields", "Vendor balance depleted", "success", "GAGAL", "pending", "Sukses\u{200b}"];
    let amounts =
        vec!["18500", "18500.00", "Rp 18.500", "-1", "1e99", "99999999999999999999", "Rp 9.223.372.036.854.775.807", "rp", "Rp .", "Rp"];
    prop_oneof![
        2 => select([odd, words, amounts].concat()).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => (1..3_000_usize).prop_map(|length| "x".repeat(length)),
    ]
    .boxed()
}

fn scalar() -> BoxedStrategy<Value> {
    let number = prop_oneof![any::<i64>().prop_map(Value::from), any::<u64>().prop_map(Value::from), any::<f64>().prop_map(Value::from)];
    prop_oneof![3 => text().prop_map(Value::from), 2 => number, 1 => any::<bool>().prop_map(Value::from), 1 => Just(Value::Null)].boxed()
}

fn anything() -> BoxedStrategy<Value> {
    scalar()
        .prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                btree_map("[a-z_]{1,8}", inner, 0..4).prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
            ]
        })
        .boxed()
}

/// An object with the API's fields: most of them as documented, some random.
fn data() -> BoxedStrategy<Value> {
    let documented = json!({
        "invoice": "INV-1", "ref_id": "ref-1", "sku": "ml-86", "target": "123456789", "price": 18_500, "status": "pending", "sn": null,
        "message": "ok", "balance_before": 500_000, "balance_after": 481_500, "balance": 1, "name": "86 Diamonds", "tier": "gold",
    });
    let fields: Vec<(String, Value)> = documented.as_object().unwrap().clone().into_iter().collect();
    let odd = fields.len();
    (vec(option::weighted(0.3, anything()), odd), vec(any::<u8>(), odd))
        .prop_map(move |(odd, dice)| {
            let field = |((name, value), (odd, dice)): (&(String, Value), (Option<Value>, u8))| {
                (dice > 20).then(|| (name.clone(), odd.unwrap_or_else(|| value.clone())))
            };
            fields.iter().zip(odd.into_iter().zip(dice)).filter_map(field).collect::<Map<_, _>>().into()
        })
        .boxed()
}

fn body() -> BoxedStrategy<Vec<u8>> {
    let success = prop_oneof![4 => any::<bool>().prop_map(Value::from), 1 => anything()];
    let inside = prop_oneof![4 => data(), 2 => vec(data(), 0..4).prop_map(Value::from), 1 => anything()];
    let whole = (success, scalar(), option::weighted(0.8, inside)).prop_map(|(success, message, data)| {
        let mut body = json!({ "success": success, "message": message });
        if let Some(data) = data {
            body["data"] = data;
        }
        body.to_string().into_bytes()
    });
    let cut = (whole.clone(), any::<proptest::sample::Index>()).prop_map(|(body, at)| body[..at.index(body.len())].to_vec());
    let marked = whole.clone().prop_map(|body| [b"\xef\xbb\xbf".as_slice(), &body].concat());
    let deep = (1..100_000_usize).prop_map(|depth| "[".repeat(depth).into_bytes());
    prop_oneof![
        12 => whole,
        1 => marked,
        1 => cut,
        1 => vec(any::<u8>(), 0..200),
        1 => anything().prop_map(|value| value.to_string().into_bytes()),
        1 => deep,
    ]
    .boxed()
}

fn reply() -> impl Strategy<Value = (u16, Option<String>, Option<i64>, Vec<u8>)> {
    let status = prop_oneof![6 => Just(200), 6 => select(vec![201_u16, 204, 301, 307, 400, 401, 403, 404, 405, 429, 500, 502, 503]), 1 => 100..1_000_u16];
    (status, option::of(text()), option::of(0..3_600_000_i64), body())
}

fn answer((status, content_type, retry_after_ms, body): (u16, Option<String>, Option<i64>, Vec<u8>)) -> Answer {
    Answer::Reply(Reply { status, content_type, retry_after_ms, body })
}

/// The body as JSON, parsed without the code under test.
fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).unwrap_or_default()
}

fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// Whether a body says that an order was placed: as a boolean, or as text with enough of the documented form around it.
fn succeeds(meaning: &Value, is_complete: bool) -> bool {
    let written = meaning["success"].as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("true"));
    meaning["success"] == true || (written && is_complete)
}

/// Whether a body does not say that what was asked for failed.
fn claims(meaning: &Value) -> bool {
    !matches!(&meaning["success"], Value::Null | Value::Bool(false) | Value::Array(_) | Value::Object(_))
}

/// An id as text, whatever its type.
fn id(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

fn assert_safe(text: &str) {
    assert!(text.chars().count() <= LONGEST, "{} characters", text.chars().count());
    // What joins emoji and letters is a part of them: see `crate::domain::joiner`.
    let is_joiner = |c| matches!(c, '\u{200c}' | '\u{200d}');
    assert!(!text.chars().any(|c| is_hidden(c) && !is_joiner(c)), "{text:?}");
}

/// The largest amount that may be read from an answer: a sum of a thousand of them still fits into an `i64`.
const RICHEST: i64 = 1_000_000_000_000_000;

fn assert_sane(cost: Option<Rupiah>) {
    assert!(cost.is_none_or(|cost| (0..=RICHEST).contains(&cost.0)), "{cost:?}");
}

fn assert_sober(status_report: &StatusReport) {
    assert_safe(&status_report.word);
    status_report.message.iter().for_each(|text| assert_safe(text));
    // What was paid for is never cut, and has lines.
    let lines = status_report.sn.iter().flat_map(|sn| sn.split(['\n', '\t']));
    lines.for_each(|line| assert!(!line.chars().any(is_hidden), "{line:?}"));
    let word = status_report.word.to_lowercase();
    match status_report.status {
        StatusWord::Success => assert!(["success", "sukses", "berhasil"].contains(&word.as_str()), "{word}"),
        StatusWord::Failed => assert!(["failed", "fail", "gagal"].contains(&word.as_str()), "{word}"),
        StatusWord::Pending | StatusWord::Unknown(_) => {}
    }
}

#[test]
fn an_order_is_placed_or_refused_only_by_an_explicit_word() {
    let request = OrderRequest { ref_id: "ref-1".into(), sku: "ml-86".into(), target: "123456789".into() };
    check(&reply(), |reply| {
        let (status, meaning) = (reply.0, json(&reply.3));
        let ok = (200..300).contains(&status) && succeeds(&meaning, meaning["data"]["ref_id"] == "ref-1");
        match classify_order(&answer(reply), &request) {
            Submission::Placed(receipt) => {
                assert!(ok && id(&meaning["data"]["invoice"]) == receipt.invoice, "{meaning}");
                assert!(!receipt.invoice.is_empty() && receipt.invoice.chars().count() <= wire::CODE_CHARS);
                assert_sane(receipt.cost);
                let balances = receipt.balance_before.iter().chain(&receipt.balance_after);
                balances.for_each(|balance| assert!(balance.0.abs() <= RICHEST, "{balance:?}"));
                assert_sober(&receipt.status_report);
            }
            Submission::Refused { message, .. } => {
                assert!(meaning["success"] == false && matches!(status, 400 | 401 | 403 | 404 | 405 | 503), "{status} {meaning}");
                assert_safe(&message);
            }
            Submission::Busy { .. } => {
                assert!(status == 429 && meaning["success"] != true && meaning.get("data").is_none(), "{status} {meaning}")
            }
            Submission::Uncertain { detail } => assert_safe(&detail),
            Submission::NotSent { detail } => panic!("an answer came, and it was not sent? {detail}"),
        }
    });
}

#[test]
fn an_answer_counts_only_for_what_was_asked() {
    check(&reply(), |reply| {
        let (status, meaning) = (reply.0, json(&reply.3));
        let ok = (200..300).contains(&status) && claims(&meaning);
        let answer = answer(reply);
        let errors = [
            classify_status(&answer, "INV-1").map(|status| {
                assert!(ok && !status.status_report.word.is_empty(), "{meaning}");
                assert!(meaning["data"]["invoice"].is_null() || id(&meaning["data"]["invoice"]) == "INV-1", "{meaning}");
                assert_sober(&status.status_report);
                assert_sane(status.report.cost);
                status.report.item.iter().chain(&status.report.target).for_each(|text| assert_safe(text));
            }),
            classify_services(&answer).map(|Listing { services, skipped }| {
                assert!(ok, "{meaning}");
                let listed = meaning["data"].as_array().map_or_else(|| meaning["data"].as_object().unwrap().len(), Vec::len);
                assert_eq!(services.len() + skipped.len(), listed);
                for Skipped { entry, reason } in &skipped {
                    assert_safe(entry);
                    if let SkipReason::Price(written) | SkipReason::Status(written) = reason {
                        assert_safe(written);
                    }
                }
                for service in &services {
                    assert_safe(&service.name);
                    assert_sane(Some(service.cost));
                    assert!(service.cost.0 > 0 && !service.sku.is_empty(), "{service:?}");
                    assert_eq!(services.iter().filter(|other| other.sku == service.sku).count(), 1);
                }
            }),
            classify_profile(&answer).map(|account| {
                assert!(ok, "{meaning}");
                [account.name, account.tier].iter().chain(&account.odd_balance).for_each(|text| assert_safe(text));
                assert!(account.balance.is_none_or(|balance| balance.0.abs() <= RICHEST));
            }),
        ];
        for error in errors.into_iter().filter_map(Result::err) {
            match error {
                CallError::Refused { message, .. } => assert_safe(&message),
                CallError::Garbled { detail } => assert_safe(&detail),
                CallError::Busy { .. } => assert_eq!(status, 429),
                CallError::NoAnswer { detail } => panic!("an answer came: {detail}"),
            }
        }
    });
}

#[test]
fn a_retry_after_is_an_hour_at_most() {
    let date = prop_oneof![
        any::<String>(),
        select(vec!["Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 9999 07:28:00 GMT", "Thu, 01 Jan 0001 00:00:00 GMT"])
            .prop_map(str::to_owned),
        "-?[0-9]{1,30}",
    ];
    check(&(option::of(date.clone()), option::of(date)), |(retry_after, date)| {
        let wait = wire::retry_after_ms(retry_after.as_deref(), date.as_deref());
        assert!(wait.is_none_or(|wait| (0..=3_600_000).contains(&wait)), "{wait:?}");
    });
}

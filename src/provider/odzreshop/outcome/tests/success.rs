//! What says that a call succeeded: strictly for an order, in any form for what is only read.

use super::*;

/// Each as JSON: what `success` may be where nothing is ordered, and whether it is enough for an order too, in a complete answer.
const CLAIMS: [(&str, bool); 14] = [
    (r#""true""#, true),
    (r#"" TRUE ""#, true),
    (r#""success""#, false),
    (r#""Success""#, false),
    (r#""succeeded""#, false),
    (r#""sukses""#, false),
    (r#""Berhasil""#, false),
    (r#""ok""#, false),
    (r#""OK""#, false),
    (r#""yes""#, false),
    (r#""1""#, false),
    ("1", false),
    ("200", false),
    (r#""200""#, false),
];

fn with_success(body: &str, success: &str) -> String {
    body.replace("\"success\": true", &format!("\"success\": {success}"))
}

#[test]
fn an_order_counts_with_true_or_as_text_in_a_complete_answer() {
    for (success, is_enough) in CLAIMS {
        let answered = order(200, &with_success(ORDER, success));
        if is_enough {
            assert_eq!(receipt_of(answered), receipt_of(order(200, ORDER)), "{success}");
        } else {
            uncertain(&answered);
        }
        for incomplete in [
            ORDER.replace("\"myref-001\"", "null"),
            ORDER.replace("\"myref-001\"", "\"myref-002\""),
            ORDER.replace("\"pending\"", "\"meditating\""),
            ORDER.replace("\"pending\"", "null"),
            ORDER.replace("\"INV-A1B2C3D4-1708300000\"", "null"),
        ] {
            uncertain(&order(200, &with_success(&incomplete, success)));
        }
        uncertain(&order(500, &with_success(ORDER, success)));
        uncertain(&order(429, &format!(r#"{{"success":{success},"message":"Too Many Requests"}}"#)));
    }
    for success in ["2", "1.0", "[true]", "null"] {
        uncertain(&order(200, &with_success(ORDER, success)));
    }
}

#[test]
fn what_is_only_read_counts_with_any_claim_of_success() {
    let invoice = "INV-A1B2C3D4-1708300000";
    let read = |success: &str| {
        let answer = |body: &str| reply(200, &with_success(body, success));
        (classify_services(&answer(SERVICES)), classify_profile(&answer(PROFILE)), classify_status(&answer(STATUS), invoice))
    };
    let (services, profile, status) = read("true");
    for (success, _) in CLAIMS {
        assert_eq!(read(success), (services.clone(), profile.clone(), status.clone()), "{success}");
        let odd = reply(200, &with_success(&STATUS.replace("\"success\",", "\"odd\","), success));
        assert!(classify_status(&odd, invoice).is_err(), "a status is believed only in a complete answer: {success}");
        assert!(classify_profile(&reply(200, &format!(r#"{{"success":{success},"data":{{}}}}"#))).is_err(), "{success}");
        assert!(classify_services(&reply(200, &format!(r#"{{"success":{success}}}"#))).is_err(), "{success}");
    }
    for success in ["false", "0", r#""0""#, r#""false""#, r#""failed""#, r#""gagal""#, r#""error""#, r#""""#, "404", "-1", "[true]", "null"]
    {
        let (services, profile, status) = read(success);
        assert!(services.is_err() && profile.is_err() && status.is_err(), "{success}");
    }
}

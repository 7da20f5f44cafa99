//! What the provider lists, and how our account stands.

use super::*;

#[test]
fn the_documented_list_is_read() {
    let service = Service { sku: "ml-86".into(), name: "Mobile Legends 86 Diamonds".into(), cost: Rupiah(18_500), active: true };
    let listing = Listing { services: vec![service], skipped: Vec::new() };
    assert_eq!(classify_services(&reply(200, SERVICES)), Ok(listing.clone()));
    let filtered = SERVICES.replace("[{", "{\"2\": {").replace("}]", "}}");
    assert_eq!(classify_services(&reply(200, &filtered)), Ok(listing), "PHP's list of which some were taken out");
    assert_eq!(classify_services(&reply(200, r#"{"success":true,"data":[]}"#)), Ok(Listing::default()));
}

#[test]
fn only_the_bad_entry_of_a_list_is_left_out() {
    let entry = |sku: Value, price: Value, status: Value| json!({ "sku": sku, "name": "N", "price": price, "status": status });
    let list = json!([
        entry(json!("a"), json!("1000"), json!("ACTIVE")),
        entry(json!(" b "), json!(2000.0), json!("inactive")),
        entry(json!("c"), json!(3000), json!(null)),
        entry(json!("a"), json!(9), json!("active")),
        entry(json!(null), json!(1), json!("active")),
        entry(json!(""), json!(1), json!("active")),
        entry(json!("d"), json!(null), json!("active")),
        entry(json!("e"), json!(0), json!("active")),
        entry(json!("f"), json!(-1), json!("active")),
        entry(json!("g"), json!(1.5), json!("active")),
        "entry",
        null,
        { "name": "No code", "price": 5 },
        { "sku": "h", "price": 5, "status": 1 },
        { "sku": "i", "price": 5, "status": "active", "name": format!("\u{202e}{}\n", "x".repeat(300)) },
    ]);
    let listing = classify_services(&reply(200, &json!({ "success": true, "data": list }).to_string())).unwrap_or_default();
    let Listing { services, skipped } = listing;
    let seen: Vec<_> = services.iter().map(|s| (s.sku.as_str(), s.cost.0, s.active)).collect();
    assert_eq!(seen, [("a", 1_000, true), ("b", 2_000, false), ("h", 5, true), ("i", 5, true)]);
    let skipped: Vec<_> = skipped.into_iter().map(|skipped| (skipped.entry, skipped.reason)).collect();
    let price = |written: &str| SkipReason::Price(written.into());
    let expected = [
        ("c", SkipReason::NoStatus),
        ("a", SkipReason::Repeated),
        ("N", SkipReason::NoCode),
        ("N", SkipReason::NoCode),
        ("d", SkipReason::NoPrice),
        ("e", price("0")),
        ("f", price("-1")),
        ("g", price("1.5")),
        ("#11", SkipReason::NoCode),
        ("#12", SkipReason::NoCode),
        ("No code", SkipReason::NoCode),
    ];
    assert_eq!(skipped, expected.map(|(entry, reason)| (entry.to_owned(), reason)));
    assert_eq!(services[2].name, "h", "a nameless one goes by its code");
    assert_eq!(services[3].name, "x".repeat(200));
}

/// What `status` says, written as JSON: on sale, not on sale, or nothing that anybody can be sure of.
#[test]
fn an_item_is_on_sale_or_not_by_a_known_word_only() {
    let listed = |status: &str| classify_services(&reply(200, &SERVICES.replace("\"status\": \"active\"", status))).unwrap();
    for (words, active) in [
        (
            &["\"active\"", "\" Active \"", "\"AKTIF\"", "\"available\"", "\"Tersedia\"", "\"normal\"", "true", "\"true\"", "1", "\"1\""][..],
            true,
        ),
        (
            &[
                "\"inactive\"",
                "\"Nonaktif\"",
                "\"tidak tersedia\"",
                "\"empty\"",
                "\"Habis\"",
                "\"gangguan\"",
                "false",
                "\"off\"",
                "0",
                "\"0\"",
            ][..],
            false,
        ),
    ] {
        for word in words {
            let Listing { services, skipped } = listed(&format!("\"status\": {word}"));
            assert_eq!((services.first().map(|service| service.active), skipped.len()), (Some(active), 0), "{word}");
        }
    }
    for (word, written) in [("\"soon\"", "soon"), ("\"not active\"", "not active"), ("2", "2"), ("-1", "-1"), ("[1]", "[1]")] {
        let Listing { services, skipped } = listed(&format!("\"status\": {word}"));
        let expected = Skipped { entry: "ml-86".into(), reason: SkipReason::Status(written.into()) };
        assert_eq!((services, skipped), (Vec::new(), vec![expected]), "{word}");
    }
    for nothing in ["\"status\": \" \"", "\"status\": null", "\"state\": \"active\""] {
        assert_eq!(listed(nothing).skipped, [Skipped { entry: "ml-86".into(), reason: SkipReason::NoStatus }], "{nothing}");
    }
}

#[test]
fn a_missing_list_is_not_an_empty_one() {
    for body in [
        r#"{"success":true,"data":{}}"#,
        r#"{"success":true,"data":{"items":[]}}"#,
        r#"{"success":true,"data":{"0":{},"next":null}}"#,
        r#"{"success":true,"data":null}"#,
        r#"{"success":true}"#,
        r#"{"success":false,"data":[]}"#,
        "[]",
        "",
    ] {
        assert!(matches!(classify_services(&reply(200, body)), Err(CallError::Garbled { .. })), "{body}");
    }
}

#[test]
fn the_documented_profile_is_read() {
    let account = ProviderAccount { name: "John Doe".into(), tier: "gold".into(), balance: Some(Rupiah(500_000)), odd_balance: None };
    assert_eq!(classify_profile(&reply(200, PROFILE)), Ok(account.clone()));
    for (balance, rupiah) in
        [("499999.5", 499_999), ("\"Rp 18.500\"", 18_500), ("\"18500.00\"", 18_500), ("-500.5", -501), ("1e6", 1_000_000)]
    {
        let answer = reply(200, &PROFILE.replace("500000", balance));
        assert_eq!(classify_profile(&answer), Ok(ProviderAccount { balance: Some(Rupiah(rupiah)), ..account.clone() }), "{balance}");
    }
    for (balance, written) in
        [("\"much\"", Some("much")), ("18.500", Some("18.500")), ("[1]", Some("[1]")), ("1e99", Some("1e99")), ("null", None)]
    {
        let odd_balance = written.map(str::to_owned);
        let answer = reply(200, &PROFILE.replace("500000", balance));
        assert_eq!(classify_profile(&answer), Ok(ProviderAccount { balance: None, odd_balance, ..account.clone() }), "{balance}");
    }
    for body in [r#"{"success":true,"data":{}}"#, r#"{"success":true,"data":[]}"#, r#"{"success":true}"#, r#"{"data":{"balance":1}}"#] {
        assert!(matches!(classify_profile(&reply(200, body)), Err(CallError::Garbled { .. })), "{body}");
    }
}

//! Codes as they are printed, damaged ones, and random ones.

use proptest::prelude::*;

use super::*;

/// A code of a shop that does not exist, with what real ones have.
const PARTS: &[(&str, &str)] = &[
    ("00", "01"),
    ("01", "11"),
    ("26", "0016ID.CO.SHOPEE.WWW01189360091800000000020205123450303UMI"),
    ("51", "0014ID.CO.QRIS.WWW0215ID10200000000010303UMI"),
    ("52", "5816"),
    ("53", "360"),
    ("58", "ID"),
    ("59", "ODZRE SHOP 5802ID"),
    ("60", "JAKARTA PUSAT"),
    ("61", "10110"),
    ("62", "0703A01"),
];

/// The text of these fields, with its checksum.
fn text(parts: &[(&str, &str)]) -> String {
    let fields: String = parts.iter().map(|(tag, value)| format!("{tag}{:02}{value}", value.len())).collect();
    let body = format!("{fields}6304");
    format!("{body}{:04X}", checksum(body.as_bytes()))
}

/// The code with a field put in, changed (the value) or left out (no value).
fn changed(tag: &'static str, value: Option<&'static str>) -> String {
    let mut parts: Vec<_> = PARTS.iter().copied().filter(|(own, _)| *own != tag).collect();
    if let Some(value) = value {
        let place = parts.iter().position(|(own, _)| *own > tag).unwrap_or(parts.len());
        parts.insert(place, (tag, value));
    }
    text(&parts)
}

#[test]
fn the_checksum_is_the_one_of_the_standard() {
    assert_eq!(checksum(b"123456789"), 0x29B1);
    // Four digits, also when the first is a zero.
    let zero = (1..100_000).map(|n| StaticCode(text(PARTS)).with_amount(Rupiah(n))).find(|code| code[code.len() - 4..].starts_with("00"));
    assert!(fields(&zero.unwrap()).is_ok());
}

#[test]
fn a_printed_code_is_read() {
    let code = StaticCode::parse(&format!(" {}\n", text(PARTS))).unwrap();
    assert_eq!((code.merchant(), code.text()), ("ODZRE SHOP 5802ID", text(PARTS).as_str()));
    // The number of the merchant stands in one account or the other, and small letters in the checksum are the same number.
    assert!(StaticCode::parse(&changed("26", None)).is_ok());
    let small = text(PARTS);
    let (body, end) = small.split_at(small.len() - 4);
    assert!(StaticCode::parse(&format!("{body}{}", end.to_lowercase())).is_ok());
}

#[test]
fn what_is_not_a_static_code_is_refused_for_its_cause() {
    let good = text(PARTS);
    let repeated: Vec<_> = PARTS.iter().copied().chain([("60", "BOGOR")]).collect();
    let mistyped = good.replacen("JAKARTA", "JAKERTA", 1);
    let QrisError::Checksum { expected, found } = StaticCode::parse(&mistyped).unwrap_err() else { panic!("no checksum") };
    assert!(expected != found && good.ends_with(&found));
    let cases: Vec<(String, QrisError)> = vec![
        (String::new(), QrisError::Empty),
        ("  ".to_owned(), QrisError::Empty),
        ("0".repeat(MAX_BYTES + 1), QrisError::TooLong),
        (good.replacen("JAKARTA", "JAKÁRTA", 1), QrisError::NotAscii('Á')),
        (good.replacen("PUSAT", "PUSA\n", 1), QrisError::NotAscii('\n')),
        ("https://example.com/pay".to_owned(), QrisError::Broken(1)),
        (good[..good.len() - 1].to_owned(), QrisError::Broken(good.len() - 7)),
        (format!("{good}00"), QrisError::Broken(good.len() + 1)),
        (format!("{good}6400"), QrisError::Broken(good.len() + 1)),
        ("000201+102".to_owned(), QrisError::Broken(7)),
        ("0002010".to_owned(), QrisError::Broken(7)),
        ("0002010199x".to_owned(), QrisError::Broken(7)),
        (text(&repeated), QrisError::Repeated("60".to_owned())),
        (good[..good.len() - 8].to_owned(), QrisError::NoChecksum),
        (format!("{good}640200"), QrisError::NoChecksum),
        (changed("00", Some("02")), QrisError::OtherForm),
        (changed("00", None), QrisError::OtherForm),
        (changed("01", Some("12")), QrisError::NotStatic),
        (changed("01", None), QrisError::NotStatic),
        (changed("53", Some("840")), QrisError::NotRupiah),
        (changed("53", None), QrisError::NotRupiah),
        (changed("58", Some("SG")), QrisError::NotIndonesian),
        (changed("54", Some("10000")), QrisError::HasAmount),
        (changed("59", None), QrisError::NoMerchant),
        (changed("59", Some(" ")), QrisError::NoMerchant),
        (changed("60", None), QrisError::NoMerchant),
        (changed("51", None), QrisError::NoAccount),
        (changed("51", Some("0014ID.CO.QRIS.WWW")), QrisError::NoAccount),
        (changed("51", Some("ID1020000000001")), QrisError::NoAccount),
    ];
    for (text, error) in cases {
        assert_eq!(StaticCode::parse(&text), Err(error), "{text}");
    }
}

#[test]
fn an_amount_is_put_in_its_place_and_nothing_else_changes() {
    let dynamic = StaticCode(text(PARTS)).with_amount(Rupiah(25_137));
    let mut expected = PARTS.to_vec();
    expected[1] = ("01", "12");
    expected.insert(6, ("54", "25137"));
    assert_eq!(dynamic, text(&expected));
    assert_eq!(merchant(&dynamic), Some("ODZRE SHOP 5802ID"));
    // A code made for one payment is none of the shop's.
    assert_eq!(StaticCode::parse(&dynamic), Err(QrisError::NotStatic));
}

#[test]
fn what_would_make_the_payer_pay_more_is_left_out() {
    for (tag, value) in [("55", "01"), ("56", "500"), ("57", "0.7")] {
        assert_eq!(
            StaticCode::parse(&changed(tag, Some(value))).unwrap().with_amount(Rupiah(9)),
            StaticCode(text(PARTS)).with_amount(Rupiah(9))
        );
    }
}

/// The fields of a random code: always those that must be there, others by chance, in any order after the first.
fn any_parts() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = "[ -~]{0,40}[A-Z0-9]";
    let needed = (name, name, "[0-9]{13}").prop_map(|(merchant, city, number)| {
        let account = format!("0014ID.CO.QRIS.WWW0215ID{number}");
        let parts = [("01", "11"), ("51", &account), ("53", "360"), ("58", "ID"), ("59", &merchant), ("60", &city)];
        parts.map(|(tag, value)| (tag.to_owned(), value.to_owned())).to_vec()
    });
    let tags = prop::sample::subsequence(vec!["02", "15", "26", "45", "52", "61", "62", "64", "80", "99"], 0..=10);
    (needed, tags, prop::collection::vec("[ -~]{1,30}", 10)).prop_flat_map(|(mut parts, tags, values)| {
        parts.extend(tags.into_iter().map(str::to_owned).zip(values));
        Just(parts).prop_shuffle()
    })
}

proptest! {
    #[test]
    fn any_code_has_the_same_fields_afterwards_and_the_amount(parts in any_parts(), amount in 1..1_000_000_000_000_i64) {
        let before: Vec<(&str, &str)> = [("00", "01")].into_iter().chain(parts.iter().map(|(tag, value)| (tag.as_str(), value.as_str()))).collect();
        let printed = text(&before);
        let code = StaticCode::parse(&printed).unwrap();
        let dynamic = code.with_amount(Rupiah(amount));
        let digits = amount.to_string();
        let after: Vec<(&str, &str)> = fields(&dynamic).unwrap().iter().map(|field| (field.tag, field.value)).collect();
        prop_assert_eq!(after.iter().filter(|field| **field == ("54", digits.as_str())).count(), 1);
        let kept: Vec<(&str, &str)> = after.iter().copied().filter(|(tag, _)| !["54", "63"].contains(tag)).collect();
        let expected: Vec<(&str, &str)> = before.iter().map(|(tag, value)| if *tag == "01" { ("01", "12") } else { (*tag, *value) }).collect();
        prop_assert_eq!(kept, expected);
    }

    #[test]
    fn one_wrong_character_is_noticed(place in 0..200_usize, letter in "[0-9A-Z]") {
        let mut damaged = text(PARTS);
        let place = place % damaged.len();
        prop_assume!(!damaged[place..=place].eq_ignore_ascii_case(&letter));
        damaged.replace_range(place..=place, &letter);
        prop_assert!(StaticCode::parse(&damaged).is_err());
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}|[0-9]{0,80}|(000201){0,9}[ -~]{0,60}") {
        let _ = StaticCode::parse(&text);
    }
}

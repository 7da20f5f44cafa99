//! The serial number: what was paid for, so it is kept as it came. Nothing is cut (the body's limit is its limit), line breaks and blanks
//! stay, lists and objects become lines.

use serde_json::value::RawValue;

use crate::provider::odzreshop::json::{Fields, Json, is_hidden};

/// How deep lists and objects are taken apart; what is deeper stays as it was written.
const DEPTH_MAX: usize = 4;

/// Words that stand where the serial number will be. A text without a letter or digit is a placeholder as well.
const PLACEHOLDERS: [&str; 17] = [
    "n/a",
    "na",
    "null",
    "nil",
    "none",
    "undefined",
    "pending",
    "process",
    "processing",
    "proses",
    "diproses",
    "sedang diproses",
    "waiting",
    "menunggu",
    "kosong",
    "belum ada",
    "tidak ada",
];

/// The serial number of an order, if there is one already.
pub(super) fn serial_number(order: &Fields) -> Option<String> {
    let mut lines = Vec::new();
    add(&mut lines, order.raw("sn")?, DEPTH_MAX);
    Some(lines.join("\n")).filter(|sn| !sn.is_empty())
}

fn add(lines: &mut Vec<String>, raw: &RawValue, depth: usize) {
    match Json::read(raw) {
        None | Some(Json::Null | Json::Bool(_)) => {}
        Some(Json::Number(number)) => lines.push(number),
        Some(Json::Text(text)) => lines.extend(as_it_came(&text)),
        Some(Json::List(_) | Json::Object(_)) if depth == 0 => lines.push(raw.get().to_owned()),
        Some(Json::List(items)) => items.iter().for_each(|item| add(lines, item, depth - 1)),
        Some(Json::Object(fields)) => {
            let named = fields.len() > 1;
            for (name, value) in fields.iter() {
                let mut inner = Vec::new();
                add(&mut inner, value, depth - 1);
                let name = as_it_came(name).filter(|_| named);
                lines.extend(inner.into_iter().map(|line| name.as_ref().map_or_else(|| line.clone(), |name| format!("{name}: {line}"))));
            }
        }
    }
}

/// A text without what nobody sees, and without blanks around it; `None` when it is only a placeholder.
fn as_it_came(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let visible: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !is_hidden(*c)).collect();
    let visible = visible.trim();
    let is_placeholder = !visible.contains(char::is_alphanumeric) || PLACEHOLDERS.contains(&visible.to_lowercase().as_str());
    (!is_placeholder).then(|| visible.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sn: &str) -> Option<String> {
        serial_number(&Fields::of_body(format!(r#"{{"sn":{sn}}}"#).as_bytes()).unwrap())
    }

    #[test]
    fn a_serial_number_is_kept_as_it_came() {
        let deep = format!("{}1{}", "[".repeat(5), "]".repeat(5));
        for (sn, kept) in [
            ("54321098765432109876", "54321098765432109876"),
            ("1e15", "1e15"),
            ("-5", "-5"),
            ("0", "0"),
            ("0.10", "0.10"),
            (r#""  a  b \tc\r\n\r\nd\re ""#, "a  b \tc\n\nd\ne"),
            (r#""\u202eSN\u0000 2\u200b""#, "SN 2"),
            (r#"["A-1",["B-2",3],null,"-",true,""]"#, "A-1\nB-2\n3"),
            (r#"{"pin":"1","code":22222222222222222222}"#, "pin: 1\ncode: 22222222222222222222"),
            (r#"[{"code":"A"},{"code":"B"}]"#, "A\nB"),
            (r#"{"vouchers":["A","B"],"pin":"7"}"#, "vouchers: A\nvouchers: B\npin: 7"),
            (deep.as_str(), "[1]"),
            (r#""Pending Order 7""#, "Pending Order 7"),
        ] {
            assert_eq!(of(sn).as_deref(), Some(kept), "{sn}");
        }
        let long = "9".repeat(200_000);
        assert_eq!(of(&format!("\"{long}\"")), Some(long));
    }

    #[test]
    fn a_placeholder_is_no_serial_number() {
        for sn in [
            "null",
            "true",
            "false",
            "{}",
            "[]",
            r#""""#,
            r#"" ""#,
            r#""-""#,
            r#""--""#,
            r#"".""#,
            r#""***""#,
            r#""?""#,
            r#""N/A""#,
            r#""NULL""#,
            r#""Proses""#,
            r#"" Sedang Diproses\n""#,
            r#"["-", null]"#,
            r#"{"sn":null,"pin":""}"#,
            r#""\ud800""#,
        ] {
            assert_eq!(of(sn), None, "{sn}");
        }
        assert_eq!(serial_number(&Fields::of_body(b"{}").unwrap()), None);
    }
}

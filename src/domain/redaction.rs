//! Texts of others without our secrets: who is called with a secret may repeat it, in an error message or a header.

use std::borrow::Cow;
use std::fmt;

/// What stands in place of a secret.
const MASK: &[u8] = b"***";

/// Knows the secrets, and takes them out of texts. Its `Debug` hides them.
#[derive(Clone, Default)]
pub struct Redactor(Vec<String>);

impl Redactor {
    /// Will look for these. One of digits alone is not looked for: ids and amounts have the same form.
    pub fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        Self(secrets.into_iter().filter(|secret| !secret.bytes().all(|byte| byte.is_ascii_digit())).collect())
    }

    /// Will look for this too.
    #[must_use]
    pub fn and(self, secret: String) -> Self {
        Self(self.0.into_iter().chain([secret]).collect())
    }

    /// The text without the secrets, also where they are percent-encoded, or escaped as in JSON.
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// The same for bytes. JSON stays JSON: a secret can only stand inside its strings.
    pub fn bytes<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let mut redacted = Vec::new();
        let (mut copied, mut at) = (0, 0);
        while at < text.len() {
            match self.0.iter().filter_map(|secret| length(secret, &text[at..])).max() {
                Some(length) => {
                    redacted.extend_from_slice(&text[copied..at]);
                    redacted.extend_from_slice(MASK);
                    at += length;
                    copied = at;
                }
                None => at += 1,
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        redacted.extend_from_slice(&text[copied..]);
        Cow::Owned(redacted)
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redactor({} secrets)", self.0.len())
    }
}

/// How many bytes of `text` are `secret`, if it begins with it.
fn length(secret: &str, text: &[u8]) -> Option<usize> {
    secret.bytes().try_fold(0, |at, byte| Some(at + width(byte, &text[at..])?))
}

/// How many bytes `byte` takes at the beginning of `text`: as it is, percent-encoded, or escaped.
fn width(byte: u8, text: &[u8]) -> Option<usize> {
    let hex = |digits: &[u8]| std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok()) == Some(byte);
    match text {
        [first, ..] if *first == byte => Some(1),
        [b'%', rest @ ..] if rest.len() >= 2 && hex(&rest[..2]) => Some(3),
        [b'\\', b'u', b'0', b'0', rest @ ..] if rest.len() >= 2 && hex(&rest[..2]) => Some(6),
        [b'\\', second, ..] if *second == byte => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_however_they_are_written() {
        let redactor = Redactor::new(["AA-secret/half".to_owned(), "AA-secret/half-and-more".to_owned(), "käse 12\"".to_owned()]);
        for (text, redacted) in [
            ("", ""),
            ("nothing here: AA-secret", "nothing here: AA-secret"),
            ("AA-secret/half", "***"),
            ("/bot1:AA-secret/half/getMe", "/bot1:***/getMe"),
            ("AA-secret/half-and-more", "***"),
            ("AA-secret/halfAA-secret/half.", "******."),
            ("AA%2Dsecret%2fhalf", "***"),
            (r"AA-secret\/half", "***"),
            (r"AA\u002dsecret\u002Fhalf", "***"),
            ("%41A-secret/half", "***"),
            ("k%C3%A4se%2012%22", "***"),
            ("käse 12\"", "***"),
            (r#"{"a":"käse 12\"","b":"ä"}"#, r#"{"a":"***","b":"ä"}"#),
            ("AA-secret/hal%", "AA-secret/hal%"),
            ("AA-secret/hal%6", "AA-secret/hal%6"),
            ("AA-secret/hal%+6", "AA-secret/hal%+6"),
        ] {
            assert_eq!(redactor.text(text), redacted, "{text}");
        }
        assert_eq!(redactor.bytes(b"\xff AA-secret/half \xff"), &b"\xff *** \xff"[..]);
        assert!(!format!("{redactor:?}").contains("secret/half"));
    }

    #[test]
    fn a_number_is_no_secret() {
        assert_eq!(Redactor::new(["12345678".to_owned(), String::new()]).text("12345678"), "12345678");
    }
}

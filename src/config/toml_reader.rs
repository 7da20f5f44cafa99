//! Reads TOML so that one pass finds all problems.
//!
//! Deserializing with `serde` stops at the first error. Here each key is read separately; a problem is recorded with its path and line,
//! and the reading continues. Numbers are parsed from their digits, so a percentage is never a float.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

use crate::domain::locale::LocalText;
use crate::domain::markup::BasisPoints;

use super::report::{Problem, quoted};

/// Highest percentage: a price of eleven times the cost. More is a misplaced decimal point.
const MAX_PERCENT: i64 = 1_000;

/// The file being read, and the problems found so far.
pub(super) struct File<'t> {
    /// Its name in reports.
    pub name: &'t str,
    /// The whole text, to find line numbers.
    pub text: &'t str,
    pub problems: RefCell<Vec<Problem>>,
}

impl File<'_> {
    pub(super) fn note(&self, path: &str, offset: usize, found: String, remedy: String) {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let name = if path.is_empty() { self.name.to_owned() } else { format!("{}: {path}", self.name) };
        self.problems.borrow_mut().push(Problem { name, line: Some(line), found, remedy });
    }
}

/// A table. If the table is absent, every key is missing.
pub(super) struct Section<'t> {
    file: &'t File<'t>,
    table: Option<&'t DeTable<'t>>,
    path: String,
    offset: usize,
    asked: Vec<&'static str>,
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(super) fn root(file: &'t File<'t>, table: &'t DeTable<'t>) -> Self {
        Self { file, table: Some(table), path: String::new(), offset: 0, asked: Vec::new() }
    }

    /// A table inside this one; an absent table counts as empty.
    pub(super) fn section(&mut self, key: &'static str) -> Self {
        let (offset, table) = match self.value(key) {
            Some((offset, DeValue::Table(table))) => (offset, Some(table)),
            Some(_) => {
                self.refuse(key, "a table".to_owned());
                (self.offset, None)
            }
            None => (self.offset, None),
        };
        Self { file: self.file, table, path: self.path_of(key), offset, asked: Vec::new() }
    }

    /// A list of tables, `[[key]]`; `None` if there is none.
    pub(super) fn sections(&mut self, key: &'static str) -> Option<Vec<Self>> {
        let (_, value) = self.value(key)?;
        let items = value.as_array().map(|array| array.iter().map(|item| (item.span().start, item.get_ref().as_table())).collect());
        let items: Vec<(usize, Option<&'t DeTable<'t>>)> = items.unwrap_or_default();
        if items.is_empty() || items.iter().any(|(_, table)| table.is_none()) {
            self.refuse(key, format!("a list of tables: [[{}]]", self.path_of(key)));
            return Some(Vec::new());
        }
        let path = self.path_of(key);
        let section =
            |(index, (offset, table))| Self { file: self.file, table, path: format!("{path}[{index}]"), offset, asked: Vec::new() };
        Some(items.into_iter().enumerate().map(section).collect())
    }

    /// All entries of a table whose keys the owner chooses; each value must be a table.
    pub(super) fn entries(self) -> Vec<(String, Self)> {
        let table = self.table.into_iter().flatten();
        let entry = |(key, value): (&'t toml::Spanned<_>, &'t toml::Spanned<DeValue<'t>>)| {
            let name: &std::borrow::Cow<'t, str> = key.get_ref();
            let path = format!("{}.{}", self.path, quoted(name));
            let table = value.get_ref().as_table();
            if table.is_none() {
                self.file.note(&path, key.span().start, shown(value.get_ref()), "a table".to_owned());
            }
            let section = Self { file: self.file, table, path, offset: key.span().start, asked: Vec::new() };
            (name.to_string(), section)
        };
        table.map(entry).collect()
    }

    /// Whether there is a value for `key`, valid or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    /// Records a problem if `key` is missing; `remedy` says what it is for, best with an example.
    pub(super) fn need(&self, key: &str, remedy: &str) {
        if !self.has(key) {
            self.file.note(&self.path_of(key), self.offset, "missing".to_owned(), remedy.to_owned());
        }
    }

    /// Records that the value of `key` is invalid.
    pub(super) fn refuse(&self, key: &str, remedy: String) {
        let (offset, found) = self.value_of(key).map_or((self.offset, "missing".to_owned()), |(offset, value)| (offset, shown(value)));
        self.file.note(&self.path_of(key), offset, found, remedy);
    }

    /// A text of one line, trimmed, with 1 to `max_chars` characters.
    pub(super) fn text(&mut self, key: &'static str, max_chars: usize) -> Option<String> {
        let (offset, value) = self.value(key)?;
        self.one_text(&self.path_of(key), offset, value, max_chars)
    }

    /// A text for all languages, or a table with a text per language.
    pub(super) fn local_text(&mut self, key: &'static str, max_chars: usize, locales: &[&str]) -> Option<LocalText> {
        let (offset, value) = self.value(key)?;
        let path = self.path_of(key);
        let DeValue::Table(table) = value else { return self.one_text(&path, offset, value, max_chars).map(LocalText::Plain) };
        if table.is_empty() {
            self.refuse(key, format!("a text, or a text for each language: {}", locales.join(", ")));
        }
        let mut texts = std::collections::BTreeMap::new();
        for (code, value) in table {
            let path = format!("{path}.{}", code.get_ref());
            if !locales.contains(&code.get_ref().as_ref()) {
                let remedy = format!("a language of the bot: {}", locales.join(", "));
                self.file.note(&path, code.span().start, quoted(code.get_ref()), remedy);
            } else if let Some(text) = self.one_text(&path, value.span().start, value.get_ref(), max_chars) {
                texts.insert(code.get_ref().to_string(), text);
            }
        }
        Some(LocalText::PerLocale(texts))
    }

    /// A whole number within `range`; `default` if it is absent, or if it is wrong and a problem was recorded.
    pub(super) fn number(&mut self, key: &'static str, range: RangeInclusive<i64>, default: i64) -> i64 {
        self.optional_number(key, range).unwrap_or(default)
    }

    /// A whole number within `range`, if there is one.
    pub(super) fn optional_number(&mut self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let (_, value) = self.value(key)?;
        let number = value.as_integer().and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok());
        let within = number.filter(|number| range.contains(number));
        if within.is_none() {
            self.refuse(key, format!("a whole number from {} to {}", range.start(), range.end()));
        }
        within
    }

    /// A list of texts of one line, each with 1 to `max_chars` characters, if there is one.
    pub(super) fn texts(&mut self, key: &'static str, max_chars: usize) -> Option<Vec<String>> {
        let (_, value) = self.value(key)?;
        let path = self.path_of(key);
        let Some(list) = value.as_array() else {
            self.refuse(key, "a list of texts in quotes".to_owned());
            return None;
        };
        list.iter().map(|value| self.one_text(&path, value.span().start, value.get_ref(), max_chars)).collect()
    }

    /// A list of one to `most` whole numbers above zero, if there is one.
    pub(super) fn numbers(&mut self, key: &'static str, most: usize) -> Option<Vec<i64>> {
        let (_, value) = self.value(key)?;
        let number = |value: &DeValue<'_>| value.as_integer().and_then(|digits| i64::from_str_radix(digits.as_str(), digits.radix()).ok());
        let above_zero = |value: &DeValue<'_>| number(value).filter(|number| *number > 0);
        let numbers: Option<Vec<i64>> = value.as_array().and_then(|list| list.iter().map(|value| above_zero(value.get_ref())).collect());
        let fits = numbers.filter(|numbers| (1..=most).contains(&numbers.len()));
        if fits.is_none() {
            self.refuse(key, format!("a list of 1 to {most} whole numbers: [20_000, 50_000]"));
        }
        fits
    }

    /// A percentage from 0 to [`MAX_PERCENT`] with at most two decimals.
    pub(super) fn percent(&mut self, key: &'static str) -> Option<BasisPoints> {
        let (_, value) = self.value(key)?;
        let points = match value {
            DeValue::Integer(digits) if digits.radix() == 10 => basis_points(digits.as_str()),
            DeValue::Float(digits) => basis_points(digits.as_str()),
            _ => None,
        };
        if points.is_none() {
            self.refuse(key, format!("a percentage from 0 to {MAX_PERCENT}, with at most two decimals: 2.5"));
        }
        points.map(BasisPoints)
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        let Some((_, value)) = self.value(key) else { return default };
        value.as_bool().unwrap_or_else(|| {
            self.refuse(key, "true or false".to_owned());
            default
        })
    }

    /// To be called at the end: records every key that was not read, with the key that was probably meant.
    pub(super) fn close(self) {
        for (key, _) in self.table.into_iter().flatten() {
            let name = key.get_ref().as_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let remedy = match self.asked.iter().find(|known| one_edit_apart(known, name)) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("one of: {}", self.asked.join(", ")),
            };
            self.file.note(&self.path_of(name), key.span().start, "an unknown key".to_owned(), remedy);
        }
    }

    fn one_text(&self, path: &str, offset: usize, value: &DeValue<'_>, max_chars: usize) -> Option<String> {
        let text = value.as_str().map(str::trim).filter(|text| !text.is_empty() && text.chars().count() <= max_chars);
        let text = text.filter(|text| !text.contains(char::is_control));
        if text.is_none() {
            let remedy = format!("a text in quotes, on one line, with 1 to {max_chars} characters");
            self.file.note(path, offset, shown(value), remedy);
        }
        text.map(str::to_owned)
    }

    fn value(&mut self, key: &'static str) -> Option<(usize, &'t DeValue<'t>)> {
        self.asked.push(key);
        self.value_of(key)
    }

    fn value_of(&self, key: &str) -> Option<(usize, &'t DeValue<'t>)> {
        let (key, value) = self.table?.get_key_value(key)?;
        Some((key.span().start, value.get_ref()))
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// A value as the report shows it.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(digits) => digits.to_string(),
        DeValue::Float(digits) => digits.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Parses a decimal number into hundredths of a percent, digit by digit.
fn basis_points(text: &str) -> Option<i64> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let decimals = decimals.trim_end_matches('0');
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let points = format!("{whole}{decimals:0<2}").parse().ok()?;
    (0..=MAX_PERCENT * 100).contains(&points).then_some(points)
}

/// Whether inserting, deleting or replacing one character, or swapping two neighbours, turns one word into the other.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    (a, b) = (a.split_off(same), b.split_off(same));
    while a.last().is_some() && a.last() == b.last() {
        a.pop();
        b.pop();
    }
    matches!((a.as_slice(), b.as_slice()), ([] | [_], [] | [_]))
        || matches!((a.as_slice(), b.as_slice()), ([p, q], [r, s]) if p == s && q == r)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_digit_by_digit() {
        for (text, points) in [
            ("2.5", Some(250)),
            ("0", Some(0)),
            ("0.0", Some(0)),
            ("0.07", Some(7)),
            ("2.30", Some(230)),
            ("2.3000", Some(230)),
            ("+1", Some(100)),
            ("1000", Some(100_000)),
            ("1000.01", None),
            ("2.345", None),
            ("-1", None),
            ("-0.5", None),
            ("1e1", None),
            ("nan", None),
            ("inf", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(basis_points(text), points, "{text}");
        }
    }

    #[test]
    fn one_edit_is_one_typing_error() {
        for (a, b, near) in [
            ("slug", "slg", true),
            ("slug", "sslug", true),
            ("slug", "slag", true),
            ("slug", "slgu", true),
            ("name", "naem", true),
            ("aa", "aaa", true),
            ("slug", "sg", false),
            ("slug", "name", false),
            ("abcd", "badc", false),
        ] {
            assert_eq!(one_edit_apart(a, b), near, "{a} {b}");
        }
    }
}

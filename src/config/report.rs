//! The report: everything that is wrong with the configuration, each with its remedy, and never a secret.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable, or the place in a file: `ADMIN_IDS`, `shop.toml: category[2].slug`.
    pub name: String,
    /// The line of the file, from 1.
    pub line: Option<usize>,
    /// What was found; secrets are masked.
    pub found: String,
    /// What is expected, and how to mend it.
    pub remedy: String,
}

/// Everything that is wrong, at least one thing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(f, "The configuration has 1 problem:")?,
            count => writeln!(f, "The configuration has {count} problems:")?,
        }
        self.0.iter().try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => writeln!(f, "{} (line {line})", self.name)?,
            None => writeln!(f, "{}", self.name)?,
        }
        writeln!(f, "  found:    {}", self.found)?;
        writeln!(f, "  expected: {}", self.remedy)
    }
}

/// Longest part of a wrong value that a report repeats, in characters: enough to recognise it.
const MAX_FOUND_CHARS: usize = 80;

/// A wrong value as a report repeats it: in quotes, cut when long, invisible characters made visible.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_FOUND_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("\"{}\"", short.escape_debug())
}

/// A text without the secrets given, and without anything that has the form of a bot's token.
pub(super) fn mask(text: &str, secrets: &[String]) -> String {
    let known = secrets.iter().filter(|secret| !secret.is_empty()).fold(text.to_owned(), |text, secret| text.replace(secret, "***"));
    match regex::Regex::new(r"[0-9]{5,}:[A-Za-z0-9_-]{20,}") {
        Ok(token) => token.replace_all(&known, "***").into_owned(),
        Err(_) => "***".to_owned(),
    }
}

//! The report: all problems of the configuration, each with its remedy, without secrets.

use std::fmt;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable, or the place in a file: `ADMIN_IDS`, `shop.toml: category[2].slug`.
    pub name: String,
    /// The line of the file, from 1.
    pub line: Option<usize>,
    /// What was found; secrets are masked.
    pub found: String,
    /// What is expected, and how to fix it.
    pub remedy: String,
}

/// All problems; at least one.
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
const MAX_FOUND_CHARS: usize = 100;
/// Shorter secrets are not masked: they are a mistake anyway, and masking every "a" would make a report unreadable.
const MIN_SECRET_CHARS: usize = 4;

/// A wrong value as the report shows it: in quotes, with invisible characters escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_debug())
}

impl Problem {
    /// The problem with these secrets masked, and with everything masked that looks like a bot's token, because a token may be in the
    /// wrong variable. The text is cut after masking, so that no part of a secret remains.
    #[must_use]
    pub(super) fn masked(self, secrets: &[String]) -> Self {
        let mut found = mask(&self.found, secrets);
        if let Some((end, _)) = found.char_indices().nth(MAX_FOUND_CHARS) {
            found.truncate(end);
            found.push('…');
        }
        Self { name: mask(&self.name, secrets), found, remedy: mask(&self.remedy, secrets), line: self.line }
    }
}

fn mask(text: &str, secrets: &[String]) -> String {
    let secrets = secrets.iter().filter(|secret| secret.chars().count() >= MIN_SECRET_CHARS);
    let known = secrets.fold(text.to_owned(), |text, secret| {
        let escaped = secret.escape_debug().to_string(); // as `quoted` writes it
        text.replace(secret, "***").replace(&escaped, "***")
    });
    match regex::Regex::new(r"[0-9]{5,}:[A-Za-z0-9_-]{20,}") {
        Ok(token) => token.replace_all(&known, "***").into_owned(),
        Err(_) => "***".to_owned(),
    }
}

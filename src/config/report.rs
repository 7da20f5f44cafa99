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

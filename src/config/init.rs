//! `init`: writes a commented `shop.toml` and `.env`, and never changes an existing file.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::shop_file;

/// The result for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub path: PathBuf,
    /// `false` if the file existed before; it was not changed.
    pub created: bool,
}

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("can't write {}: {source}", path.display())]
pub struct InitError {
    path: PathBuf,
    source: io::Error,
}

/// Writes `shop.toml` and `.env` into an existing folder. Only the owner can read `.env`, because it is for secrets.
///
/// # Errors
/// The first file that could not be written; files written before it stay.
pub fn init(dir: &Path) -> Result<Vec<Written>, InitError> {
    [("shop.toml", shop_file::BUILT_IN, 0o644), (".env", include_str!("env.template"), 0o600)]
        .into_iter()
        .map(|(name, text, mode)| {
            let path = dir.join(name);
            match create(&path, text, mode) {
                Ok(()) => Ok(Written { path, created: true }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Written { path, created: false }),
                Err(source) => Err(InitError { path, source }),
            }
        })
        .collect()
}

/// Gives a variable its value in `.env` in `dir`: on the line that has it without a value, else on a new line at the end. The file is replaced in
/// one step, so that a crash leaves the old one.
///
/// # Errors
/// When the file can't be read or written.
pub fn fill(dir: &Path, name: &str, value: &str) -> Result<(), InitError> {
    let path = dir.join(".env");
    let failed = |source| InitError { path: path.clone(), source };
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    let new = dir.join(".env.new");
    std::fs::remove_file(&new).ok();
    create(&new, &filled(&text, name, value), 0o600).map_err(failed)?;
    std::fs::rename(&new, &path).map_err(failed)
}

/// `text` with `name=value`.
fn filled(text: &str, name: &str, value: &str) -> String {
    let empty = |line: &str| line.split_once('=').is_some_and(|(left, right)| left.trim() == name && right.trim().is_empty());
    let line = format!("{name}={value}");
    if text.lines().any(empty) {
        text.lines().map(|old| format!("{}\n", if empty(old) { &line } else { old })).collect()
    } else {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        format!("{text}{end}{line}\n")
    }
}

fn create(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        // The next `init` would keep half a file as the owner's own.
        std::fs::remove_file(path).ok();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_value_takes_the_place_of_an_empty_one() {
        for (text, expected) in
            [("", "A=1\n"), ("# A=\nA=\nB=2\n", "# A=\nA=1\nB=2\n"), ("AA=\n A = \n", "AA=\nA=1\n"), ("B=2", "B=2\nA=1\n")]
        {
            assert_eq!(filled(text, "A", "1"), expected, "{text}");
        }
    }
}

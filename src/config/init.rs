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

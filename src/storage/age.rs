//! Encrypts copies for the owner's key (<https://age-encryption.org/v1>).
//!
//! By the program `age`: the crate of that name calls itself beta and brings sixty-eight others, among them a pre-release.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::storage::BackupError;
use crate::storage::open::OWNER_ONLY;

/// Encrypts `from` into the new file `to`, which only its owner can read. It is on disk when this returns.
///
/// # Errors
/// When the program is missing, does not accept the recipient, or a file can't be read or written.
pub async fn encrypt(from: &Path, to: &Path, recipient: &str) -> Result<(), BackupError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::File { path, source }
    };
    let input = File::open(from).map_err(at(from))?;
    let output = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(to).map_err(at(to))?;
    let kept = output.try_clone().map_err(at(to))?;
    run(recipient, input.into(), output.into()).await?;
    kept.sync_all().map_err(at(to))
}

/// Whether `age` is installed and accepts the recipient.
///
/// # Errors
/// The reason why it can't encrypt.
pub async fn try_recipient(recipient: &str) -> Result<(), BackupError> {
    run(recipient, Stdio::null(), Stdio::null()).await
}

async fn run(recipient: &str, input: Stdio, output: Stdio) -> Result<(), BackupError> {
    let mut command = Command::new("age");
    command.args(["--encrypt", "--recipient", recipient]).stdin(input).stdout(output).stderr(Stdio::piped());
    let ended = tokio::task::spawn_blocking(move || command.output()).await.map_err(io::Error::other).flatten();
    let ended = ended.map_err(BackupError::NoAge)?;
    if ended.status.success() { Ok(()) } else { Err(BackupError::NotEncrypted(String::from_utf8_lossy(&ended.stderr).trim().to_owned())) }
}

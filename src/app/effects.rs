//! The result of a use case: the writes that it wants, or why there are none.

use crate::domain::bill::IllegalBillEvent;
use crate::domain::order::IllegalTransition;
use crate::storage::{CommitError, ReadError, Write};

/// What a use case wants to be written. Committed together or not at all.
pub type Effects = Vec<Write>;

/// Why a use case failed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Commit(#[from] CommitError),
    #[error(transparent)]
    IllegalTransition(#[from] IllegalTransition),
    #[error("the database's receipt_key is not a key of 32 bytes in base64")]
    ReceiptKey,
    #[error(transparent)]
    IllegalBillEvent(#[from] IllegalBillEvent),
}

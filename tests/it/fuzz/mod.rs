//! Random bytes for every parser that reads what strangers write: updates, callback data, targets, the owner's files. The provider's answers
//! have theirs beside their parser.

mod callbacks;
mod files;
mod targets;
mod updates;

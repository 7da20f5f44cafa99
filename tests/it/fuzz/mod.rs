//! Random bytes for every parser of foreign input: updates, callback data, targets, the owner's files. The tests for the provider's answers are
//! next to their parser.

mod callbacks;
mod files;
mod targets;
mod updates;

pub mod backoff;
pub mod caller;
pub mod ingest;
pub mod lanes;
pub mod sender;
pub mod view;

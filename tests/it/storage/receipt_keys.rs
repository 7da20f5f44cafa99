//! The key of receipts: the first one stays, whoever else makes one.

use odzreshop_bot::storage::{ReceiptKeyWrite, Write};
use secrecy::ExposeSecret;

use super::{Database, NOW, on_both};

async fn the_first_key_stays(database: Database) {
    let base = database.open().await;
    assert!(base.store.find_receipt_key().await.unwrap().is_none());
    for secret in ["first", "second"] {
        base.commit([Write::ReceiptKey(ReceiptKeyWrite::Make { secret: secret.into(), now: NOW })]).await;
        assert_eq!(base.store.find_receipt_key().await.unwrap().unwrap().expose_secret(), "first");
    }
}

on_both! {
    the_first_key_stays,
}

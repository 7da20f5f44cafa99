//! No name and no error contains a password. Tests that need a server are in `tests/it/storage/`.

use super::*;

#[test]
fn the_server_s_name_has_no_password() {
    let named = |url: &str| name(&url.parse().unwrap());
    assert_eq!(named("postgres://me:canary@db.example:5433/shop?sslmode=require"), "postgres://me@db.example:5433/shop");
    assert_eq!(named("postgres://me:canary@db.example"), "postgres://me@db.example:5432/me");
    assert_eq!(named("postgres://me@localhost/shop?host=/run/pg"), "postgres://me@/run/pg:5432/shop");
}

#[tokio::test]
async fn an_invalid_url_is_not_repeated_in_the_error() {
    for url in ["postgres://me:can#ary@db/shop", "postgres://me:canary@db:port/shop", "canary"] {
        let error = connect(&url.to_owned().into()).await.err().unwrap();
        assert!(matches!(error, OpenError::Address), "{error}");
    }
}

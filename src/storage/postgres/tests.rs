//! The settings and the words of the owner's errors; and the connection that a cancelled `begin` poisons.

// Its orders to the server are for other tests.
#[allow(dead_code)]
#[path = "../../../tests/it/postgres/mod.rs"]
mod server;

use std::future::ready;

use sqlx::PgPool;

use super::*;

#[test]
fn the_server_s_name_has_no_password() {
    let named = |url: &str| name(&url.parse().unwrap());
    assert_eq!(named("postgres://me:canary@db.example:5433/shop?sslmode=require"), "postgres://me@db.example:5433/shop");
    assert_eq!(named("postgres://me:canary@db.example"), "postgres://me@db.example:5432/me");
    assert_eq!(named("postgres://me@localhost/shop?host=/run/pg"), "postgres://me@/run/pg:5432/shop");
}

#[tokio::test]
async fn an_address_that_is_none_is_not_repeated() {
    for url in ["postgres://me:can#ary@db/shop", "postgres://me:canary@db:port/shop", "canary"] {
        let error = connect(&url.to_owned().into()).await.err().unwrap();
        assert!(matches!(error, OpenError::Address), "{error}");
    }
}

/// Whether a write that the pool's one connection says it has done, after a `begin` on it was given up half-way, is there for others.
async fn lasts(options: PgPoolOptions, url: &str) -> bool {
    let pool: PgPool = options.max_connections(1).connect(url).await.unwrap();
    pool.execute("CREATE TABLE letters (id BIGINT)").await.unwrap();
    {
        let mut connection = pool.acquire().await.unwrap();
        let mut begin = Box::pin(connection.begin());
        // Asked once: BEGIN is on its way, and its answer is not.
        tokio::select! {
            biased;
            _ = &mut begin => panic!("it was done at once"),
            () = ready(()) => {}
        }
    }
    sqlx::query("INSERT INTO letters VALUES (1)").execute(&pool).await.unwrap();
    let mut other = PgConnection::connect(url).await.unwrap();
    let seen: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM letters").fetch_one(&mut other).await.unwrap();
    seen == 1
}

#[tokio::test]
async fn a_begin_that_was_given_up_poisons_no_later_write() {
    if !server::is_there() {
        return;
    }
    let url = server::database().await;
    assert!(lasts(pool_options(), &url).await, "with the guard");
    let url = server::database().await;
    // When this fails, sqlx has mended it, and the guard may go.
    assert!(!lasts(PgPoolOptions::new(), &url).await, "without the guard the write is lost");
}

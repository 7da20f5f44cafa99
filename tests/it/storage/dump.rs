//! Copies of PostgreSQL: one moment of the database, tried in a scratch database, and put in the place of the shop's.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use odzreshop_bot::domain::order::OrderState;
use odzreshop_bot::storage::{BackupError, LEADER_LEASE, Location, OpenError, RestoreError, RestoreWrite, Write};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::tempdir;

use super::{Base, Database, NOW, Place, add, order};
use crate::postgres::{self, PASSWORD};

const LEASE: Duration = Duration::from_secs(10);

fn url(base: &Base) -> String {
    let Place::Postgres(url) = &base.place else { panic!("a file") };
    url.clone()
}

fn location(url: &str) -> Location {
    Location::Postgres(url.to_owned().into())
}

/// The databases beside that of `url`, with its name in theirs.
async fn beside(url: &str) -> Vec<String> {
    const SQL: &str = "SELECT datname FROM pg_database WHERE datname LIKE '%' || current_database() AND datname <> current_database()";
    let mut connection = PgConnection::connect(url).await.unwrap();
    let found = sqlx::query_scalar(SQL).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    found
}

#[tokio::test]
async fn a_copy_is_one_moment_and_is_held_where_it_is_put_back() {
    if !postgres::is_there() {
        return;
    }
    let base = Database::Postgres.open().await;
    let (url, folder) = (url(&base), tempdir().unwrap());
    let (shop, copy) = (location(&url), folder.path().join("copy.dump"));
    for n in 0..50 {
        base.commit([add(order(&format!("o{n}")))]).await;
    }
    let epoch = base.store.take_lease(LEADER_LEASE, LEASE).await.unwrap().unwrap();
    let writing = async {
        for n in 50..70 {
            base.commit([add(order(&format!("o{n}")))]).await;
        }
    };
    let (bytes, ()) = tokio::join!(shop.back_up(&copy), writing);
    let file = fs::metadata(&copy).unwrap();
    assert_eq!((bytes.unwrap(), file.permissions().mode() & 0o777), (file.len(), 0o600));
    let found = shop.verify(&copy).await.unwrap();
    assert!((50..=70).contains(&found.orders) && found.open_orders == found.orders, "{found:?}");
    assert_eq!(beside(&url).await, Vec::<String>::new(), "the scratch database is dropped");

    let refused = shop.restore(&copy, NOW, "today").await;
    assert!(matches!(refused, Err(RestoreError::InUse(_))), "{refused:?}");
    base.commit([add(order("later"))]).await;
    let place = base.close().await;
    let restored = shop.restore(&copy, NOW, "today").await.unwrap();
    assert_eq!(restored.replaced.iter().collect::<Vec<_>>(), beside(&url).await.iter().collect::<Vec<_>>());
    let lost = restored.lost_sight_of.unwrap();
    assert!(lost.iter().any(|order| order.id.0 == "later"), "{lost:?}");

    let base = place.open().await;
    assert!(base.order("later").await.is_none());
    // Without a gap, and none will be sent.
    for n in 0..found.orders {
        assert_eq!(base.order(&format!("o{n}")).await.unwrap().state, OrderState::Sending, "{n}");
    }
    assert_eq!(base.store.find_held_restore().await.unwrap(), Some(NOW));
    // Also a bot that only lost its connection meanwhile doesn't lead.
    assert_eq!(base.store.take_lease(LEADER_LEASE, LEASE).await.unwrap(), None);
    base.commit([Write::Restore(RestoreWrite::Release { now: NOW })]).await;
    assert!(base.store.take_lease(LEADER_LEASE, LEASE).await.unwrap().unwrap() > epoch + 1);
}

#[tokio::test]
async fn what_is_no_copy_of_the_shop_changes_nothing() {
    if !postgres::is_there() {
        return;
    }
    let base = Database::Postgres.open().await;
    base.commit([add(order("a"))]).await;
    let (shop, folder) = (location(&url(&base)), tempdir().unwrap());
    let path = |name: &str| folder.path().join(name);
    let url = url(&base);
    base.close().await;
    shop.back_up(&path("copy.dump")).await.unwrap();
    assert!(matches!(shop.back_up(&path("copy.dump")).await, Err(BackupError::Exists(_))));
    let whole = fs::read(path("copy.dump")).unwrap();
    fs::write(path("cut.dump"), &whole[..whole.len() / 2]).unwrap();
    fs::write(path("words.txt"), "mine").unwrap();
    let foreign = postgres::database().await;
    let mut connection = PgConnection::connect(&foreign).await.unwrap();
    connection.execute("CREATE TABLE notes (text TEXT)").await.unwrap();
    location(&foreign).back_up(&path("foreign.dump")).await.unwrap();
    for (name, expected) in [
        ("cut.dump", "pg_restore: error:"),
        ("words.txt", ""),
        ("foreign.dump", "is not a database of this program"),
        ("nowhere.dump", "does not exist"),
    ] {
        let said = shop.verify(&path(name)).await.unwrap_err().to_string();
        assert!(said.contains(expected), "{name}: {said}");
        assert_eq!(shop.restore(&path(name), NOW, "today").await.unwrap_err().to_string(), said, "{name}");
    }
    assert_eq!(beside(&url).await, Vec::<String>::new());

    // Each kind of database takes its own copies.
    let sqlite = Database::Sqlite.open().await;
    let file = Location::Sqlite(sqlite.place.folder().join("shop.db"));
    file.back_up(&path("copy.db")).await.unwrap();
    sqlite.close().await;
    for (shop, copy) in [(&shop, "copy.db"), (&file, "copy.dump")] {
        let refused = shop.restore(&path(copy), NOW, "today").await;
        assert!(matches!(refused, Err(RestoreError::Backup(BackupError::OtherKind(_)))), "{copy}: {refused:?}");
    }

    let missing = location(&format!("{url}_is_missing"));
    let said = missing.back_up(&path("new.dump")).await.unwrap_err().to_string();
    assert!(said.starts_with("pg_dump: error:") && said.contains("does not exist") && !said.contains(PASSWORD), "{said}");
    assert!(!path("new.dump").exists());
    let refused = missing.restore(&path("copy.dump"), NOW, "today").await;
    assert!(matches!(refused, Err(RestoreError::Open(OpenError::NoDatabase { .. }))), "{refused:?}");
}

#[tokio::test]
async fn a_user_who_may_not_create_a_database_is_told_what_is_missing() {
    if !postgres::is_there() {
        return;
    }
    let admins = postgres::database().await;
    let mut admin = PgConnection::connect(&admins).await.unwrap();
    let mut url = url::Url::parse(&admins).unwrap();
    let (database, user) = (url.path()[1..].to_owned(), format!("user_of_{}", &url.path()[1..]));
    for sql in [format!("CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'"), format!("ALTER DATABASE {database} OWNER TO {user}")] {
        admin.execute(AssertSqlSafe(sql)).await.unwrap();
    }
    location(&admins).try_backup().await.unwrap();
    url.set_username(&user).unwrap();
    url.set_password(Some(PASSWORD)).unwrap();
    Place::Postgres(url.to_string()).open().await.close().await;
    let (shop, folder) = (location(url.as_str()), tempdir().unwrap());
    let copy = folder.path().join("copy.dump");
    shop.back_up(&copy).await.unwrap();
    for refused in [shop.try_backup().await, shop.verify(&copy).await.map(|_| ())] {
        let said = refused.unwrap_err().to_string();
        assert!(said.contains("ALTER ROLE … CREATEDB") && said.contains(&user) && !said.contains(PASSWORD), "{said}");
    }
}

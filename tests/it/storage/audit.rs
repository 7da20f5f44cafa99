//! The audit log as admins read it.

use odzreshop_bot::storage::{AuditEntry, AuditWrite, Write};

use super::{Base, Database, NOW, on_both};

async fn ids(base: &Base, actor: Option<i64>, action: Option<&str>) -> Vec<String> {
    let all = base.store.list_audit(actor, action, 99, 0).await.unwrap();
    let mut paged = Vec::new();
    for page in 0..4 {
        paged.extend(base.store.list_audit(actor, action, 2, page * 2).await.unwrap());
    }
    assert_eq!(paged, all, "in pages");
    all.into_iter().map(|row| row.id).collect()
}

async fn the_log_is_read_of_one_admin_of_one_act_and_of_both(database: Database) {
    let base = database.open().await;
    assert_eq!((base.store.list_audit_actors().await.unwrap(), base.store.list_audit_acts().await.unwrap()), (vec![], vec![]));
    let entry = |id: &str, actor, action, ms| {
        let (subject, detail) = ("7".to_owned(), String::new());
        Write::Audit(AuditWrite::Add(AuditEntry { id: id.to_owned(), actor, action, subject, detail, at: NOW.plus_ms(ms) }))
    };
    base.commit([
        entry("a", 1, "grant", 1),
        entry("c", 2, "block", 2),
        entry("b", 2, "block", 2),
        entry("d", -3, "grant", 4),
        entry("e", 2, "grant", 3),
    ])
    .await;
    assert_eq!(ids(&base, None, None).await, ["d", "e", "c", "b", "a"], "the newest first");
    assert_eq!(ids(&base, Some(2), None).await, ["e", "c", "b"]);
    assert_eq!(ids(&base, None, Some("grant")).await, ["d", "e", "a"]);
    assert_eq!(ids(&base, Some(2), Some("block")).await, ["c", "b"]);
    assert_eq!(ids(&base, Some(1), Some("block")).await, [""; 0]);
    assert_eq!(base.store.list_audit_actors().await.unwrap(), [(-3, None), (1, None), (2, None)]);
    assert_eq!(base.store.list_audit_acts().await.unwrap(), ["block", "grant"]);
}

on_both! {
    the_log_is_read_of_one_admin_of_one_act_and_of_both,
}

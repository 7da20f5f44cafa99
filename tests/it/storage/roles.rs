//! Roles: each change is from the role that was read, so that of two owners one is first; and who is found by a username.

use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::role::Role;
use odzreshop_bot::storage::{CommitError, PersonWrite, RoleWrite, Write};

use super::{Database, NOW, on_both};

fn change(user_id: i64, from: Option<Role>, to: Option<Role>) -> Vec<Write> {
    vec![Write::Role(RoleWrite::Change { user_id, from, to, by: 1, now: NOW })]
}

async fn of_two_changes_one_is_first(database: Database) {
    let base = database.open().await;
    let (admin, support) = (Some(Role::Admin), Some(Role::Support));
    base.commit(change(7, None, admin)).await;
    base.commit(change(5, None, support)).await;
    assert_eq!(base.store.list_roles().await.unwrap(), [(5, Role::Support), (7, Role::Admin)]);
    for (from, to) in [(None, support), (support, None), (support, admin)] {
        let late = base.store.commit(change(7, from, to)).await;
        assert!(matches!(late, Err(CommitError::Conflict("the role"))), "{late:?}");
    }
    base.commit(change(7, admin, support)).await;
    assert_eq!(base.store.find_role(7).await.unwrap(), support);
    base.commit(change(7, support, None)).await;
    assert_eq!(base.store.find_role(7).await.unwrap(), None);
    // Owners are in the environment.
    assert!(base.store.commit(change(9, None, Some(Role::Owner))).await.is_err());
}

async fn a_username_may_have_been_several_peoples(database: Database) {
    let base = database.open().await;
    let meet = |id, name: &str| {
        Write::Person(PersonWrite::Meet { person: Person { id, username: Some(name.to_owned()), ..Person::default() }, now: NOW })
    };
    base.commit([meet(1, "Jane_Doe"), meet(2, "budi"), meet(3, "BUDI"), meet(4, "budi")]).await;
    assert_eq!(base.store.list_people_called("jane_DOE").await.unwrap(), [1]);
    assert_eq!(base.store.list_people_called("budi").await.unwrap(), [2, 3]);
    assert_eq!(base.store.list_people_called("jane").await.unwrap(), Vec::<i64>::new());
}

on_both! {
    of_two_changes_one_is_first,
    a_username_may_have_been_several_peoples,
}

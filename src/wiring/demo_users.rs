//! The people of the demo: a customer for each way of coming to the shop, and its admin.

use std::path::Path;

use anyhow::Context;

use crate::domain::access::AccessStatus;
use crate::domain::person;
use crate::domain::time::Millis;
use crate::sandbox::page::{Person, Phone};
use crate::sandbox::telegram::{Telegram, User};
use crate::storage::{self, PersonWrite, Write};

/// The admin's user id.
pub const ADMIN: i64 = 2_001;

struct DemoUser {
    user: i64,
    name: &'static str,
    language: &'static str,
    phone: Phone,
    about: &'static str,
    access: AccessStatus,
    blocks: bool,
}

const DEMO_USERS: [DemoUser; 5] = [
    demo_user(1_001, "Budi", "id", "already admitted"),
    demo_user(1_002, "Emma", "en", "already admitted"),
    DemoUser { access: AccessStatus::Unknown, ..demo_user(1_003, "Citra", "id", "new at the shop") },
    DemoUser { blocks: true, ..demo_user(1_004, "Dewi", "id", "blocks the bot at first") },
    DemoUser { phone: Phone::Admin, access: AccessStatus::Unknown, ..demo_user(ADMIN, "Sari", "en", "runs the shop") },
];

const fn demo_user(user: i64, name: &'static str, language: &'static str, about: &'static str) -> DemoUser {
    DemoUser { user, name, language, phone: Phone::Customer, about, access: AccessStatus::Approved, blocks: false }
}

/// Puts everybody into the simulated Telegram, and says who is who. The admin has started the bot: it can't write to her before.
pub fn add_to(telegram: &Telegram) -> Vec<Person> {
    for demo_user in &DEMO_USERS {
        telegram.add_user(User::new(demo_user.user, demo_user.name, demo_user.language));
        if demo_user.blocks {
            // An error would be an unknown person, and this one has just been added; so below.
            let _ = telegram.block(demo_user.user);
        }
    }
    let _ = telegram.send_text(ADMIN, "/start");
    DEMO_USERS.iter().map(|demo_user| Person { user: demo_user.user, phone: demo_user.phone, about: demo_user.about.to_owned() }).collect()
}

/// The user ids of everybody.
pub fn ids() -> impl Iterator<Item = i64> {
    DEMO_USERS.iter().map(|user| user.user)
}

/// Writes those who were approved before the demo begins into the shop's database, which the bot has not opened yet.
///
/// # Errors
/// When the database can't be made.
pub async fn approve(database: &Path, now: Millis) -> anyhow::Result<()> {
    let opened = storage::open(database).await.context("making the demo's database")?;
    let approved = DEMO_USERS.iter().filter(|demo_user| demo_user.access == AccessStatus::Approved);
    let writes = approved.map(|demo_user| Write::Person(PersonWrite::Meet { person: met(demo_user), now })).collect();
    let committed = opened.store.commit(writes).await;
    opened.close().await;
    committed.context("admitting the demo's customers")
}

fn met(demo_user: &DemoUser) -> person::Person {
    person::Person {
        id: demo_user.user,
        name: demo_user.name.to_owned(),
        username: None,
        telegram_language: Some(demo_user.language.to_owned()),
        chosen: None,
        access: demo_user.access,
        unreachable: false,
    }
}

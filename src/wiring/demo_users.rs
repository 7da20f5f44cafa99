//! The people of the demo: a customer for each way of coming to the shop, and its admin.

use std::path::Path;

use anyhow::Context;

use crate::domain::access::AccessStatus;
use crate::domain::person;
use crate::domain::time::Millis;
use crate::sandbox::page::{Person, Seat};
use crate::sandbox::telegram::{Telegram, User};
use crate::storage::{self, PersonWrite, Write};

/// The admin's user id.
pub const ADMIN: i64 = 2_001;

struct Part {
    user: i64,
    name: &'static str,
    language: &'static str,
    seat: Seat,
    about: &'static str,
    access: AccessStatus,
    blocks: bool,
}

const PARTS: [Part; 5] = [
    part(1_001, "Budi", "id", "already admitted"),
    part(1_002, "Emma", "en", "already admitted"),
    Part { access: AccessStatus::Unknown, ..part(1_003, "Citra", "id", "new at the shop") },
    Part { blocks: true, ..part(1_004, "Dewi", "id", "blocks the bot at first") },
    Part { seat: Seat::Admin, access: AccessStatus::Unknown, ..part(ADMIN, "Sari", "en", "runs the shop") },
];

const fn part(user: i64, name: &'static str, language: &'static str, about: &'static str) -> Part {
    Part { user, name, language, seat: Seat::Customer, about, access: AccessStatus::Approved, blocks: false }
}

/// Puts everybody into the simulated Telegram, and says who is who. The admin has started the bot: it can't write to her before.
pub fn assemble(telegram: &Telegram) -> Vec<Person> {
    for part in &PARTS {
        telegram.add_user(User::new(part.user, part.name, part.language));
        if part.blocks {
            // An error would be an unknown person, and this one has just been added; so below.
            let _ = telegram.block(part.user);
        }
    }
    let _ = telegram.send_text(ADMIN, "/start");
    PARTS.iter().map(|part| Person { user: part.user, seat: part.seat, about: part.about.to_owned() }).collect()
}

/// Writes those who were approved before the demo begins into the shop's database, which the bot has not opened yet.
///
/// # Errors
/// When the database can't be made.
pub async fn approve(database: &Path, now: Millis) -> anyhow::Result<()> {
    let opened = storage::open(database).await.context("making the demo's database")?;
    let approved = PARTS.iter().filter(|part| part.access == AccessStatus::Approved);
    let writes = approved.map(|part| Write::Person(PersonWrite::Meet { person: met(part), now })).collect();
    let committed = opened.store.commit(writes).await;
    opened.close().await;
    committed.context("admitting the demo's customers")
}

fn met(part: &Part) -> person::Person {
    person::Person {
        id: part.user,
        name: part.name.to_owned(),
        username: None,
        telegram_language: Some(part.language.to_owned()),
        chosen: None,
        access: part.access,
        unreachable: false,
    }
}

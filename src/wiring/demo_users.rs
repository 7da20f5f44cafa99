//! The people of the demo: customers with different access, and the shop's admin.

use std::path::Path;

use anyhow::Context;

use crate::domain::access::AccessStatus;
use crate::domain::money::Rupiah;
use crate::domain::person;
use crate::domain::time::Millis;
use crate::domain::wallet::{ByHand, Decision, Transfer};
use crate::sandbox::page::{Person, Phone};
use crate::sandbox::telegram::{Telegram, User};
use crate::storage::{self, LedgerWrite, PersonWrite, Write};

/// The admin's user id.
pub const ADMIN: i64 = 2_001;

/// What the approved customers begin with: enough for a few orders.
const FIRST_GRANT: Rupiah = Rupiah(100_000);

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
    demo_user(1_001, "Budi", "id", "approved"),
    demo_user(1_002, "Emma", "en", "approved"),
    DemoUser { access: AccessStatus::Unknown, ..demo_user(1_003, "Citra", "id", "new at the shop") },
    DemoUser { blocks: true, ..demo_user(1_004, "Dewi", "id", "blocks the bot at first") },
    DemoUser { phone: Phone::Admin, access: AccessStatus::Unknown, ..demo_user(ADMIN, "Sari", "en", "runs the shop") },
];

const fn demo_user(user: i64, name: &'static str, language: &'static str, about: &'static str) -> DemoUser {
    DemoUser { user, name, language, phone: Phone::Customer, about, access: AccessStatus::Approved, blocks: false }
}

/// Adds everybody to the simulated Telegram; returns them for the page. The admin starts the bot, which can't write to her before.
pub fn add_to(telegram: &Telegram) -> Vec<Person> {
    for demo_user in &DEMO_USERS {
        telegram.add_user(User::new(demo_user.user, demo_user.name, demo_user.language));
        if demo_user.blocks {
            // An error would mean an unknown person, and this one has just been added; the same below.
            let _ = telegram.block(demo_user.user);
        }
    }
    let _ = telegram.send_text(ADMIN, "/start");
    DEMO_USERS.iter().map(|demo_user| Person { user: demo_user.user, phone: demo_user.phone, about: demo_user.about.to_owned() }).collect()
}

/// Everybody's user id.
pub fn ids() -> impl Iterator<Item = i64> {
    DEMO_USERS.iter().map(|user| user.user)
}

/// Writes the approved customers into the shop's database before the bot opens it, each with something in the wallet.
///
/// # Errors
/// When the database can't be made.
pub async fn approve(database: &Path, now: Millis) -> anyhow::Result<()> {
    let opened = storage::open(database).await.context("making the demo's database")?;
    let approved = DEMO_USERS.iter().filter(|demo_user| demo_user.access == AccessStatus::Approved);
    let writes = approved.flat_map(|demo_user| {
        let met = Write::Person(PersonWrite::Meet { person: met(demo_user), now });
        [met, Write::Ledger(LedgerWrite::Transfer(first_grant(demo_user.user, now)))]
    });
    let committed = opened.store.commit(writes.collect()).await;
    opened.close().await;
    committed.context("approving the demo's customers")
}

/// The admin gives a customer something to begin with.
fn first_grant(user: i64, now: Millis) -> Transfer {
    let decision = Decision { admin: ADMIN, reason: "saldo awal demo".to_owned() };
    Transfer::by_hand(ByHand::Grant, user, FIRST_GRANT, &format!("demo-{user}"), decision, now)
}

fn met(demo_user: &DemoUser) -> person::Person {
    person::Person {
        id: demo_user.user,
        name: demo_user.name.to_owned(),
        telegram_language: Some(demo_user.language.to_owned()),
        access: demo_user.access,
        ..person::Person::default()
    }
}

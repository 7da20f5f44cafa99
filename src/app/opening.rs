//! Closing and opening the shop by hand, and its opening hours. Both are settings that override `shop.toml`.

use serde_json::Value;

use crate::app::audit::audit;
use crate::app::zone::minute_of_day;
use crate::app::{AppError, Clock, Effects, zone};
use crate::domain::opening::{Opening, OpeningHours, Pause};
use crate::domain::person::Person;
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{SettingsWrite, Store, Write};

/// The settings that admins change here, by their place in `shop.toml`.
const CLOSED: &str = "shop.closed";
const NOTE: &str = "shop.closed_note";
const HOURS: &str = "shop.hours";

/// What an admin wants of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Take no orders, and tell customers why.
    Close {
        note: Option<String>,
    },
    Open,
    /// Open on each day from one time to another; `None` is always.
    Hours(Option<OpeningHours>),
    /// As `shop.toml` says.
    AsFile,
}

/// The switch as admins see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchState {
    pub opening: Opening,
    /// Why no orders are taken now.
    pub pause: Option<Pause>,
    /// Who closed or opened it last, and when.
    pub last: Option<(Person, Millis)>,
    /// Whether something differs from `shop.toml` because it was set here.
    pub overrides: bool,
}

/// Closes and opens the shop.
pub struct ShopSwitch {
    pub(super) store: Store,
    pub(super) clock: Clock,
}

impl ShopSwitch {
    /// How it stands.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(&self, shop: &Shop) -> Result<SwitchState, AppError> {
        let last = match self.store.find_last_audit(["close_shop", "open_shop"]).await? {
            Some((actor, at)) => {
                let person = self.store.find_person(actor).await?;
                Some((person.unwrap_or_else(|| Person { id: actor, ..Person::default() }), at))
            }
            None => None,
        };
        let overrides = self.store.list_settings().await?.iter().any(|(key, _)| [CLOSED, NOTE, HOURS].contains(&key.as_str()));
        Ok(SwitchState { opening: shop.opening.clone(), pause: pause(shop, self.clock.now()), last, overrides })
    }

    /// Does what `admin` wants, for every process once the effects are committed.
    pub fn set(&self, admin: i64, switch: Switch, effects: &mut Effects) {
        let now = self.clock.now();
        let hours_of = |hours: Option<OpeningHours>| hours.map_or_else(|| "always".to_owned(), |hours| hours.to_string());
        let (action, detail, settings) = match switch {
            Switch::Close { note } => {
                let detail = note.clone().unwrap_or_default();
                ("close_shop", detail, vec![(CLOSED, Value::Bool(true)), (NOTE, note.map_or(Value::Null, Value::String))])
            }
            Switch::Open => ("open_shop", String::new(), vec![(CLOSED, Value::Bool(false)), (NOTE, Value::Null)]),
            Switch::Hours(hours) => ("shop_hours", hours_of(hours), vec![(HOURS, Value::String(hours_of(hours)))]),
            Switch::AsFile => ("shop_as_file", String::new(), [CLOSED, NOTE, HOURS].map(|key| (key, Value::Null)).into()),
        };
        let set = |(key, value): (&str, Value)| Write::Settings(SettingsWrite::Set { key: key.to_owned(), value, now });
        effects.extend(settings.into_iter().map(set));
        effects.push(audit(admin, action, "shop".to_owned(), detail, now));
    }
}

/// Why the shop takes no orders at `now`, by its owner's will; `None` when it does.
pub fn pause(shop: &Shop, now: Millis) -> Option<Pause> {
    shop.opening.pause(minute_of_day(now, zone(shop)))
}

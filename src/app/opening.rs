//! Closing and opening the shop by hand and as planned, and its opening hours. All are settings; but for the plan they override `shop.toml`.

use std::sync::Arc;

use chrono::DateTime;
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::app::audit::audit;
use crate::app::zone::{end_of_day, minute_of_day, names_day, read_moment};
use crate::app::{AppError, Clock, Effects, ProviderCalls, zone};
use crate::domain::notification::ClosedReason;
use crate::domain::opening::{Opening, OpeningHours, PLANNED_PAUSE, Pause, PlannedPause};
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
    Close { note: Option<String> },
    /// Take orders, also during this plan, if it has begun.
    Open { planned: Option<PlannedPause> },
    /// Take no orders then.
    Plan(PlannedPause),
    /// Take them all the same.
    CallOff(PlannedPause),
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
    /// Why none are taken because of the provider.
    pub closed: Option<ClosedReason>,
    pub now: Millis,
    /// Who closed or opened it last, and when.
    pub last: Option<(Person, Millis)>,
    /// Whether something differs from `shop.toml` because it was set here.
    pub overrides: bool,
}

/// Closes and opens the shop.
pub struct ShopSwitch {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) provider: Arc<ProviderCalls>,
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
        let (now, closed) = (self.clock.now(), self.provider.closed());
        Ok(SwitchState { opening: shop.opening.clone(), pause: pause(shop, now), closed, now, last, overrides })
    }

    /// Does what `admin` wants, for every process once the effects are committed.
    pub fn set(&self, shop: &Shop, admin: i64, switch: Switch, effects: &mut Effects) {
        let (now, zone) = (self.clock.now(), zone(shop));
        let hours_of = |hours: Option<OpeningHours>| hours.map_or_else(|| "always".to_owned(), |hours| hours.to_string());
        let (action, detail, settings) = match switch {
            Switch::Close { note } => {
                let detail = note.clone().unwrap_or_default();
                ("close_shop", detail, vec![(CLOSED, Value::Bool(true)), (NOTE, note.map_or(Value::Null, Value::String))])
            }
            Switch::Open { planned } => {
                let opened = [(CLOSED, Value::Bool(false)), (NOTE, Value::Null)];
                let called_off = planned.map(|_| (PLANNED_PAUSE, Value::Null));
                let detail = planned.map(|planned| written(planned, zone)).unwrap_or_default();
                ("open_shop", detail, opened.into_iter().chain(called_off).collect())
            }
            Switch::Plan(planned) => ("plan_pause", written(planned, zone), vec![(PLANNED_PAUSE, json!(planned))]),
            Switch::CallOff(planned) => ("call_off_pause", written(planned, zone), vec![(PLANNED_PAUSE, Value::Null)]),
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
    shop.opening.pause(now, minute_of_day(now, zone(shop)))
}

/// A planned pause as people type it: two moments as [`read_moment`] reads them, with `-`, `sampai` or `until` between them. Without a day it
/// is the next time, and the end is on the day of the beginning or, if it is earlier than that, on the day after it. `None` if it is
/// something else, or no plan that anybody means.
pub fn read_planned_pause(text: &str, now: Millis, zone: Tz) -> Option<PlannedPause> {
    // `22-23` too: who writes the opening hours like that writes these like that.
    let text = OpeningHours::read(text).map_or_else(|| text.to_lowercase(), |hours| hours.to_string());
    let text = [" sampai ", " s/d ", " until ", " to ", "–", "—"].iter().fold(text, |text, word| text.replace(word, "-"));
    // A date has the sign too: only around the right one there are two moments.
    text.match_indices('-').find_map(|(at, _)| {
        let (first, last) = (text[..at].trim(), text[at + 1..].trim());
        let after = |from: Millis| {
            let until = read_moment(last, from, zone)?;
            if from <= until || names_day(last) { Some(until) } else { read_moment(last, end_of_day(from, zone), zone) }
        };
        let from = read_moment(first, now, zone)?;
        let plan = PlannedPause::plan(from, after(from)?, now);
        if plan.is_some() || names_day(first) {
            return plan;
        }
        let from = read_moment(first, end_of_day(now, zone), zone)?;
        PlannedPause::plan(from, after(from)?, now)
    })
}

/// A plan as the audit log has it.
fn written(planned: PlannedPause, zone: Tz) -> String {
    let at = |at: Millis| DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&zone).format("%Y-%m-%d %H:%M");
    format!("{} - {}", at(planned.from), at(planned.until))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_as_people_type_it() {
        let at = |iso: &str| Millis(DateTime::parse_from_rfc3339(&format!("{iso}:00+07:00")).unwrap().timestamp_millis());
        let read = |text| read_planned_pause(text, at("2026-11-28T21:00"), Tz::Asia__Jakarta);
        for (text, from, until) in [
            ("22.00-23.00", "2026-11-28T22:00", "2026-11-28T23:00"),
            ("22:00 – 01:30", "2026-11-28T22:00", "2026-11-29T01:30"),
            ("22-23", "2026-11-28T22:00", "2026-11-28T23:00"),
            ("22 - 24", "2026-11-28T22:00", "2026-11-29T00:00"),
            ("8-10", "2026-11-29T08:00", "2026-11-29T10:00"),
            ("02.00 - 04.00", "2026-11-29T02:00", "2026-11-29T04:00"),
            ("23.00-02.00 WIB", "2026-11-28T23:00", "2026-11-29T02:00"),
            ("20.00-23.00", "2026-11-28T20:00", "2026-11-28T23:00"),
            ("jam 22.00 sampai 23.00", "2026-11-28T22:00", "2026-11-28T23:00"),
            ("30 Nov 22.00 - 23.00", "2026-11-30T22:00", "2026-11-30T23:00"),
            ("30 Nov 22.00 - 1 Des 05.00", "2026-11-30T22:00", "2026-12-01T05:00"),
            ("30-11-2026 22:00-01-12-2026 05:00", "2026-11-30T22:00", "2026-12-01T05:00"),
            ("30-11-2026 22:00 until 2026-12-01 05:00", "2026-11-30T22:00", "2026-12-01T05:00"),
            ("31/12 18.00 - 2/1 08.00", "2026-12-31T18:00", "2027-01-02T08:00"),
        ] {
            assert_eq!(read(text), Some(PlannedPause { from: at(from), until: at(until) }), "{text:?}");
        }
        for text in [
            "",
            "besok",
            "22.00",
            "22.00-22.00",
            "25.00-26.00",
            "Listrik mati - sebentar",
            "27-11-2026 22.00 - 23.00",
            "27/11 22.00 - 23.00",
            "30 Nov 22.00 - 29 Nov 22.00",
            "30 Nov 22.00 - 1 Feb 22.00",
            "1 Mei 22.00 - 23.00",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}

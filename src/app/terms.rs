//! What admins agree with one customer: limits in place of the shop's, and a price tier.

use crate::app::audit::audit;
use crate::app::{AppError, Clock, Effects};
use crate::domain::access::OwnLimits;
use crate::domain::person::Person;
use crate::storage::{PersonWrite, Store, Write};

/// What became of the wish to change a customer's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermsOutcome {
    /// It counts as soon as the effects are committed.
    Set(Person),
    /// Somebody else has changed the same since the admin began.
    Late(Person),
    /// There is no such customer.
    Unknown,
}

/// Customers' terms.
pub struct Terms {
    pub(super) store: Store,
    pub(super) clock: Clock,
}

impl Terms {
    /// Gives a customer these limits of their own. The right to do it is the caller's to check.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn set_limits(
        &self,
        admin: i64,
        user: i64,
        from: OwnLimits,
        to: OwnLimits,
        effects: &mut Effects,
    ) -> Result<TermsOutcome, AppError> {
        let Some(person) = self.store.find_person(user).await? else { return Ok(TermsOutcome::Unknown) };
        if person.limits != from {
            return Ok(TermsOutcome::Late(person));
        }
        let in_words = |limits: OwnLimits| {
            let value = |value: Option<i64>| value.map_or_else(|| "shop".to_owned(), |value| value.to_string());
            format!("daily={} open={}", value(limits.daily_limit.map(|limit| limit.0)), value(limits.max_open_orders))
        };
        effects.push(Write::Person(PersonWrite::SetLimits { user_id: user, from, to }));
        let detail = format!("{} -> {}", in_words(from), in_words(to));
        effects.push(audit(admin, "limits", user.to_string(), detail, self.clock.now()));
        Ok(TermsOutcome::Set(Person { limits: to, ..person }))
    }

    /// Gives a customer a tier, or none. The right to do it is the caller's to check.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn set_tier(
        &self,
        admin: i64,
        user: i64,
        from: Option<String>,
        to: Option<String>,
        effects: &mut Effects,
    ) -> Result<TermsOutcome, AppError> {
        let Some(person) = self.store.find_person(user).await? else { return Ok(TermsOutcome::Unknown) };
        if person.tier != from {
            return Ok(TermsOutcome::Late(person));
        }
        let name = |tier: &Option<String>| tier.clone().unwrap_or_else(|| "none".to_owned());
        let detail = format!("{} -> {}", name(&from), name(&to));
        effects.push(Write::Person(PersonWrite::SetTier { user_id: user, from, to: to.clone() }));
        effects.push(audit(admin, "tier", user.to_string(), detail, self.clock.now()));
        Ok(TermsOutcome::Set(Person { tier: to, ..person }))
    }
}

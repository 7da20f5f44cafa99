//! The circuit breaker: when the shop closes because the provider can't deliver, and when it opens again.
//!
//! "Open" and "shut" are those of the shop, the reverse of an electrical breaker. It is open until the provider refuses *us* (key, address,
//! vendor balance) or fails several times in a row; then it is shut until a call for our account succeeds.

use crate::domain::notification::ClosedReason;
use crate::domain::order::Refusal;
use crate::domain::time::Millis;
use crate::provider::{CallError, Submission, closing};

/// How many failures in a row shut the shop.
const FAILURES_TO_SHUT: u32 = 5;
/// The time from shutting to the first probe.
const PROBE_FIRST_MS: i64 = 30_000;
/// The time between further probes: one call per minute is no load, and the shop opens within a minute after the provider recovers.
const PROBE_NEXT_MS: i64 = 60_000;
/// The time between probes while the vendor is depleted. A probe can't show the end of that: the shop opens on trial, and the next order
/// may be refused.
const PROBE_VENDOR_MS: i64 = 5 * 60_000;

/// What the result of one call says about the provider's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// It accepted an order.
    OrderAccepted,
    /// It answered the call successfully.
    Succeeded,
    /// It answered in a documented form, with a refusal or "busy".
    Answered,
    /// No answer, or an invalid one.
    Failed,
    /// It refuses every call of our account.
    AccountRefused(ClosedReason),
}

impl CallOutcome {
    fn of_refusal(refusal: Refusal) -> Self {
        closing(refusal).map_or(Self::Answered, Self::AccountRefused)
    }
}

impl CallOutcome {
    /// The outcome of an order that was sent again under its `ref_id`. The invoice may be that of the first sending, so it does not show
    /// that the provider sells now.
    pub fn of_resend(submission: &Submission) -> Self {
        match Self::from(submission) {
            Self::OrderAccepted => Self::Succeeded,
            other => other,
        }
    }
}

impl From<&Submission> for CallOutcome {
    fn from(submission: &Submission) -> Self {
        match submission {
            Submission::Placed(_) => Self::OrderAccepted,
            Submission::Refused { refusal, .. } => Self::of_refusal(*refusal),
            Submission::Busy { .. } => Self::Answered,
            Submission::NotSent { .. } | Submission::Uncertain { .. } => Self::Failed,
        }
    }
}

impl<T> From<&Result<T, CallError>> for CallOutcome {
    fn from(result: &Result<T, CallError>) -> Self {
        match result {
            Ok(_) => Self::Succeeded,
            Err(CallError::Refused { refusal, .. }) => Self::of_refusal(*refusal),
            Err(CallError::Busy { .. }) => Self::Answered,
            Err(CallError::NoAnswer { .. } | CallError::Garbled { .. }) => Self::Failed,
        }
    }
}

/// A change that admins are told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The shop has closed, or is now closed for another reason.
    ShopClosed(ClosedReason),
    /// The shop is open again.
    ShopOpened,
}

/// The breaker. It begins open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    failures: u32,
    shut: Option<Shut>,
    /// Open on trial after a depleted vendor, and nothing was sold since. Admins are told only when the next order shows the result. This is
    /// not stored: after a restart they are told again.
    on_trust: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shut {
    cause: ClosedReason,
    /// When it was shut or last probed.
    since: Millis,
    gap_ms: i64,
}

impl Breaker {
    /// Whether the shop is closed: orders are neither accepted nor sent.
    pub fn is_shut(&self) -> bool {
        self.shut.is_some()
    }

    /// Why the shop is closed, if it is.
    pub fn cause(&self) -> Option<ClosedReason> {
        self.shut.map(|shut| shut.cause)
    }

    /// Whether a probe is due: the caller reads our account ([`crate::provider::Client::profile`]) and reports to [`Self::on_probe`].
    pub fn probe_due(&self, now: Millis) -> bool {
        self.shut.is_some_and(|shut| {
            let waited = now.since_ms(shut.since);
            // A clock that was rolled back must not keep the shop closed.
            waited < 0 || waited >= shut.gap_ms
        })
    }

    /// Counts the result of any call except a probe. While shut only a new reason counts, because calls that began before prove nothing.
    pub fn on_result(&mut self, outcome: CallOutcome, now: Millis) -> Option<Change> {
        match (outcome, self.shut) {
            (CallOutcome::AccountRefused(cause), shut) => {
                if shut.is_some_and(|shut| shut.cause == cause) {
                    return None;
                }
                let known = self.on_trust && cause == ClosedReason::VendorDepleted;
                let change = self.shut_for(cause, now);
                (!known).then_some(change)
            }
            (_, Some(_)) => None,
            (CallOutcome::OrderAccepted, None) => {
                let proved = self.on_trust;
                *self = Self::default();
                proved.then_some(Change::ShopOpened)
            }
            (CallOutcome::Succeeded | CallOutcome::Answered, None) => {
                self.failures = 0;
                None
            }
            (CallOutcome::Failed, None) => {
                self.failures += 1;
                (self.failures >= FAILURES_TO_SHUT).then(|| self.shut_for(ClosedReason::Failing, now))
            }
        }
    }

    /// Takes over the state that another process has found. Admins are not told, because that process did it.
    pub fn adopt(&mut self, cause: Option<ClosedReason>, now: Millis) {
        self.on_trust = false;
        if self.cause() == cause {
            return;
        }
        *self = Self::default();
        if let Some(cause) = cause {
            self.shut_for(cause, now);
        }
    }

    /// Counts the result of a probe. Only success opens the shop.
    pub fn on_probe(&mut self, outcome: CallOutcome, now: Millis) -> Option<Change> {
        let shut = self.shut.as_mut()?;
        match outcome {
            CallOutcome::Succeeded | CallOutcome::OrderAccepted => {
                let on_trust = shut.cause == ClosedReason::VendorDepleted;
                *self = Self { on_trust, ..Self::default() };
                (!on_trust).then_some(Change::ShopOpened)
            }
            CallOutcome::AccountRefused(cause) if cause != shut.cause => Some(self.shut_for(cause, now)),
            CallOutcome::Answered | CallOutcome::Failed | CallOutcome::AccountRefused(_) => {
                shut.since = now;
                shut.gap_ms = shut.gap_ms.max(PROBE_NEXT_MS);
                None
            }
        }
    }

    fn shut_for(&mut self, cause: ClosedReason, now: Millis) -> Change {
        let gap_ms = if cause == ClosedReason::VendorDepleted { PROBE_VENDOR_MS } else { PROBE_FIRST_MS };
        *self = Self { shut: Some(Shut { cause, since: now, gap_ms }), ..Self::default() };
        Change::ShopClosed(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::{Receipt, StatusReport, StatusWord};
    use CallOutcome::{AccountRefused, Answered, Failed, OrderAccepted, Succeeded};

    fn run(outcomes: &[CallOutcome]) -> (Breaker, Vec<Option<Change>>) {
        let mut breaker = Breaker::default();
        let changes = outcomes.iter().map(|outcome| breaker.on_result(*outcome, Millis(0))).collect();
        (breaker, changes)
    }

    #[test]
    fn closes_the_shop_after_five_failures_or_a_refused_account() {
        let failing = Some(Change::ShopClosed(ClosedReason::Failing));
        let key = Some(Change::ShopClosed(ClosedReason::Key));
        let cases: [(&str, &[CallOutcome], Option<Change>); 9] = [
            ("four failures", &[Failed; 4], None),
            ("five failures", &[Failed; 5], failing),
            ("a success between", &[Failed, Failed, Failed, Failed, Succeeded, Failed], None),
            ("a documented no between", &[Failed, Failed, Failed, Failed, Answered, Failed, Failed, Failed, Failed], None),
            ("any number of documented noes", &[Answered; 20], None),
            ("refused key", &[AccountRefused(ClosedReason::Key)], key),
            ("refused address", &[Succeeded, AccountRefused(ClosedReason::Ip)], Some(Change::ShopClosed(ClosedReason::Ip))),
            ("vendor depleted", &[AccountRefused(ClosedReason::VendorDepleted)], Some(Change::ShopClosed(ClosedReason::VendorDepleted))),
            ("a better cause while shut", &[Failed, Failed, Failed, Failed, Failed, AccountRefused(ClosedReason::Key)], key),
        ];
        for (case, outcomes, last) in cases {
            let (breaker, changes) = run(outcomes);
            assert_eq!(changes.last().copied().flatten(), last, "{case}");
            assert_eq!(breaker.is_shut(), last.is_some(), "{case}");
        }
    }

    #[test]
    fn reports_each_change_once() {
        let (_, changes) =
            run(&[AccountRefused(ClosedReason::Key), AccountRefused(ClosedReason::Key), Failed, Failed, Failed, Failed, Failed, Failed]);
        assert_eq!(changes.iter().flatten().count(), 1);
    }

    #[test]
    fn only_a_probe_opens_it() {
        let (breaker, changes) = run(&[AccountRefused(ClosedReason::VendorDepleted), Succeeded, Answered]);
        assert!(breaker.is_shut());
        assert_eq!(changes[1..], [None, None]);
    }

    #[test]
    fn probes_every_minute_after_the_first() {
        let cases: [(&str, ClosedReason, CallOutcome, &[i64]); 4] = [
            ("failing", ClosedReason::Failing, Failed, &[30, 60, 60, 60]),
            ("busy proves nothing", ClosedReason::Failing, Answered, &[30, 60, 60]),
            ("key still refused", ClosedReason::Key, AccountRefused(ClosedReason::Key), &[30, 60]),
            ("vendor", ClosedReason::VendorDepleted, Failed, &[300, 300]),
        ];
        for (case, cause, found, gaps) in cases {
            let mut breaker = Breaker::default();
            let mut now = Millis(1_000);
            breaker.shut_for(cause, now);
            for gap in gaps {
                assert!(!breaker.probe_due(now.plus_ms(gap * 1_000 - 1)), "{case}: before {gap} s");
                now = now.plus_seconds(*gap);
                assert!(breaker.probe_due(now), "{case}: after {gap} s");
                assert_eq!(breaker.on_probe(found, now), None, "{case}");
            }
        }
    }

    #[test]
    fn a_successful_probe_opens_it_and_resets_the_count() {
        let (mut breaker, _) = run(&[Failed; 5]);
        assert_eq!(breaker.on_probe(Succeeded, Millis(30_000)), Some(Change::ShopOpened));
        assert_eq!(breaker, Breaker::default());
        assert!(!breaker.probe_due(Millis(i64::MAX)), "nothing to probe while open");
        assert_eq!(breaker.on_probe(Failed, Millis(30_001)), None, "a late probe counts for nothing");
        assert_eq!(breaker, Breaker::default());
    }

    #[test]
    fn a_vendor_that_stays_depleted_is_reported_once() {
        let depleted = AccountRefused(ClosedReason::VendorDepleted);
        let (mut breaker, changes) = run(&[depleted]);
        assert_eq!(changes, [Some(Change::ShopClosed(ClosedReason::VendorDepleted))]);
        for _ in 0..3 {
            assert_eq!(breaker.on_probe(Succeeded, Millis(300_000)), None, "nobody knows yet");
            assert!(!breaker.is_shut());
            assert_eq!(breaker.on_result(Succeeded, Millis(300_000)), None, "a list proves nothing");
            assert_eq!(breaker.on_result(depleted, Millis(300_000)), None);
            assert!(breaker.is_shut());
        }
        breaker.on_probe(Succeeded, Millis(600_000));
        assert_eq!(breaker.on_result(OrderAccepted, Millis(600_000)), Some(Change::ShopOpened));
        assert_eq!(breaker, Breaker::default());
        assert_eq!(breaker.on_result(OrderAccepted, Millis(600_000)), None);
        assert_eq!(breaker.on_result(depleted, Millis(700_000)), Some(Change::ShopClosed(ClosedReason::VendorDepleted)), "a new time");
        breaker.on_probe(Succeeded, Millis(900_000));
        breaker.adopt(None, Millis(900_000));
        assert_eq!(
            breaker.on_result(depleted, Millis(900_000)),
            Some(Change::ShopClosed(ClosedReason::VendorDepleted)),
            "another process sold meanwhile"
        );
        breaker.on_probe(Succeeded, Millis(1_000_000));
        assert_eq!(
            breaker.on_result(AccountRefused(ClosedReason::Key), Millis(1_000_000)),
            Some(Change::ShopClosed(ClosedReason::Key)),
            "another trouble"
        );
    }

    #[test]
    fn a_probe_may_find_another_reason() {
        let (mut breaker, _) = run(&[Failed; 5]);
        assert_eq!(breaker.on_probe(AccountRefused(ClosedReason::Ip), Millis(30_000)), Some(Change::ShopClosed(ClosedReason::Ip)));
        assert!(!breaker.probe_due(Millis(59_999)) && breaker.probe_due(Millis(60_000)));
    }

    #[test]
    fn a_clock_rollback_does_not_keep_the_shop_closed() {
        let mut breaker = Breaker::default();
        breaker.on_result(AccountRefused(ClosedReason::Key), Millis(10_000_000));
        assert!(breaker.probe_due(Millis(0)));
    }

    #[test]
    fn every_answer_has_its_outcome() {
        let refusal = |refusal| Submission::Refused { refusal, message: String::new() };
        let placed = || {
            let status_report = StatusReport { status: StatusWord::Pending, word: "pending".into(), sn: None, message: None };
            Submission::Placed(Receipt {
                invoice: "INV-1".into(),
                cost: None,
                odd_cost: None,
                balance_before: None,
                balance_after: None,
                status_report,
            })
        };
        for (submission, outcome) in [
            (placed(), OrderAccepted),
            (refusal(Refusal::InsufficientBalance), Answered),
            (refusal(Refusal::MissingFields), Answered),
            (refusal(Refusal::BadRequest), Answered),
            (refusal(Refusal::NotFound), Answered),
            (refusal(Refusal::Method), Answered),
            (refusal(Refusal::Key), AccountRefused(ClosedReason::Key)),
            (refusal(Refusal::Ip), AccountRefused(ClosedReason::Ip)),
            (refusal(Refusal::VendorDepleted), AccountRefused(ClosedReason::VendorDepleted)),
            (Submission::Busy { retry_after_ms: None }, Answered),
            (Submission::NotSent { detail: String::new() }, Failed),
            (Submission::Uncertain { detail: String::new() }, Failed),
        ] {
            assert_eq!(CallOutcome::from(&submission), outcome, "{submission:?}");
            let again = if outcome == OrderAccepted { Succeeded } else { outcome };
            assert_eq!(CallOutcome::of_resend(&submission), again, "{submission:?}, sent again");
        }
        let detail = String::new;
        for (result, outcome) in [
            (Ok(()), Succeeded),
            (Err(CallError::Refused { refusal: Refusal::NotFound, message: detail() }), Answered),
            (Err(CallError::Refused { refusal: Refusal::Ip, message: detail() }), AccountRefused(ClosedReason::Ip)),
            (Err(CallError::Busy { retry_after_ms: None }), Answered),
            (Err(CallError::NoAnswer { detail: detail() }), Failed),
            (Err(CallError::Garbled { detail: detail() }), Failed),
        ] {
            assert_eq!(CallOutcome::from(&result), outcome, "{result:?}");
        }
    }
}

//! What the provider answers, for admins.

use crate::domain::notification::{ClosedReason, InvoiceReport, Trouble};
use crate::i18n::{Value, Words};
use crate::telegram::view::html;

/// Longest message of the provider, in characters: no more is stored.
pub const MAX_REMARK_CHARS: usize = 500;
/// Longest serial number in a report, in characters: with the rest it fits a message. A longer one ends in `…`; the customer gets all of it.
const MAX_REPORT_SN_CHARS: usize = 1_500;

/// Most lines of it. Telegram formats at most 100 parts of a message (Bot API, formatting options), and what stands around it has up to 40.
const MAX_REPORT_SN_LINES: usize = 60;

/// Why the shop is closed, and what to do about it.
pub fn closed_reason(cause: ClosedReason, words: &Words) -> String {
    let key = match cause {
        ClosedReason::Key => "closed-reason-key",
        ClosedReason::Ip => "closed-reason-ip",
        ClosedReason::VendorDepleted => "closed-reason-vendor-depleted",
        ClosedReason::Failing => "closed-reason-failing",
    };
    words.say(key, &[])
}

/// What the provider says of an invoice, or why it could not be asked.
pub fn report(answer: &Result<InvoiceReport, Trouble>, words: &Words) -> String {
    let report = match answer {
        Ok(report) => report,
        Err(trouble) => return self::trouble(trouble, words),
    };
    let line = |key, value: Option<Value>| value.map(|value| html::say(words, key, &[("value", value)]));
    let lines = [
        Some(words.say("report-title", &[])),
        line("report-status", Some((&report.word).into())),
        report.sn.as_deref().map(|sn| html::labelled(&words.say("report-sn", &[]), &report_sn(sn))),
        report.message.as_ref().map(|message| words.say("report-message", &[("value", html::safe(message, MAX_REMARK_CHARS).into())])),
        line("report-item", report.item.as_ref().map(Value::from)),
        line("report-target", report.target.as_ref().map(Value::from)),
        line("report-cost", report.cost.map(Value::from)),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn report_sn(sn: &str) -> String {
    let sn = html::cut(&html::visible(sn), MAX_REPORT_SN_CHARS);
    let mut lines: Vec<&str> = sn.lines().take(MAX_REPORT_SN_LINES).collect();
    if sn.lines().count() > MAX_REPORT_SN_LINES {
        lines.push("…");
    }
    lines.join("\n")
}

/// Why the provider could not be asked, and what to do about it.
pub fn trouble(trouble: &Trouble, words: &Words) -> String {
    let key = match trouble {
        Trouble::Key => "trouble-key",
        Trouble::Ip => "trouble-ip",
        Trouble::NotFound => "trouble-not-found",
        Trouble::Busy => "trouble-busy",
        Trouble::Refused(remark) => return html::say(words, "trouble-refused", &[("remark", remark.into())]),
        Trouble::NoAnswer => "trouble-no-answer",
    };
    words.say(key, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_number_of_many_lines_is_cut() {
        let lines = |count: usize| (0..count).map(|n| format!("SN-{n}")).collect::<Vec<_>>().join("\n");
        assert_eq!(report_sn(&lines(MAX_REPORT_SN_LINES)), lines(MAX_REPORT_SN_LINES));
        assert_eq!(report_sn(&lines(150)), format!("{}\n…", lines(MAX_REPORT_SN_LINES)));
        assert_eq!(report_sn(&"x".repeat(2_000)).chars().count(), MAX_REPORT_SN_CHARS);
    }
}

//! What admins are told about alerts: the digest, uncertain orders that wait, and a topic that is gone.

use crate::dialogue::{AdminMessageAction, AdminOrdersAction, AlertsAction};
use crate::domain::alert::AlertKind;
use crate::domain::message::ConversationKey;
use crate::domain::notification::AlertNotification;
use crate::domain::order_filter::OrderFilter;
use crate::i18n::Words;
use crate::telegram::view::alert::kind_name;
use crate::telegram::view::page::{NotificationFacts, Page, ShopFacts};
use crate::telegram::view::{button, html, uncertain};

/// Most lines of a digest, the newest: what else it has is on the lists to which its buttons lead.
pub const MAX_LINES: usize = 30;
/// Most customers who can be answered from a digest by one press.
const MAX_ANSWERS: usize = 8;

/// What `notification` says.
pub fn page(notification: &AlertNotification, facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    match notification {
        AlertNotification::AlertDigest { .. } => digest(facts, words, shop),
        AlertNotification::UncertainWaiting => {
            let (text, rows) = uncertain::waiting(&facts.uncertain, facts.uncertain_count, words);
            let none = words.say("uncertain-waiting", &[("count", "0".into())]);
            html::page(vec![if text.is_empty() { none } else { text }], rows)
        }
        AlertNotification::TopicGone { kinds } => topic_gone(kinds, words),
    }
}

/// All that was kept, oldest first, and the ways to what has to be decided.
fn digest(facts: &NotificationFacts, words: &Words, shop: &ShopFacts) -> Page {
    let lines = &facts.digest;
    let shown = &lines[lines.len().saturating_sub(MAX_LINES)..];
    let mut title = words.say("alerts-digest", &[("count", lines.len().to_string().into())]);
    if shown.len() < lines.len() {
        let more = words.say("alerts-digest-more", &[("count", (lines.len() - shown.len()).to_string().into())]);
        title = format!("{title}\n{more}");
    }
    let text = shown.iter().map(|line| format!("{} — {}", words.time(line.at), line.text)).collect::<Vec<_>>().join("\n");
    let has = |kinds: &[AlertKind]| lines.iter().any(|line| kinds.contains(&line.kind));
    let mut rows = Vec::new();
    if has(&[AlertKind::Requests]) {
        rows.push(vec![button::button(words, "button-digest-pending", AlertsAction::Waiting)]);
    }
    if has(&[AlertKind::Orders, AlertKind::Uncertain]) {
        let list = AdminOrdersAction::List { filter: OrderFilter::All, page: 0 };
        rows.push(vec![button::button(words, "button-admin-orders", list)]);
    }
    if has(&[AlertKind::Payments]) && shop.wallet {
        rows.push(vec![button::bills(words)]);
    }
    let mut answered = Vec::new();
    let mut writers = lines.iter().rev().filter_map(|line| line.from.clone()).collect::<Vec<_>>();
    writers.retain(|(user, ..)| {
        !answered.contains(user) && {
            answered.push(*user);
            true
        }
    });
    let answer = |(user, name, order): (i64, String, _)| {
        button::named(&format!("✉️ {name}"), "✉️", AdminMessageAction::Write { to: ConversationKey { user, order } })
    };
    rows.extend(button::grid(writers.into_iter().take(MAX_ANSWERS).map(answer), 2));
    html::page(vec![title, text], rows)
}

/// Where alerts of these kinds go now.
fn topic_gone(kinds: &[AlertKind], words: &Words) -> Page {
    let names = kinds.iter().map(|kind| kind_name(*kind, words)).collect::<Vec<_>>().join(", ");
    let text = if kinds.is_empty() {
        words.say("alerts-topic-gone-default", &[])
    } else {
        words.say("alerts-topic-gone", &[("kinds", names.into())])
    };
    html::page(vec![text], vec![vec![button::button(words, "button-alerts", AlertsAction::List)]])
}

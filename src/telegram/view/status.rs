//! The shop at a glance, and the provider account: for admins.

use crate::dialogue::screen::ShopStatus;
use crate::domain::notification::{ProviderAccount, Trouble};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::order::{emoji, state};
use crate::telegram::view::{Page, admin, html};

/// The shop's status.
pub fn shop_status(facts: &ShopStatus, words: &Words) -> Page {
    let ago = |at: Option<Millis>| {
        at.map_or_else(
            || words.say("status-never", &[]),
            |at| words.say("status-ago", &[("span", words.span(facts.now.since_ms(at)).into())]),
        )
    };
    let open = match facts.closed {
        None => words.say("status-open", &[]),
        Some(cause) => format!("{}\n{}", words.say("status-closed", &[]), admin::closing(cause, words)),
    };
    let orders = facts.orders.iter().map(|(at, count)| format!("{} {}: <b>{count}</b>", emoji(*at), state(*at, words)));
    let mut counts = vec![words.say("status-orders", &[])];
    counts.extend(orders);
    if facts.orders.is_empty() {
        counts.push(words.say("status-no-orders", &[]));
    }
    counts.extend(facts.oldest_open.as_ref().map(|(number, at)| {
        html::say(words, "status-oldest", &[("number", number.into()), ("span", words.span(facts.now.since_ms(*at)).into())])
    }));
    let balance = facts.balance.map_or_else(|| words.say("not-known", &[]), |balance| balance.to_string());
    let health = [
        html::say(words, "status-provider", &[("ago", ago(facts.provider_seen).into())]),
        html::say(words, "status-telegram", &[("ago", ago(facts.telegram_seen).into())]),
        html::say(words, "status-balance", &[("balance", balance.into())]),
        html::say(words, "status-queues", &[("inbox", facts.inbox.into()), ("outbox", facts.outbox.into())]),
    ];
    let uptime = words.span(facts.now.since_ms(facts.started_at));
    let version = html::say(words, "status-version", &[("version", facts.version.into()), ("span", uptime.into())]);
    html::page(vec![open, counts.join("\n"), health.join("\n"), version], Vec::new())
}

/// The provider account.
pub fn balance(answer: &Result<ProviderAccount, Trouble>, words: &Words) -> Page {
    let text = match answer {
        Ok(account) => {
            let balance = match (account.balance, &account.odd_balance) {
                (Some(balance), _) => balance.to_string(),
                (None, Some(written)) => words.say("balance-unreadable", &[("written", written.into())]),
                (None, None) => words.say("not-known", &[]),
            };
            let args = [("name", (&account.name).into()), ("tier", (&account.tier).into()), ("balance", balance.into())];
            html::say(words, "account-facts", &args)
        }
        Err(trouble) => admin::trouble(trouble, words),
    };
    html::page(vec![text], Vec::new())
}

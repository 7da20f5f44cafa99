//! What admins are told about the provider, and so about the shop being open.

use crate::dialogue::CatalogAction;
use crate::domain::catalog::{CatalogEntry, CatalogMark, SkipReason, Skipped};
use crate::domain::locale::LocalText;
use crate::domain::money::Rupiah;
use crate::domain::notification::{ClosedReason, ProviderNotification};
use crate::domain::reconciliation::{BalanceReading, DayDifference, DifferenceCause};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::view::page::Page;
use crate::telegram::view::{button, html, layout, price_digest, provider};

/// Most entries of a price list that a message names.
const MAX_SKIPPED: usize = 10;

/// What `notification` says.
pub fn page(notification: &ProviderNotification, words: &Words) -> Page {
    match notification {
        ProviderNotification::ShopClosed { cause } => shop_closed(*cause, words),
        ProviderNotification::ShopOpen => layout::line("admin-shop-open", &[], words),
        ProviderNotification::ProviderBalanceLow { balance } => {
            layout::line("admin-provider-balance-low", &[("balance", (*balance).into())], words)
        }
        ProviderNotification::BalanceUnreadable { written } => {
            layout::line("admin-balance-unreadable", &[("written", written.into())], words)
        }
        ProviderNotification::ChargeUnreadable { number, written } => {
            layout::line("admin-charge-unreadable", &[("number", number.into()), ("written", written.into())], words)
        }
        ProviderNotification::DayDiffers { day, found } => day_differs(*day, found, words),
        ProviderNotification::CategoryUnknown { slug } => layout::line("admin-category-unknown", &[("slug", slug.into())], words),
        ProviderNotification::TargetsFail { category, name, sku, wrong, customers } => {
            targets_fail((category, name), sku.as_deref(), (*wrong, *customers), words)
        }
        ProviderNotification::PricesChanged { digest } => {
            let title = words.say("digest-now", &[("time", words.time(digest.since).into())]);
            html::page(vec![title, price_digest::lines(digest, words)], Vec::new())
        }
        ProviderNotification::EntriesSkipped { slug, skipped } => entries_skipped(slug, skipped, words),
    }
}

/// The shop is closed, and what to do about it.
fn shop_closed(cause: ClosedReason, words: &Words) -> Page {
    let what = format!("{}\n{}", words.say("admin-shop-closed", &[]), provider::closed_reason(cause, words));
    html::page(vec![what, words.say("admin-shop-closed-next", &[])], Vec::new())
}

/// A category or an item is hidden because the provider calls its targets wrong, and how it is opened again.
fn targets_fail((slug, name): (&str, &LocalText), sku: Option<&str>, (wrong, customers): (usize, usize), words: &Words) -> Page {
    let key = if sku.is_some() { "admin-targets-fail-item" } else { "admin-targets-fail" };
    let args = [
        ("category", words.pick(name).into()),
        ("item", sku.unwrap_or_default().into()),
        ("wrong", wrong.to_string().into()),
        ("customers", customers.to_string().into()),
    ];
    let entry = CatalogEntry { category: slug.to_owned(), sku: sku.map(str::to_owned), page: 0 };
    let open = CatalogAction::Mark { entry: entry.clone(), mark: CatalogMark::Hidden, on: false };
    let rows = vec![
        vec![button::button(words, "button-open-again", open)],
        vec![button::named(sku.unwrap_or(words.pick(name)), slug, CatalogAction::Show { entry })],
    ];
    html::page(vec![html::say(words, key, &args), words.say("admin-targets-fail-next", &[])], rows)
}

/// The balance of a day and the cost of its orders do not agree, and the likely cause.
fn day_differs(day: Millis, found: &DayDifference, words: &Words) -> Page {
    let DayDifference { before, after, cost, difference, cause } = found;
    let balance =
        |key, reading: &BalanceReading| words.say(key, &[("balance", reading.amount.into()), ("time", words.time(reading.at).into())]);
    let (key, orders) = match cause {
        DifferenceCause::TopUp => ("day-cause-top-up", None),
        DifferenceCause::Foreign => ("day-cause-foreign", None),
        DifferenceCause::Uncertain { orders } => ("day-cause-uncertain", Some(*orders)),
        DifferenceCause::RefundMissing { orders } => ("day-cause-refund", Some(*orders)),
    };
    let facts = [
        balance("day-before", before),
        balance("day-after", after),
        words.say("day-cost", &[("amount", (*cost).into())]),
        words.say(if *difference > Rupiah::ZERO { "day-more" } else { "day-less" }, &[("amount", Rupiah(difference.0.abs()).into())]),
    ];
    let cause = words.say(key, &orders.map(|count| ("count", count.into())).into_iter().collect::<Vec<_>>());
    html::page(vec![words.say("day-differs", &[("date", words.date(day).into())]), facts.join("\n"), cause], Vec::new())
}

/// Entries of the provider's list that are not sold, because they can't be read.
fn entries_skipped(slug: &str, skipped: &[Skipped], words: &Words) -> Page {
    let line = |Skipped { entry, reason }: &Skipped| {
        let (key, written) = match reason {
            SkipReason::NoCode => ("skipped-no-code", None),
            SkipReason::NoPrice => ("skipped-no-price", None),
            SkipReason::NoStatus => ("skipped-no-status", None),
            SkipReason::Repeated => ("skipped-repeated", None),
            SkipReason::Price(written) => ("skipped-price", Some(written)),
            SkipReason::Status(written) => ("skipped-status", Some(written)),
        };
        let entry = [("entry", entry.into())].into_iter();
        html::say(words, key, &entry.chain(written.map(|written| ("written", written.into()))).collect::<Vec<_>>())
    };
    let mut lines: Vec<String> = skipped.iter().take(MAX_SKIPPED).map(line).collect();
    let more = skipped.len().saturating_sub(MAX_SKIPPED);
    if more > 0 {
        lines.push(words.say("skipped-more", &[("n", i64::try_from(more).unwrap_or(i64::MAX).into())]));
    }
    html::page(vec![html::say(words, "admin-entries-skipped", &[("slug", slug.into())]), lines.join("\n")], Vec::new())
}

//! What changed in the provider's price lists, reached from 🗂; the same comes by itself once a day.

use crate::dialogue::{CatalogAction, Step};
use crate::domain::price_digest::PriceDigest;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::page::Page;
use crate::telegram::view::{button, html, price_digest};

/// Shows what changed since the last digest, and that digest. Asked for by an admin.
pub async fn show(ctx: UpdateContext) -> HandlerResult {
    let (now, last) = ctx.app.price_digests.read(&ctx.settings).await?;
    let page = price_changes(&now, last.as_ref(), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// What changed since the last digest, and what that one said.
pub fn price_changes(now: &PriceDigest, last: Option<&PriceDigest>, words: &Words) -> Page {
    let part = |key, digest: &PriceDigest| {
        let title = words.say(key, &[("time", words.time(digest.since).into())]);
        let lines = price_digest::lines(digest, words);
        format!("{title}\n{}", if lines.is_empty() { words.say("digest-none", &[]) } else { lines })
    };
    let last = last.filter(|last| !last.lines.is_empty()).map(|last| part("digest-last", last)).unwrap_or_default();
    let back = button::button(words, "button-catalog-back", CatalogAction::List { page: 0 });
    html::page(vec![part("digest-now", now), last], vec![vec![back]])
}

//! What a customer bought before, offered where they would have to choose and type it again: their last purchases in the menu, and their
//! game accounts at the question for the ID.

use crate::app::AppError;
use crate::dialogue::PurchaseAction;
use crate::dialogue::purchase::{lines, title};
use crate::dialogue::screen::{Hint, KnownAccount, LastPurchase, Question, Screen};
use crate::domain::catalog::Category;
use crate::domain::game_account::{GameAccountName, last_accounts, last_purchases};
use crate::domain::order::Order;
use crate::i18n::Words;
use crate::telegram::context::UpdateContext;
use crate::telegram::view::page::Button;
use crate::telegram::view::{button, html};

/// Puts on a screen what its customer may be spared.
///
/// # Errors
/// When the database cannot be read.
pub async fn remember(ctx: &UpdateContext, screen: &mut Screen) -> Result<(), AppError> {
    match screen {
        // Where one of some games is meant, only these are offered.
        Screen::Menu { again, page: 0, hint, .. } if *hint != Some(Hint::WhichGame) => {
            let (delivered, names) = read(ctx, None).await?;
            let is_sold = |order: &Order| ctx.settings.sells(&order.category, &order.sku);
            *again = last_purchases(&delivered, is_sold).into_iter().filter_map(|order| last_purchase(ctx, order, &names)).collect();
        }
        Screen::Ask(Question { category, answered, accounts, .. }) if answered.is_empty() => {
            let (delivered, names) = read(ctx, Some(&category.slug)).await?;
            let category = find(ctx, &category.slug);
            let account = |order| category.map(|category| known_account(category, order, &names));
            *accounts = last_accounts(&delivered).into_iter().filter_map(account).collect();
        }
        _ => {}
    }
    Ok(())
}

/// What was delivered to them lately, and the names of their game accounts.
async fn read(ctx: &UpdateContext, category: Option<&str>) -> Result<(Vec<Order>, Vec<GameAccountName>), AppError> {
    let (accounts, user_id) = (&ctx.app.game_accounts, ctx.user_id());
    let delivered = accounts.delivered(user_id, category).await?;
    let names = if delivered.is_empty() { Vec::new() } else { accounts.names(user_id).await? };
    Ok((delivered, names))
}

fn find<'a>(ctx: &'a UpdateContext, slug: &str) -> Option<&'a Category> {
    ctx.settings.categories.iter().find(|category| category.slug == slug)
}

fn last_purchase(ctx: &UpdateContext, order: &Order, names: &[GameAccountName]) -> Option<LastPurchase> {
    let category = find(ctx, &order.category)?;
    Some(LastPurchase { category: title(category), item: category.short_name(&order.item), account: known_account(category, order, names) })
}

fn known_account(category: &Category, order: &Order, names: &[GameAccountName]) -> KnownAccount {
    let values = lines(category, &order.answers).into_iter().map(|line| line.value).collect();
    KnownAccount { order: order.id.clone(), name: GameAccountName::of(names, order).map(str::to_owned), values }
}

/// `🔁 Mobile Legends 86 💎 · 123456789 · 1234`, one a row.
pub fn purchases(again: &[LastPurchase], words: &Words) -> Vec<Vec<Button>> {
    let one = |last: &LastPurchase| {
        let label =
            format!("🔁 {} {} · {}", html::clean(words.pick(&last.category.name)), html::clean(&last.item), shown(&last.account, words));
        vec![button::named(&label, "🔁", PurchaseAction::Again { order: last.account.order.clone() })]
    };
    again.iter().map(one).collect()
}

/// `👤 123456789 · 1234`, two in a row where they fit.
pub fn accounts(known: &[KnownAccount], words: &Words) -> Vec<Vec<Button>> {
    let one = |account: &KnownAccount| {
        button::named(&format!("👤 {}", shown(account, words)), "👤", PurchaseAction::UseAccount { order: account.order.clone() })
    };
    button::paired(known.iter().map(one))
}

/// Its name and what it is first known by, else all of it.
fn shown(account: &KnownAccount, words: &Words) -> String {
    let name = account.name.as_deref().map(html::clean);
    let values = if name.is_some() { account.values.get(..1).unwrap_or_default() } else { account.values.as_slice() };
    let values = values.iter().map(|value| html::clean(words.pick(value)));
    name.into_iter().chain(values).collect::<Vec<_>>().join(" · ")
}

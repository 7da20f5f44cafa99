//! `/wallet`: a customer's balance and its history.

use crate::app::TransferLine;
use crate::dialogue::{Step, TopUpAction, WalletAction};
use crate::domain::money::Rupiah;
use crate::domain::wallet::{Balance, TransferKind};
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::layout::{back_to_menu, support};
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html};

/// The command.
pub const WALLET: BotCommand = BotCommand {
    name: "wallet",
    audience: Audience::WalletOwners,
    description: "command-wallet",
    help: Some("help-wallet"),
    endpoint: || dptree::endpoint(show),
};

/// Transfers on one page.
pub const TRANSFERS_PER_PAGE: usize = 8;
/// Longest reason in a line of the history, in characters.
const MAX_REASON_CHARS: usize = 60;

/// A button of the wallet.
pub async fn press(ctx: UpdateContext, action: WalletAction) -> HandlerResult {
    if !ctx.settings.wallet.enabled {
        return ctx.toast_only(Toast::STALE_BUTTON);
    }
    match action {
        WalletAction::Show => show(ctx).await,
        WalletAction::History { page } => list(ctx, page).await,
    }
}

/// The balance.
pub async fn show(ctx: UpdateContext) -> HandlerResult {
    let balance = ctx.app.wallets.balance(ctx.user_id()).await?;
    let page = wallet(balance, &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

async fn list(ctx: UpdateContext, page: usize) -> HandlerResult {
    let (lines, count) = ctx.app.wallets.history(ctx.user_id(), page, TRANSFERS_PER_PAGE).await?;
    let pages = count.div_ceil(TRANSFERS_PER_PAGE).max(1);
    let page = history(&lines, (page, pages), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// The balance, and how to add to it.
pub fn wallet(balance: Balance, words: &Words, shop: &ShopFacts) -> Page {
    let mut facts = vec![html::say(words, "wallet-available", &[("balance", balance.available.into())])];
    if balance.held > Rupiah::ZERO {
        facts.push(html::say(words, "wallet-held", &[("held", balance.held.into())]));
    }
    let mut rows = vec![vec![button::button(words, "button-wallet-history", WalletAction::History { page: 0 }), back_to_menu(words)]];
    let mut blocks = vec![facts.join("\n")];
    if shop.top_up {
        rows.insert(0, vec![button::button(words, "button-top-up", TopUpAction::Choose)]);
    } else {
        blocks.push(support("wallet-top-up", words, shop));
    }
    html::page(blocks, rows)
}

/// Their transfers, newest first.
pub fn history(lines: &[TransferLine], pages: (usize, usize), words: &Words) -> Page {
    let mut blocks = vec![words.say(if lines.is_empty() { "wallet-history-none" } else { "wallet-history-title" }, &[])];
    blocks.push(lines.iter().map(|line| transfer(line, words)).collect::<Vec<_>>().join("\n"));
    blocks.push(button::page_number(pages, words));
    let rows = vec![
        button::turn_named(pages, |page| WalletAction::History { page }),
        vec![button::button(words, "button-back-to-wallet", WalletAction::Show), button::menu(words)],
    ];
    html::page(blocks, rows)
}

/// One line: the change of what they may spend, why, when, and what they could spend afterwards.
fn transfer(line: &TransferLine, words: &Words) -> String {
    let amount = match line.kind.sign() {
        1 => format!("+{}", line.amount),
        -1 => format!("-{}", line.amount),
        _ => line.amount.to_string(),
    };
    let kind = words.say(
        match line.kind {
            TransferKind::Payment => "transfer-payment",
            TransferKind::Grant => "transfer-grant",
            TransferKind::Take => "transfer-take",
            TransferKind::Hold => "transfer-hold",
            TransferKind::Capture => "transfer-capture",
            TransferKind::Release => "transfer-release",
            TransferKind::Refund => "transfer-refund",
            TransferKind::Payout => "transfer-payout",
            TransferKind::Return => "transfer-return",
        },
        &[],
    );
    let about = line.number.clone().or_else(|| line.reason.as_deref().map(|reason| html::cut(&html::clean(reason), MAX_REASON_CHARS)));
    let args = [
        ("amount", amount.into()),
        ("kind", kind.into()),
        ("about", about.unwrap_or_default().into()),
        ("time", words.time(line.at).into()),
        ("balance", line.available.into()),
    ];
    html::say(words, "wallet-history-line", &args)
}

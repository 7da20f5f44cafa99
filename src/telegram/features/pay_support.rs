//! `/paysupport` and `/terms`: what Telegram demands of bots that take payments. They exist while the wallet is on.

use crate::dialogue::Step;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::{button, html};

/// The command.
pub const PAY_SUPPORT: BotCommand = BotCommand {
    name: "paysupport",
    audience: Audience::WalletOwners,
    description: "command-paysupport",
    help: None,
    endpoint: || dptree::endpoint(support),
};

/// `/terms`.
pub const TERMS: BotCommand = BotCommand {
    name: "terms",
    audience: Audience::WalletOwners,
    description: "command-terms",
    help: None,
    endpoint: || dptree::endpoint(terms),
};

async fn support(ctx: UpdateContext) -> HandlerResult {
    let page = pay_support(&ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

async fn terms(ctx: UpdateContext) -> HandlerResult {
    let page = payment_terms(&ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

/// Whom to ask about a payment, and what to say.
pub fn pay_support(words: &Words, shop: &ShopFacts) -> Page {
    said("pay-support", words, shop)
}

/// What applies to balances and payments.
pub fn payment_terms(words: &Words, shop: &ShopFacts) -> Page {
    said("payment-terms", words, shop)
}

fn said(key: &str, words: &Words, shop: &ShopFacts) -> Page {
    let args = [("shop", (&shop.name).into()), ("support", (&shop.support).into())];
    html::page(vec![html::say(words, key, &args)], vec![vec![button::wallet(words), button::menu(words)]])
}

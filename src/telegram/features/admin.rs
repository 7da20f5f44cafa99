//! `/admin`: the menu of what an admin can do. Every line leads to a screen of another feature.

use crate::dialogue::{
    AdminAction, AdminOrdersAction, AlertsAction, AuditAction, AuditFilter, BroadcastAction, CatalogAction, CustomersAction, ExportAction,
    OpeningAction, PricesAction, RolesAction, Step,
};
use crate::domain::order_filter::OrderFilter;
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::figures;
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::{button, html};

/// The command.
pub const ADMIN: BotCommand = BotCommand {
    name: "admin",
    audience: Audience::Staff(Right::Look),
    description: "command-admin",
    help: Some("help-admin-menu"),
    endpoint: || dptree::endpoint(show),
};

/// A button of the menu, or one that leads back to it.
pub async fn press(ctx: UpdateContext, action: AdminAction) -> HandlerResult {
    match action {
        AdminAction::Menu => show(ctx).await,
        AdminAction::Today => figures::today(ctx).await,
    }
}

async fn show(ctx: UpdateContext) -> HandlerResult {
    let page = admin_menu(&ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

/// The menu.
pub fn admin_menu(words: &Words, shop: &ShopFacts) -> Page {
    let mut rows = vec![
        vec![button::button(words, "button-admin-orders", AdminOrdersAction::List { filter: OrderFilter::All, page: 0 })],
        vec![
            button::button(words, "button-admin-customers", CustomersAction::List { page: 0 }),
            button::button(words, "button-admin-figures", AdminAction::Today),
        ],
        vec![
            button::button(words, "button-admin-prices", PricesAction::List { page: 0 }),
            button::button(words, "button-admin-catalog", CatalogAction::List { page: 0 }),
        ],
        vec![button::button(words, "button-admin-opening", OpeningAction::Show)],
    ];
    rows.push(vec![
        button::button(words, "button-admin-export", ExportAction::Choose),
        button::button(words, "button-admin-audit", AuditAction::List { filter: AuditFilter::default(), page: 0 }),
    ]);
    if shop.wallet {
        rows.push(vec![button::bills(words)]);
    }
    rows.push(vec![button::button(words, "button-admin-broadcast", BroadcastAction::Show)]);
    rows.push(vec![button::button(words, "button-admin-alerts", AlertsAction::List)]);
    rows.push(vec![button::button(words, "button-admin-roles", RolesAction::List { page: 0 })]);
    html::page(vec![html::say(words, "admin-menu", &[("shop", (&shop.name).into())])], rows)
}

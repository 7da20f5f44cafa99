//! Buying: from the menu to the confirmed order. What comes next is decided by [`crate::dialogue::purchase`].

use std::sync::Arc;

use crate::app::{BillOpening, CartBill, CartOpening, Placement, Repeat, pause, token};
use crate::dialogue::purchase::{self, Context, Next};
use crate::dialogue::screen::{Confirmation, Hint, LastPurchase, Line, Question, Screen, Title, ToPay};
use crate::dialogue::{HelpAction, Input, LanguageAction, PurchaseAction, Step, TopUpAction, rights};
use crate::domain::access::Limit;
use crate::domain::bill::BillId;
use crate::domain::catalog::{Catalog, Offer};
use crate::domain::locale::LocalText;
use crate::domain::money::Rupiah;
use crate::domain::notification::{Notification, OrderNotification};
use crate::domain::opening::Pause;
use crate::domain::order::OrderId;
use crate::domain::payment_method::PaymentWay;
use crate::domain::target::{Choice, Shape};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::remembered;
use crate::telegram::view::confirmation::{buy_buttons, summary, target_line};
use crate::telegram::view::hint::{hint, hint_on};
use crate::telegram::view::layout::{back_to_menu, line, plain, support, title};
use crate::telegram::view::page::{Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, opening, share};

/// `/menu`: the games to choose from.
pub const MENU: BotCommand = BotCommand {
    name: "menu",
    audience: Audience::Customers,
    description: "command-menu",
    help: Some("help-menu"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext| show_menu(ctx, None)),
};

/// `/cancel`: leaves the current step.
pub const CANCEL: BotCommand = BotCommand {
    name: "cancel",
    audience: Audience::Customers,
    description: "command-cancel",
    help: Some("help-cancel"),
    endpoint: || dptree::endpoint(cancel),
};

/// Most buttons for a field with choices: Telegram takes 100 in all. Further choices can still be typed.
const MAX_CHOICES: usize = 90;
/// Longest help text of a field, in characters.
const MAX_HELP_CHARS: usize = 500;
/// Longest name of a choice in a question about it, in characters.
const MAX_CHOICE_CHARS: usize = 40;

/// A button of the purchase.
pub async fn press(ctx: UpdateContext, action: PurchaseAction) -> HandlerResult {
    match action {
        PurchaseAction::Confirm { quote } => confirm(ctx, quote).await,
        PurchaseAction::Pay { quote, way } => pay(ctx, quote, way).await,
        PurchaseAction::LeaveCart { bill } => leave_cart(ctx, bill).await,
        PurchaseAction::Again { order } => again(ctx, order).await,
        PurchaseAction::GoOn { bill } => go_on(ctx, bill).await,
        PurchaseAction::UseAccount { order } => use_account(ctx, order).await,
        action => choose(ctx, action).await,
    }
}

/// The first page of the menu.
pub async fn show_menu(ctx: UpdateContext, hint: Option<Hint>) -> HandlerResult {
    let catalog = ctx.app.catalogs.current(&ctx.settings);
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::menu(0, hint, context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, None).await
}

/// The screen of this step again, with a hint.
pub async fn show_step(ctx: UpdateContext, step: &Step, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let catalog = catalog(&ctx, step.category()).await;
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::show(step, hint, context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, toast).await
}

/// Some of the games, one of which is meant by what they typed.
pub async fn show_games(ctx: UpdateContext, slugs: &[String]) -> HandlerResult {
    let catalog = ctx.app.catalogs.current(&ctx.settings);
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::games(slugs, context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, None).await
}

/// The screen of this step again: what they typed says nothing.
pub async fn show_unclear(ctx: UpdateContext, step: &Step) -> HandlerResult {
    let catalog = catalog(&ctx, step.category()).await;
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::unclear(step, context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, None).await
}

/// What somebody typed or sent at this step; `None` is anything but text.
pub async fn receive(ctx: UpdateContext, step: &Step, text: Option<&str>) -> HandlerResult {
    let catalog = catalog(&ctx, step.category()).await;
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::advance(step, text.map_or(Input::Other, Input::Text), context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, None).await
}

/// Leaves the current step.
pub async fn cancel(ctx: UpdateContext) -> HandlerResult {
    if ctx.in_group() {
        return cancel_in_group(ctx);
    }
    let page = screen(&Screen::Cancelled, &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

/// `/cancel` in the admins' group: what this admin is asked or shown there ends.
fn cancel_in_group(ctx: UpdateContext) -> HandlerResult {
    let is_open = rights::of_step(&ctx.step()).is_some() || ctx.session.dialogue.token.is_some();
    let page = line(if is_open { "act-cancelled" } else { "act-nothing-open" }, &[], &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// A button that leads on, or back, through the purchase.
pub async fn choose(ctx: UpdateContext, action: PurchaseAction) -> HandlerResult {
    if action == PurchaseAction::Cancel && !ctx.keyboard.as_ref().is_some_and(|keyboard| keyboard.screen) {
        // An offer in a notification is declined; the dialogue is not changed.
        let page = screen(&Screen::Cancelled, &ctx.words, &ctx.shop);
        return ctx.replace(&page, None);
    }
    let step = ctx.step();
    let category = match &action {
        PurchaseAction::Category { category, .. } | PurchaseAction::Item { category, .. } => Some(category.as_str()),
        PurchaseAction::Menu { .. } | PurchaseAction::Cancel => None,
        _ => step.category(),
    };
    let catalog = catalog(&ctx, category).await;
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::advance(&step, Input::Press(&action), context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, None).await
}

/// The confirmation: the quote becomes an order, and this message its card.
async fn confirm(mut ctx: UpdateContext, quote: String) -> HandlerResult {
    let app = ctx.app.clone();
    let (user_id, place) = (ctx.user_id(), ctx.place());
    // A confirmation is always a press on a message; without one there would be no card.
    let Some(card) = ctx.pressed_message() else { return ctx.toast_only(Toast::STALE_BUTTON) };
    match app.orders.place(&ctx.settings, user_id, place, &quote, card, &mut ctx.effects).await? {
        Placement::Placed(order) => {
            app.notifier.notify_at(place, Notification::Order(OrderNotification::Card { order: order.id }), &mut ctx.effects);
            ctx.leave(&Step::Menu)
        }
        refused => refuse(ctx, refused).await,
    }
}

/// The confirmation with too little in the wallet: a bill over the rest is opened, and this message says that the order waits for it.
async fn pay(mut ctx: UpdateContext, quote: String, way: PaymentWay) -> HandlerResult {
    let (app, user_id, place, settings) = (ctx.app.clone(), ctx.user_id(), ctx.place(), ctx.settings.clone());
    let Some(card) = ctx.pressed_message() else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let page = match app.carts.open(&settings, user_id, place, (&quote, way), card, &mut ctx.effects).await? {
        CartOpening::Opened(_) => return ctx.leave(&Step::Menu),
        CartOpening::Enough => {
            let step = ctx.step();
            return show_step(ctx, &step, None, None).await;
        }
        CartOpening::Refused(refused) => return refuse(ctx, refused).await,
        CartOpening::NoBill(BillOpening::Already(bill)) => pay_first(&bill.number, &ctx.words),
        CartOpening::NoBill(_) => plain(support("bill-failed", &ctx.words, &ctx.shop), &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// The order waits no more; its bill stays.
async fn leave_cart(mut ctx: UpdateContext, bill: BillId) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    let left = app.carts.leave(user_id, &bill, &mut ctx.effects).await?;
    ctx.toast_only(if left { Toast::DONE } else { Toast::STALE_BUTTON })
}

/// Says why a quote does not become an order.
async fn refuse(ctx: UpdateContext, refused: Placement) -> HandlerResult {
    let refused = match refused {
        // The caller has shown its card.
        Placement::Placed(_) => return ctx.leave(&Step::Menu),
        Placement::Used => return ctx.toast_only(Toast::DOUBLED),
        Placement::Unknown => return ctx.toast_only(Toast::NOT_YOURS),
        Placement::Limited(limit) => Screen::Limited(limit),
        Placement::TooLittle { balance, missing } => Screen::TooLittle { balance, missing },
        Placement::Expired(same) => return quote_again(ctx, same, Some(Hint::QuoteExpired)).await,
        Placement::Gone { category } => Screen::Gone { category },
        Placement::Closed(pause) => Screen::Closed { pause },
    };
    let page = screen(&refused, &ctx.words, &ctx.shop);
    let step = ctx.step();
    ctx.reply(&step, &page, None)
}

/// The same purchase again, at today's price: leads to a new confirmation.
async fn again(ctx: UpdateContext, order: OrderId) -> HandlerResult {
    let Some(repeat) = ctx.app.orders.repeat(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NOT_YOURS) };
    quote_again(ctx, repeat, None).await
}

/// The order that waited for a bill, at today's price: leads to a new confirmation.
async fn go_on(ctx: UpdateContext, bill: BillId) -> HandlerResult {
    let Some(repeat) = ctx.app.carts.repeat(ctx.user_id(), &bill).await? else { return ctx.toast_only(Toast::NOT_YOURS) };
    quote_again(ctx, repeat, None).await
}

/// All that is asked for is answered as it was for this order.
async fn use_account(ctx: UpdateContext, order: OrderId) -> HandlerResult {
    let Some(known) = ctx.app.orders.repeat(ctx.user_id(), &order).await? else { return ctx.toast_only(Toast::NOT_YOURS) };
    let step = ctx.step();
    let catalog = catalog(&ctx, step.category()).await;
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let next = purchase::use_account(&step, &known.category, known.answers, context(&ctx, &catalog, pause.as_ref(), &quote_id));
    answer(ctx, next, None).await
}

async fn quote_again(ctx: UpdateContext, Repeat { category, sku, answers, price }: Repeat, hint: Option<Hint>) -> HandlerResult {
    let catalog = ctx.app.catalogs.for_category(&ctx.settings, &category, ctx.now).await;
    let (quote_id, pause) = (token(), pause(&ctx.settings, ctx.now));
    let mut next = purchase::question(&category, &sku, answers, 0, hint, context(&ctx, &catalog, pause.as_ref(), &quote_id));
    if let Screen::Confirm(confirmation) = &mut next.screen {
        confirmation.old_price = Some(price).filter(|old| *old != confirmation.price);
    }
    answer(ctx, next, None).await
}

/// What is on sale, for somebody who looks at this category.
pub async fn catalog(ctx: &UpdateContext, category: Option<&str>) -> Arc<Catalog> {
    let catalogs = &ctx.app.catalogs;
    match category {
        Some(category) => catalogs.for_category(&ctx.settings, category, ctx.now).await,
        None => catalogs.current(&ctx.settings),
    }
}

/// What the reducer needs.
fn context<'a>(ctx: &'a UpdateContext, catalog: &'a Catalog, pause: Option<&'a Pause>, quote_id: &'a str) -> Context<'a> {
    let (user_id, confirm_seconds) = (ctx.user_id(), ctx.settings.confirm_seconds);
    let tier = ctx.session.person.tier.as_deref();
    Context {
        catalog,
        now: ctx.now,
        user_id,
        locale: ctx.words.locale(),
        tier,
        pause,
        closed: ctx.app.provider.closed(),
        confirm_seconds,
        quote_id,
    }
}

/// Answers with what the reducer decided.
async fn answer(mut ctx: UpdateContext, mut next: Next, toast: Option<Toast>) -> HandlerResult {
    let mut to_pay = None;
    let price = match &next.screen {
        Screen::Ask(question) => Some(question.offer.price),
        Screen::Confirm(confirmation) => Some(confirmation.price),
        _ => None,
    };
    if let Some(price) = price {
        // They learn it before they type anything, not when they confirm.
        if let Some(limit) = ctx.app.orders.limit_reached(&ctx.settings, ctx.user_id(), price).await? {
            next = Next::at_rest(Screen::Limited(limit));
        } else if let Some((balance, missing)) = ctx.app.orders.too_little(&ctx.settings, ctx.user_id(), price).await? {
            let bill = ctx.app.carts.bill_for(&ctx.settings, missing);
            to_pay = bill.map(|CartBill { wanted: bill, qris, stars }| ToPay { balance, missing, bill, qris: qris.is_some(), stars });
            if to_pay.is_none() {
                next = Next::at_rest(Screen::TooLittle { balance, missing });
            }
        }
    }
    remembered::remember(&ctx, &mut next.screen).await?;
    if let Some(quote) = next.quote.take() {
        if let Screen::Confirm(confirmation) = &mut next.screen {
            confirmation.estimate = ctx.app.orders.estimate(&quote.sku).await?;
            confirmation.twin = ctx.app.orders.twin(&quote).await?;
            confirmation.pay = to_pay;
            let available = ctx.app.orders.available(&ctx.settings, ctx.user_id()).await?;
            confirmation.balance_after = available.filter(|_| to_pay.is_none()).map(|available| available - quote.price);
        }
        ctx.app.orders.offer(quote, &mut ctx.effects);
    }
    let page = screen(&next.screen, &ctx.words, &ctx.shop);
    ctx.reply(&next.step, &page, toast)
}

/// What a screen of the purchase looks like.
pub fn screen(screen: &Screen, words: &Words, shop: &ShopFacts) -> Page {
    match screen {
        Screen::Menu { categories, again, page, pages, hint } => menu((categories, again), (*page, *pages), *hint, words, shop),
        Screen::Items { category, offers, page, pages, stale_since, hint } => {
            let mut page = items(category, offers, (*page, *pages), *stale_since, *hint, words);
            if let Some(share) = share::button(&category.slug, None, words.pick(&category.name), words, shop) {
                page.rows.insert(page.rows.len().saturating_sub(1), vec![share]);
            }
            page
        }
        Screen::Loading { category } => loading(category, words),
        Screen::NothingOnSale { category } => nothing_on_sale(category, words),
        Screen::Ask(question) => ask(question, words),
        Screen::Check { category, when, given, expected, hint } => check(category, (when, given), expected, *hint, words),
        Screen::Confirm(confirmation) => to_confirm(confirmation, words, shop),
        Screen::Gone { category } => gone(category, words),
        Screen::Closed { pause } => plain(closed(pause.as_ref(), words, shop), words),
        Screen::Limited(limit) => limited(*limit, words),
        Screen::TooLittle { balance, missing } => too_little(*balance, *missing, words, shop),
        Screen::Cancelled => plain(words.say("purchase-cancelled", &[]), words),
    }
}

/// The games to choose from.
fn menu(
    (categories, again): (&[Title], &[LastPurchase]),
    pages: (usize, usize),
    remark: Option<Hint>,
    words: &Words,
    shop: &ShopFacts,
) -> Page {
    let greeting = html::say(words, "menu-welcome", &[("shop", (&shop.name).into())]);
    let question = words.say(if categories.is_empty() { "menu-empty" } else { "menu-choose" }, &[]);
    let mut rows = remembered::purchases(again, words);
    rows.extend(button::grid(categories.iter().map(|title| button::category(title, words)), 2));
    rows.push(button::turn_named(pages, |page| PurchaseAction::Menu { page }));
    rows.push(vec![button::orders(words)]);
    rows.push(vec![
        button::button(words, "button-languages", LanguageAction::List),
        button::button(words, "button-help", HelpAction::Show),
    ]);
    html::page(vec![hint(remark, words), greeting, opening::announcement(shop, words), question, button::page_number(pages, words)], rows)
}

/// The items of a category.
fn items(
    category: &Title,
    offers: &[Offer],
    pages: (usize, usize),
    stale_since: Option<Millis>,
    remark: Option<Hint>,
    words: &Words,
) -> Page {
    let slug = || category.slug.clone();
    let item = |offer: &Offer| {
        let name = words.pick(&offer.label);
        let name = if html::clean(name).is_empty() { &offer.sku } else { name };
        button::priced(name, offer.price, PurchaseAction::Item { category: slug(), sku: offer.sku.clone(), page: pages.0 })
    };
    let mut rows = button::paired(offers.iter().map(item));
    rows.push(button::turn_named(pages, |page| PurchaseAction::Category { category: slug(), page }));
    rows.push(button::back_and_cancel(words));
    let question = html::say(words, "items-choose", &[("category", title(category, words).into())]);
    let stale = stale_since.map(|at| html::say(words, "items-stale", &[("time", words.time(at).into())]));
    html::page(vec![hint(remark, words), question, stale.unwrap_or_default(), button::page_number(pages, words)], rows)
}

/// The price list of a category is being read.
fn loading(category: &Title, words: &Words) -> Page {
    let text = html::say(words, "items-loading", &[("category", title(category, words).into())]);
    let again = button::button(words, "button-look-again", PurchaseAction::LookAgain);
    html::page(vec![text], vec![vec![again], button::back_and_cancel(words)])
}

/// A category with nothing on sale.
fn nothing_on_sale(category: &Title, words: &Words) -> Page {
    let text = html::say(words, "items-none", &[("category", title(category, words).into())]);
    html::page(vec![text], vec![vec![back_to_menu(words)]])
}

/// One question about the target.
fn ask(question: &Question, words: &Words) -> Page {
    let Question { category, offer, answered, field, all, accounts, hint: remark } = question;
    let label = words.pick(&field.label);
    let mut rows = remembered::accounts(accounts, words);
    let question = match &field.shape {
        Shape::Pattern(_) => html::say(words, "ask-type", &[("label", label.into())]),
        Shape::Choices(choices) => {
            let choose = |choice: &Choice| {
                button::named(words.pick(&choice.label), &choice.value, PurchaseAction::Choose { value: choice.value.clone() })
            };
            rows.extend(button::grid(choices.iter().take(MAX_CHOICES).map(choose), 2));
            html::say(words, "ask-choose", &[("label", label.into())])
        }
    };
    rows.push(button::back_and_cancel(words));
    let help = field.help.as_ref().map(|help| format!("💡 {}", html::safe(words.pick(help), MAX_HELP_CHARS)));
    let example = field.example.as_ref().filter(|_| field.is_typed()).map(|example| match all {
        Some(all) => html::say(words, "ask-example-of-all", &[("example", example.into()), ("all", all.into())]),
        None => html::say(words, "ask-example", &[("example", example.into())]),
    });
    let mut facts = vec![html::safe(&title(category, words), html::MAX_VALUE_CHARS)];
    facts.push(html::say(words, "ask-item", &[("item", words.pick(&offer.label).into()), ("price", offer.price.into())]));
    facts.extend(answered.iter().map(|line| target_line(line, words)));
    let known = (!accounts.is_empty()).then(|| words.say("ask-accounts", &[]));
    let asked: Vec<String> = [Some(question), help, example, known].into_iter().flatten().collect();
    html::page(vec![hint_on(field, *remark, words), facts.join("\n"), asked.join("\n")], rows)
}

/// Two answers that don't go together: which one counts?
fn check(category: &Title, (when, given): (&Line, &Line), expected: &LocalText, remark: Option<Hint>, words: &Words) -> Page {
    let (taken, kept) = (words.pick(expected), words.pick(&given.value));
    let args = [
        ("label", words.pick(&when.label).into()),
        ("value", words.pick(&when.value).into()),
        ("field", words.pick(&given.label).into()),
        ("expected", taken.into()),
        ("given", kept.into()),
    ];
    let choice = |key, name: &str, action: PurchaseAction| {
        let label = words.say(key, &[("name", html::cut(&html::clean(name), MAX_CHOICE_CHARS).into())]);
        vec![button::named(&label, name, action)]
    };
    let rows = vec![
        choice("button-check-take", taken, PurchaseAction::TakeExpected),
        choice("button-check-keep", kept, PurchaseAction::KeepAnswers),
        button::back_and_cancel(words),
    ];
    let title = html::safe(&title(category, words), html::MAX_VALUE_CHARS);
    html::page(vec![hint(remark, words), title, html::say(words, "check-ask", &args)], rows)
}

/// What they are about to buy.
fn to_confirm(confirmation: &Confirmation, words: &Words, shop: &ShopFacts) -> Page {
    let mut blocks = vec![hint(confirmation.hint, words), words.say("confirm-check", &[])];
    blocks.extend(summary(confirmation, words, shop));
    let mut rows = buy_buttons(confirmation, words);
    rows.push(button::back_and_cancel(words));
    html::page(blocks, rows)
}

/// The shop takes no orders: until when or why, as far as customers are to know.
fn closed(pause: Option<&Pause>, words: &Words, shop: &ShopFacts) -> String {
    let text = match pause {
        None => return support("shop-closed", words, shop),
        Some(Pause::ByHand { note: None }) => words.say("shop-paused", &[]),
        Some(Pause::ByHand { note: Some(note) }) => {
            format!("{}\n{}", words.say("shop-paused", &[]), html::safe(words.pick(note), MAX_HELP_CHARS))
        }
        Some(Pause::Planned(planned)) => html::say(words, "shop-planned", &[("when", opening::when(*planned, shop.now, words).into())]),
        Some(Pause::OutsideHours { hours }) => {
            let (from, until) = (words.time_of_day(hours.from), words.time_of_day(hours.until));
            words.say("shop-outside-hours", &[("from", from.into()), ("until", until.into())])
        }
    };
    format!("{text}\n{}", support("shop-paused-orders", words, shop))
}

/// The item is no longer on sale.
fn gone(category: &str, words: &Words) -> Page {
    let others = button::button(words, "button-other-items", PurchaseAction::Category { category: category.to_owned(), page: 0 });
    html::page(vec![words.say("item-gone", &[])], vec![vec![others], vec![back_to_menu(words)]])
}

/// The wallet holds less than the price: how much is missing, and whom to ask for more.
fn too_little(balance: Rupiah, missing: Rupiah, words: &Words, shop: &ShopFacts) -> Page {
    let args = [("balance", balance.into()), ("missing", missing.into()), ("support", (&shop.support).into())];
    let mut rows = vec![vec![button::wallet(words), button::menu(words)]];
    if shop.top_up {
        rows.insert(0, vec![button::button(words, "button-top-up", TopUpAction::Choose)]);
    }
    let key = if shop.top_up { "wallet-too-little-top-up" } else { "wallet-too-little" };
    html::page(vec![html::say(words, key, &args)], rows)
}

/// Another bill is open.
pub fn pay_first(number: &str, words: &Words) -> Page {
    plain(html::say(words, "pay-first", &[("number", number.into())]), words)
}

/// A limit would be broken.
fn limited(limit: Limit, words: &Words) -> Page {
    let text = match limit {
        Limit::OpenOrders(open) => words.say("limit-open-orders", &[("open", open.into())]),
        Limit::Daily { left } if left > Rupiah::ZERO => words.say("limit-daily", &[("left", left.into())]),
        Limit::Daily { .. } => words.say("limit-daily-used-up", &[]),
    };
    html::page(vec![text], vec![vec![button::orders(words), button::menu(words)]])
}

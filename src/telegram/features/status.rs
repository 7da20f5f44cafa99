//! `/status`, for admins: the shop, or one order.

use crate::app::{BackupState, Overview, PaymentsOverview, pause};
use crate::dialogue::Step;
use crate::domain::money::Rupiah;
use crate::domain::opening::Pause;
use crate::domain::payment_method::PaymentMethod;
use crate::domain::role::Right;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::order_state::{emoji, state};
use crate::telegram::view::page::Page;
use crate::telegram::view::payment::method as method_name;
use crate::telegram::view::{html, opening};

/// The command.
pub const STATUS: BotCommand = BotCommand {
    name: "status",
    audience: Audience::Staff(Right::SeeCosts),
    description: "command-status",
    help: Some("help-status"),
    endpoint: || dptree::endpoint(status),
};

/// Longest list of unverified categories, in characters.
const MAX_UNVERIFIED_CHARS: usize = 500;

/// How Telegram stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TelegramState {
    /// When it last answered a poll.
    pub last_answer: Option<Millis>,
    /// When it last said that another program polls with this token, if that was lately.
    pub shared_at: Option<Millis>,
}

/// The shop, as the program sees it now.
#[derive(Clone, Debug)]
pub struct ShopStatus {
    pub overview: Overview,
    /// How payments are doing, while the wallet is on.
    pub payments: Option<PaymentsOverview>,
    /// How many accounts of the ledger were wrong when this process audited it last, which it does once a day.
    pub wrong_accounts: Option<usize>,
    /// How the copies of the database are doing; `None` when the bot makes none.
    pub backup: Option<BackupState>,
    /// Why the shop takes no orders by its owner's will.
    pub pause: Option<Pause>,
    pub telegram: TelegramState,
    /// The slugs of the categories that nobody has verified.
    pub unverified: Vec<String>,
    /// The program's version.
    pub version: &'static str,
    pub now: Millis,
}

/// The shop; with an invoice or an order's number: what the provider says of it now, and our history, as a notification.
async fn status(mut ctx: UpdateContext, command: Command, telegram: TelegramState) -> HandlerResult {
    let app = ctx.app.clone();
    let asked = command.argument;
    if asked.is_empty() {
        let mut overview = app.overview.read().await?;
        // The update of this command is still in the inbox.
        overview.inbox = (overview.inbox - 1).max(0);
        let pause = pause(&ctx.settings, ctx.now);
        let categories = ctx.settings.categories.iter().filter(|category| !category.verified);
        let unverified = categories.map(|category| category.slug.clone()).collect();
        let payments = if ctx.settings.wallet.enabled { Some(app.desk.overview(&ctx.settings).await?) } else { None };
        let version = env!("CARGO_PKG_VERSION");
        let wrong_accounts = app.wallets.wrong_accounts();
        let backup = app.backups.state(&ctx.settings).await?;
        let status = ShopStatus { overview, backup, payments, wrong_accounts, pause, telegram, unverified, version, now: ctx.now };
        let page = shop_status(&status, &ctx.words);
        return ctx.reply(&Step::Menu, &page, None);
    }
    let place = ctx.place();
    if app.queries.inspect(place, &asked, &mut ctx.effects).await? {
        ctx.show_typing();
        return Ok(ctx.effects);
    }
    let page = no_such_order(&asked, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// The shop's status.
pub fn shop_status(status: &ShopStatus, words: &Words) -> Page {
    let overview = &status.overview;
    let ago = |at: Option<Millis>| {
        at.map_or_else(
            || words.say("status-never", &[]),
            |at| words.say("status-ago", &[("span", words.span(status.now.since_ms(at)).into())]),
        )
    };
    let open = opening::state(status.pause.as_ref(), overview.closed, status.now, words);
    let orders = overview.orders.iter().map(|(at, count)| format!("{} {}: <b>{count}</b>", emoji(*at), state(*at, words)));
    let mut counts = vec![words.say("status-orders", &[])];
    counts.extend(orders);
    if overview.orders.is_empty() {
        counts.push(words.say("status-no-orders", &[]));
    }
    counts.extend(overview.oldest_open.as_ref().map(|(number, at)| {
        html::say(words, "status-oldest", &[("number", number.into()), ("span", words.span(status.now.since_ms(*at)).into())])
    }));
    counts.push(html::say(words, "status-requests", &[("count", overview.requests.to_string().into())]));
    let balance = overview.balance.map_or_else(|| words.say("not-known", &[]), |balance| balance.to_string());
    let mut health = vec![
        html::say(words, "status-provider", &[("ago", ago(overview.provider_seen).into())]),
        html::say(words, "status-telegram", &[("ago", ago(status.telegram.last_answer).into())]),
        html::say(words, "status-balance", &[("balance", balance.into())]),
        html::say(words, "status-queues", &[("inbox", overview.inbox.into()), ("outbox", overview.outbox.into())]),
    ];
    health.extend(status.telegram.shared_at.map(|at| html::say(words, "status-token-shared", &[("ago", ago(Some(at)).into())])));
    health.extend(status.backup.map(|backup| {
        let key = if backup.failing { "status-backup-failing" } else { "status-backup" };
        html::say(words, key, &[("ago", ago(backup.last).into())])
    }));
    let uptime = words.span(status.now.since_ms(overview.started_at));
    let version = html::say(words, "status-version", &[("version", status.version.into()), ("span", uptime.into())]);
    let unverified = html::cut(&status.unverified.join(", "), MAX_UNVERIFIED_CHARS);
    let unverified = match unverified.as_str() {
        "" => String::new(),
        slugs => html::say(words, "status-unverified", &[("categories", slugs.into())]),
    };
    let payments = status.payments.as_ref().map(|payments| of_payments(payments, status.wrong_accounts, words)).unwrap_or_default();
    html::page(vec![open, counts.join("\n"), health.join("\n"), payments, unverified, version], Vec::new())
}

/// A line for each method, and whether the ledger is in order.
fn of_payments(payments: &PaymentsOverview, wrong_accounts: Option<usize>, words: &Words) -> String {
    let works = |method: PaymentMethod| payments.gateways.iter().find(|(gateway, _)| *gateway == method).map(|(_, works)| *works);
    let mut methods: Vec<PaymentMethod> = payments.gateways.iter().map(|(method, _)| *method).collect();
    methods.extend(payments.today.iter().map(|figures| figures.method).filter(|method| works(*method).is_none()));
    let line = |method: &PaymentMethod| {
        let today = payments.today.iter().find(|figures| figures.method == *method);
        let (count, gross) = today.map_or((0, Rupiah::ZERO), |figures| (figures.credited, figures.gross));
        let sign = if works(*method) == Some(false) { "🔌" } else { "✅" };
        let named = [("method", method_name(*method, words).into()), ("count", count.to_string().into()), ("gross", gross.into())];
        format!("{sign} {}", html::say(words, "figures-method", &named))
    };
    let mut lines = vec![words.say("status-payments", &[])];
    lines.extend(methods.iter().map(line));
    let waiting = payments.waiting;
    let counts = [
        ("review", waiting.review.to_string().into()),
        ("unmatched", waiting.unmatched.to_string().into()),
        ("payouts", waiting.payouts.to_string().into()),
    ];
    lines.push(words.say("status-payments-waiting", &counts));
    lines.extend(wrong_accounts.map(|wrong| match wrong {
        0 => words.say("status-ledger-well", &[]),
        wrong => words.say("status-ledger-wrong", &[("count", wrong.to_string().into())]),
    }));
    lines.join("\n")
}

/// Neither an order of ours nor an invoice.
pub fn no_such_order(asked: &str, words: &Words) -> Page {
    let asked = html::clean(asked);
    let text = match asked.as_str() {
        "" => words.say("admin-which-order", &[]),
        asked => html::say(words, "admin-no-such-order", &[("asked", asked.into())]),
    };
    html::page(vec![text], Vec::new())
}

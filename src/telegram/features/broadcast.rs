//! `/broadcast`: one message to many customers. The text, perhaps in English too; a preview; who gets it; and the confirmation. Rights are
//! checked before each step.

use crate::app::{Asker, BroadcastStart};
use crate::dialogue::screen::Hint;
use crate::dialogue::{BroadcastAction, PurchaseAction, Step};
use crate::domain::broadcast::{Audience, MAX_CAPTION_UNITS, MAX_TEXT_UNITS, fits};
use crate::domain::locale::Locale;
use crate::domain::notification::{BroadcastNotification, Notification};
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience as CommandAudience, BotCommand};
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{broadcast, button, html};

/// The command.
pub const BROADCAST: BotCommand = BotCommand {
    name: "broadcast",
    audience: CommandAudience::Staff(Right::RunShop),
    description: "command-broadcast",
    help: Some("help-broadcast"),
    endpoint: || dptree::endpoint(show),
};

/// Most tiers to choose from: a message has at most 100 buttons.
const MAX_TIERS: usize = 50;

/// Another one runs.
const BUSY: Toast = Toast::new("toast-broadcast-busy");

/// A button about a broadcast.
pub async fn press(mut ctx: UpdateContext, action: BroadcastAction) -> HandlerResult {
    match action {
        BroadcastAction::Show => show(ctx).await,
        BroadcastAction::SameForAll { broadcast } => {
            let Some(draft) = ctx.app.broadcasts.find_draft(&broadcast).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
            ctx.app.clone().broadcasts.translate(&draft, "", &mut ctx.effects);
            preview(ctx, &draft.id, false)
        }
        BroadcastAction::ChooseAudience { broadcast } => {
            let page = choose_audience(&broadcast, &ctx.settings.pricing.chat.tiers(ctx.now), true, &ctx.words, &ctx.shop);
            ctx.reply(&Step::Menu, &page, None)
        }
        BroadcastAction::Ask { broadcast, audience } => ask_start(ctx, broadcast, audience).await,
        BroadcastAction::Start { broadcast, audience } => start(ctx, broadcast, audience).await,
        BroadcastAction::Stop { broadcast } => stop(ctx, &broadcast).await,
        BroadcastAction::OptOut => set_wanted(ctx, false),
        BroadcastAction::OptIn => set_wanted(ctx, true),
    }
}

/// A customer wants broadcasts or not. The message stays; what is asked of the customer meanwhile too.
fn set_wanted(mut ctx: UpdateContext, wanted: bool) -> HandlerResult {
    let (app, user) = (ctx.app.clone(), ctx.user_id());
    app.broadcasts.set_wanted(user, wanted, &mut ctx.effects);
    let page = broadcasts_wanted(wanted, &ctx.words);
    ctx.say_besides(&page)?;
    ctx.toast_only(Toast::DONE)
}

/// The one that runs, or the question for a text.
async fn show(ctx: UpdateContext) -> HandlerResult {
    let Some((running, progress)) = ctx.app.broadcasts.running().await? else { return ask_text(ctx, None, None) };
    let mut page = broadcast::progress(&running, progress, &ctx.words);
    page.rows.push(vec![button::admin(&ctx.words)]);
    ctx.reply(&Step::Menu, &page, None)
}

/// The text has come, perhaps under a photo: next is English.
pub fn receive_text(mut ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let photo = ctx.incoming.photo.clone().map(|photo| photo.file_id);
    let text = html::visible(&text.unwrap_or_default());
    if text.is_empty() && photo.is_none() {
        let remark = hint(Some(Hint::TextOnly), &ctx.words);
        return ask_text(ctx, Some(remark), None);
    }
    if !fits(&text, photo.is_some()) {
        let remark = too_long(photo.is_some(), &ctx.words);
        return ask_text(ctx, Some(remark), None);
    }
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    let broadcast = app.broadcasts.draft(admin, text, photo, &mut ctx.effects);
    let page = ask_english(&broadcast, None, &ctx.words);
    ctx.reply(&Step::BroadcastEnglish { broadcast }, &page, None)
}

/// The English text has come.
pub async fn receive_english(mut ctx: UpdateContext, broadcast: String, text: Option<String>) -> HandlerResult {
    let Some(draft) = ctx.app.broadcasts.find_draft(&broadcast).await? else { return ask_text(ctx, None, None) };
    let text = html::visible(&text.unwrap_or_default());
    let remark = if text.is_empty() {
        hint(Some(Hint::TextOnly), &ctx.words)
    } else if fits(&text, draft.photo.is_some()) {
        ctx.app.clone().broadcasts.translate(&draft, &text, &mut ctx.effects);
        return preview(ctx, &draft.id, true);
    } else {
        too_long(draft.photo.is_some(), &ctx.words)
    };
    let page = ask_english(&broadcast, Some(remark), &ctx.words);
    ctx.reply(&Step::BroadcastEnglish { broadcast }, &page, None)
}

/// Asks again for what the step is about, because something else came.
///
/// # Errors
/// When the page cannot be put into JSON.
pub fn show_again(ctx: UpdateContext, step: Step, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = Some(hint(again, &ctx.words));
    match &step {
        Step::BroadcastEnglish { broadcast } => {
            let page = ask_english(broadcast, remark, &ctx.words);
            ctx.reply(&step, &page, toast)
        }
        _ => ask_text(ctx, remark, toast),
    }
}

fn ask_text(ctx: UpdateContext, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_broadcast(remark, &ctx.words);
    ctx.reply(&Step::BroadcastText, &page, toast)
}

/// The message as each of its readers will see it, and below it the choice of who gets it.
fn preview(mut ctx: UpdateContext, id: &str, both: bool) -> HandlerResult {
    let (app, place) = (ctx.app.clone(), ctx.place());
    for code in if both { &["id", "en"][..] } else { &["id"][..] } {
        let shown = BroadcastNotification::Preview { broadcast: id.to_owned(), locale: Locale::new(code) };
        app.notifier.notify_at(place, Notification::Broadcast(shown), &mut ctx.effects);
    }
    let page = choose_audience(id, &ctx.settings.pricing.chat.tiers(ctx.now), both, &ctx.words, &ctx.shop);
    ctx.reply_below(&Step::Menu, &page, None)
}

async fn ask_start(ctx: UpdateContext, broadcast: String, audience: Audience) -> HandlerResult {
    if ctx.app.broadcasts.find_draft(&broadcast).await?.is_none() {
        return ctx.toast_only(Toast::STALE_BUTTON);
    }
    let counts = ctx.app.broadcasts.count(&ctx.settings, audience.clone()).await?;
    let page = confirm_broadcast(&broadcast, audience, counts, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn start(mut ctx: UpdateContext, broadcast: String, audience: Audience) -> HandlerResult {
    let (app, settings) = (ctx.app.clone(), ctx.settings.clone());
    let asker = Asker { admin: ctx.user_id(), place: ctx.place() };
    match app.broadcasts.start(&settings, asker, &broadcast, audience, &mut ctx.effects).await? {
        BroadcastStart::Started => {
            let page = broadcast_started(&ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        BroadcastStart::Busy => ctx.toast_only(BUSY),
        BroadcastStart::Gone => ctx.toast_only(Toast::STALE_BUTTON),
    }
}

/// Nobody more is written to. The card of its progress says so.
async fn stop(mut ctx: UpdateContext, id: &str) -> HandlerResult {
    let (app, admin) = (ctx.app.clone(), ctx.user_id());
    let stopped = app.broadcasts.stop(admin, id, &mut ctx.effects).await?;
    ctx.toast_only(if stopped { Toast::DONE } else { Toast::ALREADY_DECIDED })
}

fn too_long(has_photo: bool, words: &Words) -> String {
    let max = if has_photo { MAX_CAPTION_UNITS } else { MAX_TEXT_UNITS };
    words.say("broadcast-too-long", &[("max", i64::try_from(max).unwrap_or(i64::MAX).into())])
}

/// What is to be sent? `remark` is above.
pub fn ask_broadcast(remark: Option<String>, words: &Words) -> Page {
    html::page(vec![remark.unwrap_or_default(), words.say("broadcast-ask", &[])], vec![vec![button::admin(words)]])
}

/// And in English?
pub fn ask_english(broadcast: &str, remark: Option<String>, words: &Words) -> Page {
    let same = BroadcastAction::SameForAll { broadcast: broadcast.to_owned() };
    let rows = vec![vec![button::button(words, "button-broadcast-same", same)], vec![cancel(words)]];
    html::page(vec![remark.unwrap_or_default(), words.say("broadcast-ask-english", &[])], rows)
}

/// Who gets it? `both`: it has a text in each language.
pub fn choose_audience(id: &str, tiers: &[&str], both: bool, words: &Words, shop: &ShopFacts) -> Page {
    let mut audiences = vec![Audience::All, Audience::Recent];
    if shop.wallet {
        audiences.push(Audience::WithBalance);
    }
    audiences.extend(tiers.iter().take(MAX_TIERS).map(|tier| Audience::Tier((*tier).to_owned())));
    let to = |audience| {
        let name = broadcast::name(&audience, words);
        vec![button::named(&name, "👥", BroadcastAction::Ask { broadcast: id.to_owned(), audience })]
    };
    let mut rows: Vec<Vec<Button>> = audiences.into_iter().map(to).collect();
    rows.push(vec![cancel(words)]);
    let same = if both { String::new() } else { words.say("broadcast-same-for-all", &[]) };
    html::page(vec![words.say("broadcast-choose", &[]), same], rows)
}

/// Really, to so many? `unwanted` more want no broadcasts.
pub fn confirm_broadcast(id: &str, audience: Audience, (count, unwanted): (i64, i64), words: &Words) -> Page {
    let id = || id.to_owned();
    let back = button::button(words, "button-back", BroadcastAction::ChooseAudience { broadcast: id() });
    let to = broadcast::name(&audience, words);
    let left_out = if unwanted > 0 { words.say("broadcast-unwanted", &[("count", unwanted.into())]) } else { String::new() };
    if count == 0 {
        return html::page(vec![html::say(words, "broadcast-nobody", &[("to", to.into())]), left_out], vec![vec![back]]);
    }
    let yes = button::button(words, "button-broadcast-start", BroadcastAction::Start { broadcast: id(), audience });
    let question = html::say(words, "broadcast-confirm", &[("count", count.to_string().into()), ("to", to.into())]);
    html::page(vec![question, left_out], vec![vec![yes], vec![back, cancel(words)]])
}

/// It runs; its progress is below.
pub fn broadcast_started(words: &Words) -> Page {
    html::page(vec![words.say("broadcast-started", &[])], vec![vec![button::admin(words)]])
}

/// Whether a customer gets broadcasts from now on, and how to change that.
pub fn broadcasts_wanted(wanted: bool, words: &Words) -> Page {
    let (text, button) =
        if wanted { ("broadcasts-wanted", broadcast::opt_out(words)) } else { ("broadcasts-unwanted", broadcast::opt_in(words)) };
    html::page(vec![words.say(text, &[])], vec![vec![button]])
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}

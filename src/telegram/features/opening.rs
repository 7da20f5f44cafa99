//! `/close`, `/open` and the shop's switch: no orders for a while, with what customers read then, and the opening hours. Rights are checked
//! at every step.

use crate::app::{Switch, SwitchState};
use crate::dialogue::screen::Hint;
use crate::dialogue::{OpeningAction, Step};
use crate::domain::opening::{OpeningHours, Pause};
use crate::domain::role::Right;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html};

/// `/close`, with what customers read after it.
pub const CLOSE: BotCommand = BotCommand {
    name: "close",
    audience: Audience::Staff(Right::RunShop),
    description: "command-close",
    help: Some("help-close"),
    endpoint: || dptree::endpoint(close),
};

/// `/open`.
pub const OPEN: BotCommand = BotCommand {
    name: "open",
    audience: Audience::Staff(Right::RunShop),
    description: "command-open",
    help: Some("help-open"),
    endpoint: || dptree::endpoint(|ctx: UpdateContext| set(ctx, Switch::Open)),
};

/// Longest text for customers, in characters: what `shop.toml` takes too.
const MAX_NOTE_CHARS: usize = 500;

/// Why something is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// The typed text is too long, or nothing.
    InvalidNote,
    /// The typed text is no span of a day.
    InvalidHours,
}

/// A button of the switch.
pub async fn press(ctx: UpdateContext, action: OpeningAction) -> HandlerResult {
    match action {
        OpeningAction::Show => show(ctx, None).await,
        OpeningAction::Close => set(ctx, Switch::Close { note: None }).await,
        OpeningAction::Open => set(ctx, Switch::Open).await,
        OpeningAction::AskNote => ask(ctx, Step::ClosedNote, None, None),
        OpeningAction::AskHours => ask(ctx, Step::OpeningHours, None, None),
        OpeningAction::Always => set(ctx, Switch::Hours(None)).await,
        OpeningAction::AsFile => set(ctx, Switch::AsFile).await,
    }
}

async fn close(ctx: UpdateContext, command: Command) -> HandlerResult {
    let note = html::clean(&command.argument);
    if note.chars().count() > MAX_NOTE_CHARS {
        return ask(ctx, Step::ClosedNote, Some(Remark::InvalidNote), None);
    }
    set(ctx, Switch::Close { note: Some(note).filter(|note| !note.is_empty()) }).await
}

async fn show(ctx: UpdateContext, toast: Option<Toast>) -> HandlerResult {
    let state = ctx.app.switch.read(&ctx.settings).await?;
    let page = switch(&state, &ctx.words);
    ctx.reply(&Step::Menu, &page, toast)
}

/// Does it and shows how it stands then. Closing what is closed, with nothing new to say, only says who was first.
async fn set(mut ctx: UpdateContext, wish: Switch) -> HandlerResult {
    let app = ctx.app.clone();
    let opening = &ctx.settings.opening;
    let already = match &wish {
        Switch::Close { note } => opening.closed && note.is_none(),
        Switch::Open => !opening.closed,
        Switch::Hours(_) | Switch::AsFile => false,
    };
    if already {
        return show(ctx, None).await;
    }
    app.switch.set(ctx.user_id(), wish.clone(), &mut ctx.effects);
    let page = switched(&wish, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// What customers are to read was typed.
pub async fn receive_note(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask(ctx, Step::ClosedNote, Some(Remark::Hint(Hint::TextOnly)), None) };
    let note = html::clean(&text);
    if !(1..=MAX_NOTE_CHARS).contains(&note.chars().count()) {
        return ask(ctx, Step::ClosedNote, Some(Remark::InvalidNote), None);
    }
    set(ctx, Switch::Close { note: Some(note) }).await
}

/// The opening hours were typed.
pub async fn receive_hours(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask(ctx, Step::OpeningHours, Some(Remark::Hint(Hint::TextOnly)), None) };
    let Some(hours) = OpeningHours::read(&text) else { return ask(ctx, Step::OpeningHours, Some(Remark::InvalidHours), None) };
    set(ctx, Switch::Hours(Some(hours))).await
}

/// Asks for what is to be typed at `step`.
///
/// # Errors
/// When the page cannot be put into JSON.
pub fn ask(ctx: UpdateContext, step: Step, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_opening(&step, remark, &ctx.words);
    ctx.reply(&step, &page, toast)
}

/// How the shop's switch stands.
pub fn switch(state: &SwitchState, words: &Words) -> Page {
    let opening = &state.opening;
    let headline = match &state.pause {
        None => words.say("status-open", &[]),
        Some(Pause::ByHand { .. }) => words.say("status-closed", &[]),
        Some(Pause::OutsideHours { .. }) => words.say("opening-outside-hours", &[]),
    };
    let last = state.last.as_ref().map(|(person, at)| {
        let key = if opening.closed { "opening-closed-by" } else { "opening-opened-by" };
        let name = if person.name.is_empty() { person.id.to_string() } else { person.name.clone() };
        html::say(words, key, &[("admin", name.into()), ("time", words.time(*at).into())])
    });
    let note = opening.closed.then(|| match &opening.closed_note {
        Some(note) => html::say(words, "opening-note", &[("note", words.pick(note).into())]),
        None => words.say("opening-no-note", &[]),
    });
    let hours = match opening.hours {
        Some(hours) => {
            let (from, until) = (words.time_of_day(hours.from), words.time_of_day(hours.until));
            words.say("opening-hours", &[("from", from.into()), ("until", until.into())])
        }
        None => words.say("opening-always", &[]),
    };
    let differs = state.overrides.then(|| words.say("opening-differs", &[]));
    let facts: Vec<String> = last.into_iter().chain(note).chain([hours]).chain(differs).collect();
    let button = |key, action: OpeningAction| button::button(words, key, action);
    let mut rows = if opening.closed {
        vec![vec![button("button-open-shop", OpeningAction::Open)], vec![button("button-closed-note", OpeningAction::AskNote)]]
    } else {
        vec![vec![button("button-close-shop", OpeningAction::Close)]]
    };
    rows.push(vec![button("button-opening-hours", OpeningAction::AskHours)]);
    if state.overrides {
        rows.push(vec![button("button-as-file", OpeningAction::AsFile)]);
    }
    rows.push(vec![button::admin(words)]);
    html::page(vec![headline, facts.join("\n")], rows)
}

/// What was done, and how to take it back.
pub fn switched(wish: &Switch, words: &Words) -> Page {
    let button = |key, action: OpeningAction| vec![button::button(words, key, action)];
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let text = match wish {
        Switch::Close { note } => {
            rows.push(button("button-undo-act", OpeningAction::Open));
            rows.push(button("button-closed-note", OpeningAction::AskNote));
            let note = note
                .as_ref()
                .map_or_else(|| words.say("opening-no-note", &[]), |note| html::say(words, "opening-note", &[("note", note.into())]));
            format!("{}\n{note}", words.say("opening-closed", &[]))
        }
        Switch::Open => {
            rows.push(button("button-undo-act", OpeningAction::Close));
            words.say("opening-opened", &[])
        }
        Switch::Hours(Some(hours)) => {
            let (from, until) = (words.time_of_day(hours.from), words.time_of_day(hours.until));
            words.say("opening-hours-set", &[("from", from.into()), ("until", until.into())])
        }
        Switch::Hours(None) => words.say("opening-always-set", &[]),
        Switch::AsFile => words.say("opening-as-file", &[]),
    };
    rows.push(button("button-opening", OpeningAction::Show));
    html::page(vec![text], rows)
}

/// The question for what is to be typed.
pub fn ask_opening(step: &Step, remark: Option<Remark>, words: &Words) -> Page {
    let remark = match remark {
        None => String::new(),
        Some(Remark::Hint(shared)) => hint(Some(shared), words),
        Some(Remark::InvalidNote) => words.say("hint-invalid-note", &[]),
        Some(Remark::InvalidHours) => words.say("hint-invalid-hours", &[]),
    };
    let mut rows = Vec::new();
    let key = if *step == Step::OpeningHours {
        rows.push(vec![button::button(words, "button-opening-always", OpeningAction::Always)]);
        "opening-ask-hours"
    } else {
        "opening-ask-note"
    };
    rows.push(vec![button::button(words, "button-back", OpeningAction::Show)]);
    html::page(vec![remark, words.say(key, &[])], rows)
}

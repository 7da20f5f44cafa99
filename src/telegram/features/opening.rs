//! `/close`, `/open` and the shop's switch: no orders for a while, with what customers read then; a pause that is planned and announced; the
//! opening hours.

use crate::app::{Switch, SwitchState, read_planned_pause, zone};
use crate::dialogue::screen::Hint;
use crate::dialogue::{OpeningAction, Step};
use crate::domain::opening::{Opening, OpeningHours, Pause, PlannedPause};
use crate::domain::role::Right;
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::bot_command::{Audience, BotCommand};
use crate::telegram::command::Command;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, opening as opening_view};

/// `/close`, with what customers read after it, or from when until when it is closed.
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
    endpoint: || dptree::endpoint(open),
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
    /// The typed text is no pause that can be planned.
    InvalidPlan,
    /// The typed text is no span of a day.
    InvalidHours,
}

/// A button of the switch.
pub async fn press(ctx: UpdateContext, action: OpeningAction) -> HandlerResult {
    match action {
        OpeningAction::Show => show(ctx, None).await,
        OpeningAction::Close => set(ctx, Switch::Close { note: None }).await,
        OpeningAction::Open => open(ctx).await,
        OpeningAction::AskNote => ask(ctx, Step::ClosedNote, None, None),
        OpeningAction::AskPlan => ask(ctx, Step::PlannedPause, None, None),
        OpeningAction::Plan { planned } if ctx.now < planned.until => set(ctx, Switch::Plan(planned)).await,
        OpeningAction::Plan { .. } => show(ctx, None).await,
        OpeningAction::CallOff { planned } => set(ctx, Switch::CallOff(planned)).await,
        OpeningAction::AskHours => ask(ctx, Step::OpeningHours, None, None),
        OpeningAction::Always => set(ctx, Switch::Hours(None)).await,
        OpeningAction::AsFile => set(ctx, Switch::AsFile).await,
    }
}

async fn close(ctx: UpdateContext, command: Command) -> HandlerResult {
    if let Some(planned) = read_planned_pause(&command.argument, ctx.now, zone(&ctx.settings)) {
        return set(ctx, Switch::Plan(planned)).await;
    }
    let note = html::clean(&command.argument);
    if note.chars().count() > MAX_NOTE_CHARS {
        return ask(ctx, Step::ClosedNote, Some(Remark::InvalidNote), None);
    }
    set(ctx, Switch::Close { note: Some(note).filter(|note| !note.is_empty()) }).await
}

async fn open(ctx: UpdateContext) -> HandlerResult {
    let planned = running_plan(&ctx.settings.opening, ctx.now);
    set(ctx, Switch::Open { planned }).await
}

/// The plan by which the shop is closed now.
fn running_plan(opening: &Opening, now: Millis) -> Option<PlannedPause> {
    opening.planned_at(now).filter(|planned| planned.from <= now)
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
        Switch::Open { planned } => !opening.closed && planned.is_none(),
        Switch::CallOff(planned) => opening.planned != Some(*planned),
        Switch::Plan(_) | Switch::Hours(_) | Switch::AsFile => false,
    };
    if already {
        return show(ctx, None).await;
    }
    let settings = ctx.settings.clone();
    app.switch.set(&settings, ctx.user_id(), wish.clone(), &mut ctx.effects);
    let page = switched(&wish, ctx.now, &ctx.words);
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

/// From when until when was typed.
pub async fn receive_plan(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask(ctx, Step::PlannedPause, Some(Remark::Hint(Hint::TextOnly)), None) };
    let Some(planned) = read_planned_pause(&text, ctx.now, zone(&ctx.settings)) else {
        return ask(ctx, Step::PlannedPause, Some(Remark::InvalidPlan), None);
    };
    set(ctx, Switch::Plan(planned)).await
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
    let headline = opening_view::state(state.pause.as_ref(), state.closed, state.now, words);
    let by_itself = state.closed.map(|_| words.say("admin-shop-closed-next", &[]));
    let planned = opening.planned_at(state.now);
    let is_planned_now = matches!(state.pause, Some(Pause::Planned(_)));
    let plan = planned.filter(|_| !is_planned_now);
    let plan = plan.map(|planned| html::say(words, "opening-planned", &[("when", opening_view::when(planned, state.now, words).into())]));
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
    let facts: Vec<String> = by_itself.into_iter().chain(last).chain(note).chain(plan).chain([hours]).chain(differs).collect();
    let button = |key, action: OpeningAction| button::button(words, key, action);
    let mut rows = if opening.closed {
        vec![vec![button("button-open-shop", OpeningAction::Open)], vec![button("button-closed-note", OpeningAction::AskNote)]]
    } else if is_planned_now {
        vec![vec![button("button-open-shop", OpeningAction::Open)]]
    } else {
        vec![vec![button("button-close-shop", OpeningAction::Close)]]
    };
    rows.push(vec![button(if planned.is_some() { "button-change-plan" } else { "button-plan" }, OpeningAction::AskPlan)]);
    rows.extend(planned.map(|planned| vec![button("button-call-off", OpeningAction::CallOff { planned })]));
    rows.push(vec![button("button-opening-hours", OpeningAction::AskHours)]);
    if state.overrides {
        rows.push(vec![button("button-as-file", OpeningAction::AsFile)]);
    }
    rows.push(vec![button::admin(words)]);
    html::page(vec![headline, facts.join("\n")], rows)
}

/// What was done, and how to take it back.
pub fn switched(wish: &Switch, now: Millis, words: &Words) -> Page {
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
        Switch::Open { planned } => {
            rows.push(button("button-undo-act", planned.map_or(OpeningAction::Close, |planned| OpeningAction::Plan { planned })));
            words.say("opening-opened", &[])
        }
        Switch::Plan(planned) => {
            rows.push(button("button-undo-act", OpeningAction::CallOff { planned: *planned }));
            let key = if now < planned.from { "opening-plan-set" } else { "opening-plan-begun" };
            html::say(words, key, &[("when", opening_view::when(*planned, now, words).into())])
        }
        Switch::CallOff(planned) => {
            rows.push(button("button-undo-act", OpeningAction::Plan { planned: *planned }));
            html::say(words, "opening-called-off", &[("when", opening_view::when(*planned, now, words).into())])
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
        Some(Remark::InvalidPlan) => words.say("hint-invalid-plan", &[]),
        Some(Remark::InvalidHours) => words.say("hint-invalid-hours", &[]),
    };
    let mut rows = Vec::new();
    let key = match step {
        Step::OpeningHours => {
            rows.push(vec![button::button(words, "button-opening-always", OpeningAction::Always)]);
            "opening-ask-hours"
        }
        Step::PlannedPause => "opening-ask-plan",
        _ => "opening-ask-note",
    };
    rows.push(vec![button::button(words, "button-back", OpeningAction::Show)]);
    html::page(vec![remark, words.say(key, &[])], rows)
}

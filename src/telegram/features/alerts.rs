//! `🔔`, for admins: which alerts they get, when, and in which topic of their group. Each change takes one step and is taken back in one.

use crate::app::AlertState;
use crate::dialogue::screen::Hint;
use crate::dialogue::{AlertsAction, Step};
use crate::domain::alert::{AlertChange, AlertKind, AlertMode, AlertSettings, KindSettings};
use crate::domain::opening::OpeningHours;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::features::pending;
use crate::telegram::view::alert::{about, kind_name, mode_name, mode_sign};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html};

/// Why the quiet hours are asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// The typed text is no span of a day.
    InvalidHours,
}

/// A button about alerts.
pub async fn press(ctx: UpdateContext, action: AlertsAction) -> HandlerResult {
    match action {
        AlertsAction::List => list(ctx).await,
        AlertsAction::Show { kind } => show(ctx, kind).await,
        AlertsAction::Waiting => pending::show(UpdateContext { check: None, ..ctx }, 0).await,
        AlertsAction::AskQuietHours => ask(ctx, None, None),
        AlertsAction::Set { change } => set(ctx, change).await,
    }
}

async fn list(ctx: UpdateContext) -> HandlerResult {
    let state = ctx.app.alert_desk.state().await?;
    let page = alert_list(&ctx.settings.alerts, state, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn show(ctx: UpdateContext, kind: AlertKind) -> HandlerResult {
    let state = ctx.app.alert_desk.state().await?;
    let here = ctx.place().topic.filter(|_| ctx.in_group());
    let page = alerts_of_kind(kind, ctx.settings.alerts.of(kind), state.in_group.then_some(here), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn set(mut ctx: UpdateContext, change: AlertChange) -> HandlerResult {
    let (app, settings) = (ctx.app.clone(), ctx.settings.clone());
    if change.changes(&settings.alerts) {
        app.alert_desk.change(ctx.user_id(), &settings, change, &mut ctx.effects).await?;
    }
    let undo = change.undo(&settings.alerts).filter(|undo| *undo != change);
    let page = alerts_changed(change, undo, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

/// The quiet hours were typed.
pub async fn receive(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask(ctx, Some(Remark::Hint(Hint::TextOnly)), None) };
    let Some(hours) = OpeningHours::read(&text) else { return ask(ctx, Some(Remark::InvalidHours), None) };
    set(ctx, AlertChange::QuietHours { hours: Some(hours) }).await
}

/// Asks for the quiet hours.
///
/// # Errors
/// When the page cannot be put into JSON.
pub fn ask(ctx: UpdateContext, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_quiet_hours(remark, &ctx.words);
    ctx.reply(&Step::QuietHours, &page, toast)
}

/// All kinds, with their signs, and when what is kept comes.
pub fn alert_list(settings: &AlertSettings, state: AlertState, words: &Words) -> Page {
    let quiet = match settings.quiet_hours {
        Some(hours) => of_hours("alerts-quiet", hours, words),
        None => words.say("alerts-no-quiet", &[]),
    };
    let digest = words.say("alerts-digest-at", &[("time", words.time_of_day(settings.digest_minute()).into())]);
    let kept = (state.kept > 0).then(|| html::say(words, "alerts-kept", &[("count", state.kept.to_string().into())]));
    let differs = state.overrides.then(|| words.say("opening-differs", &[]));
    let facts: Vec<String> = [quiet, digest].into_iter().chain(kept).chain(differs).collect();
    let kinds = AlertKind::ALL.into_iter().map(|kind| {
        let label = format!("{} {}", mode_sign(settings.of(kind).mode), kind_name(kind, words));
        Button { label, kind: ButtonKind::Callback(AlertsAction::Show { kind }.into()) }
    });
    let mut rows = button::grid(kinds, 2);
    rows.push(vec![button::button(words, "button-quiet-hours", AlertsAction::AskQuietHours)]);
    if state.overrides {
        rows.push(vec![button::button(words, "button-as-file", AlertsAction::Set { change: AlertChange::AsFile })]);
    }
    rows.push(vec![button::admin(words)]);
    let signs = AlertMode::ALL.map(|mode| mode_name(mode, words)).join(" · ");
    html::page(vec![words.say("alerts-title", &[]), signs, facts.join("\n")], rows)
}

/// One kind. `group`: alerts go to a group; in it, the topic in which this page is shown.
pub fn alerts_of_kind(kind: AlertKind, settings: KindSettings, group: Option<Option<i64>>, words: &Words) -> Page {
    let set = |change| AlertsAction::Set { change };
    let title = format!("{} <b>{}</b>", mode_sign(settings.mode), kind_name(kind, words));
    let now = words.say("alerts-now", &[("mode", mode_name(settings.mode, words).into())]);
    let topic = group.map(|_| match settings.topic {
        Some(topic) => words.say("alerts-topic", &[("topic", topic.to_string().into())]),
        None => words.say("alerts-no-topic", &[]),
    });
    let others = AlertMode::ALL.into_iter().filter(|mode| *mode != settings.mode);
    let pick = |mode| Button { label: mode_name(mode, words), kind: ButtonKind::Callback(set(AlertChange::Mode { kind, mode }).into()) };
    let mut rows = vec![others.map(pick).collect::<Vec<Button>>()];
    let here = group.flatten().filter(|here| settings.topic != Some(*here));
    rows.extend(here.map(|topic| vec![button::button(words, "button-alerts-here", set(AlertChange::Topic { kind, topic: Some(topic) }))]));
    if settings.topic.is_some() {
        rows.push(vec![button::button(words, "button-alerts-no-topic", set(AlertChange::Topic { kind, topic: None }))]);
    }
    rows.push(vec![back(words)]);
    let how = group.filter(|here| here.is_none()).map(|_| words.say("alerts-topic-how", &[])).unwrap_or_default();
    let facts: Vec<String> = std::iter::once(now).chain(topic).collect();
    html::page(vec![title, words.say(about(kind), &[]), facts.join("\n"), how], rows)
}

/// What was changed, and how to take it back.
pub fn alerts_changed(change: AlertChange, undo: Option<AlertChange>, words: &Words) -> Page {
    let (text, kind) = match change {
        AlertChange::Mode { kind, mode } => {
            let args = [("kind", kind_name(kind, words).into()), ("mode", mode_name(mode, words).into())];
            (words.say("alerts-mode-set", &args), Some(kind))
        }
        AlertChange::Topic { kind, topic } => {
            let key = if topic.is_some() { "alerts-topic-set" } else { "alerts-topic-removed" };
            let args = [("kind", kind_name(kind, words).into()), ("topic", topic.unwrap_or_default().to_string().into())];
            (words.say(key, &args), Some(kind))
        }
        AlertChange::QuietHours { hours: Some(hours) } => (of_hours("alerts-quiet-set", hours, words), None),
        AlertChange::QuietHours { hours: None } => (words.say("alerts-no-quiet-set", &[]), None),
        AlertChange::AsFile => (words.say("alerts-as-file", &[]), None),
    };
    let undo = undo.map(|change| vec![button::button(words, "button-undo-act", AlertsAction::Set { change })]);
    let look = kind.map(|kind| vec![named(kind, words)]);
    html::page(vec![text], undo.into_iter().chain(look).chain([vec![back(words)]]).collect())
}

/// The question for the quiet hours.
pub fn ask_quiet_hours(remark: Option<Remark>, words: &Words) -> Page {
    let remark = match remark {
        None => String::new(),
        Some(Remark::Hint(shared)) => hint(Some(shared), words),
        Some(Remark::InvalidHours) => words.say("hint-invalid-quiet", &[]),
    };
    let none = AlertsAction::Set { change: AlertChange::QuietHours { hours: None } };
    let rows = vec![vec![button::button(words, "button-no-quiet", none)], vec![back(words)]];
    html::page(vec![remark, words.say("alerts-ask-quiet", &[])], rows)
}

fn of_hours(key: &str, hours: OpeningHours, words: &Words) -> String {
    words.say(key, &[("from", words.time_of_day(hours.from).into()), ("until", words.time_of_day(hours.until).into())])
}

fn named(kind: AlertKind, words: &Words) -> Button {
    Button { label: format!("🔔 {}", kind_name(kind, words)), kind: ButtonKind::Callback(AlertsAction::Show { kind }.into()) }
}

fn back(words: &Words) -> Button {
    button::button(words, "button-alerts", AlertsAction::List)
}

//! Changing a pricing rule: its values are typed, what it does to real items is shown, and only then it counts. Rights are checked at every
//! step.

use crate::app::{PriceSaved, Proposal, end_of_day, read_moment, zone};
use crate::dialogue::screen::Hint;
use crate::dialogue::{PricesAction, RuleValue, Step};
use crate::domain::markup::{BasisPoints, Markup};
use crate::domain::money::Rupiah;
use crate::domain::price_input::{read_flat, read_percent, read_step};
use crate::domain::price_preview::{DraftCheck, Preview, PreviewLine};
use crate::domain::price_rule::{Rule, RuleDraft, RuleKey, RuleWish, ScopeName};
use crate::domain::time::Millis;
use crate::i18n::Words;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::price::{markup_text, percent, rule_name, rule_text};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html};

/// Items of the preview on one page.
const ITEMS_PER_PAGE: usize = 6;
/// Ends of promos that need no typing, in hours from now.
const COMMON_HOURS: [(i64, &str); 4] =
    [(1, "button-price-hour"), (24, "button-price-day"), (3 * 24, "button-price-three-days"), (7 * 24, "button-price-week")];

/// Why a value is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// What was typed is no such value.
    Invalid,
}

/// Begins to change a rule.
pub async fn edit(ctx: UpdateContext, key: RuleKey) -> HandlerResult {
    let draft = ctx.app.prices.begin(&ctx.settings, key).await?;
    look(ctx, draft, 0, None).await
}

/// Shows what a draft would do.
pub async fn look(ctx: UpdateContext, draft: RuleDraft, page: usize, toast: Option<Toast>) -> HandlerResult {
    let proposal = ctx.app.prices.propose(&ctx.settings, draft).await?;
    let page = price_draft(&proposal, page, &ctx.words);
    ctx.reply(&Step::Menu, &page, toast)
}

/// Asks for a value of a draft.
pub async fn ask(ctx: UpdateContext, draft: RuleDraft, value: RuleValue, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    let tonight = end_of_day(ctx.now, zone(&ctx.settings));
    let page = ask_rule_value(&draft, value, remark, (ctx.now, tonight), &ctx.words);
    ctx.reply(&Step::PriceValue { draft, value }, &page, toast)
}

/// The value was typed: the draft with it is looked at.
pub async fn receive(ctx: UpdateContext, draft: RuleDraft, value: RuleValue, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask(ctx, draft, value, Some(Remark::Hint(Hint::TextOnly)), None).await };
    let mut rule = values(&draft);
    let read = match value {
        RuleValue::Percent => read_percent(&text).map(|points| rule.markup.percent = Some(points)),
        RuleValue::Flat => read_flat(&text).map(|amount| rule.markup.flat = Some(amount)),
        RuleValue::RoundUpTo => read_step(&text).map(|step| rule.markup.round_up_to = Some(step)),
        RuleValue::Until => {
            read_moment(&text, ctx.now, zone(&ctx.settings)).filter(|until| *until > ctx.now).map(|until| rule.until = Some(until))
        }
    };
    match read {
        Some(()) => look(ctx, RuleDraft { wish: RuleWish::Set(rule), ..draft }, 0, None).await,
        None => ask(ctx, draft, value, Some(Remark::Invalid), None).await,
    }
}

/// Saves a draft, or shows why it is to be looked at again.
pub async fn save(mut ctx: UpdateContext, draft: RuleDraft) -> HandlerResult {
    let (app, admin, settings) = (ctx.app.clone(), ctx.user_id(), ctx.settings.clone());
    let page = match app.prices.save(&settings, admin, draft, &mut ctx.effects).await? {
        PriceSaved::Saved { what, after, undo } => price_saved(&what, after, *undo, &ctx.words),
        PriceSaved::Again(proposal) => price_draft(&proposal, 0, &ctx.words),
    };
    ctx.reply(&Step::Menu, &page, None)
}

/// What a draft says now; a removal says nothing.
fn values(draft: &RuleDraft) -> Rule {
    match draft.wish {
        RuleWish::Set(rule) => rule,
        RuleWish::Remove | RuleWish::AsFile => Rule::default(),
    }
}

/// A rule as it would be, with what it does to real items.
pub fn price_draft(proposal: &Proposal, page: usize, words: &Words) -> Page {
    let Proposal { draft, what, preview, .. } = proposal;
    let meanwhile = proposal.meanwhile.as_ref().map(|person| {
        let name = if person.name.is_empty() { person.id.to_string() } else { person.name.clone() };
        html::say(words, "price-meanwhile", &[("admin", name.into())])
    });
    let title = html::say(words, "price-rule", &[("rule", rule_name(&draft.key, what, words).into())]);
    let in_file = proposal.in_file.map(|markup| html::say(words, "price-in-file", &[("rule", markup_text(markup, words).into())]));
    let facts = [Some(said(proposal, words)), in_file].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let pages = (page, preview.lines.len().div_ceil(ITEMS_PER_PAGE).max(1));
    let blocks = vec![
        meanwhile.unwrap_or_default(),
        title,
        facts,
        examples(preview, page, words),
        button::page_number(pages, words),
        checked(proposal, words),
    ];
    html::page(blocks, draft_buttons(proposal, pages, words))
}

/// The values of a draft, or that its rule goes.
fn said(proposal: &Proposal, words: &Words) -> String {
    let rule = match proposal.draft.wish {
        RuleWish::Set(rule) => rule,
        RuleWish::Remove => return words.say(if proposal.draft.key.promo { "price-ends-promo" } else { "price-removes" }, &[]),
        RuleWish::AsFile => return html::say(words, "price-as-file", &[("rule", rule_text(proposal.after, words).into())]),
    };
    let open = || words.say("price-open", &[]);
    let amount = |amount: Option<Rupiah>| amount.map_or_else(open, |amount| amount.to_string());
    let share = rule.markup.percent.map_or_else(open, |points| percent(points, words));
    let mut lines = vec![
        html::say(words, "price-percent", &[("value", share.into())]),
        html::say(words, "price-flat", &[("value", amount(rule.markup.flat).into())]),
        html::say(words, "price-round", &[("value", amount(rule.markup.round_up_to).into())]),
    ];
    lines.extend(rule.until.map(|until| html::say(words, "price-until", &[("time", words.time(until).into())])));
    lines.join("\n")
}

/// Items before and after.
fn examples(preview: &Preview, page: usize, words: &Words) -> String {
    if preview.lines.is_empty() {
        return words.say("price-no-items", &[]);
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    let mut lines = vec![words.say("price-preview", &[("changed", count(preview.changed)), ("count", count(preview.lines.len()))])];
    lines.extend(preview.lines.iter().skip(page * ITEMS_PER_PAGE).take(ITEMS_PER_PAGE).map(|line| example(line, words)));
    lines.join("\n")
}

fn example(line: &PreviewLine, words: &Words) -> String {
    let PreviewLine { sku, name, cost, today, new } = line;
    let name = Some(html::clean(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| sku.clone());
    let margin = *new - *cost;
    // Of nothing there is no share.
    let share = margin.0.saturating_mul(10_000).checked_div(cost.0).unwrap_or(0);
    let args = [
        ("item", name.into()),
        ("cost", (*cost).into()),
        ("today", (*today).into()),
        ("new", (*new).into()),
        ("margin", margin.into()),
        ("percent", percent(BasisPoints(share), words).into()),
    ];
    html::say(words, if today == new { "price-example-same" } else { "price-example" }, &args)
}

/// Why a draft can't be saved, or what is to be known before.
fn checked(proposal: &Proposal, words: &Words) -> String {
    let below = |key, n: usize| words.say(key, &[("count", i64::try_from(n).unwrap_or(i64::MAX).into())]);
    match proposal.check {
        DraftCheck::BelowCost(n) => below("price-below-cost", n),
        DraftCheck::Unchecked => words.say("price-unchecked", &[]),
        DraftCheck::NoEnd => words.say("price-no-end", &[]),
        DraftCheck::Ended => words.say("price-ended", &[]),
        DraftCheck::Unchanged => words.say("price-unchanged", &[]),
        DraftCheck::Allowed if proposal.preview.below_cost > 0 && proposal.draft.key.promo => {
            below("price-promo-below-cost", proposal.preview.below_cost)
        }
        DraftCheck::Allowed => String::new(),
    }
}

fn draft_buttons(proposal: &Proposal, pages: (usize, usize), words: &Words) -> Vec<Vec<Button>> {
    let Proposal { draft, before, .. } = proposal;
    let draft = || draft.clone();
    let ask = |key, value| button::button(words, key, PricesAction::Ask { draft: draft(), value });
    let wish = |key, wish| button::button(words, key, PricesAction::Look { draft: RuleDraft { wish, ..draft() }, page: 0 });
    let is_set = matches!(draft().wish, RuleWish::Set(_));
    let mut rows = vec![button::turn(pages, |page| PricesAction::Look { draft: draft(), page })];
    if is_set {
        rows.push(vec![ask("button-price-percent", RuleValue::Percent), ask("button-price-flat", RuleValue::Flat)]);
        let last = if draft().key.promo {
            ask("button-price-until", RuleValue::Until)
        } else {
            let promo = RuleDraft { key: RuleKey { promo: true, ..draft().key }, ..draft() };
            button::button(words, "button-price-promo", PricesAction::Ask { draft: promo, value: RuleValue::Until })
        };
        rows.push(vec![ask("button-price-round", RuleValue::RoundUpTo), last]);
    }
    if proposal.check == DraftCheck::Allowed {
        rows.push(vec![button::button(words, "button-price-save", PricesAction::Save { draft: draft() })]);
    }
    let remove = (is_set && before.is_some()).then(|| wish("button-price-remove", RuleWish::Remove));
    let as_file = (is_set && proposal.in_file.is_some()).then(|| wish("button-as-file", RuleWish::AsFile));
    rows.push(remove.into_iter().chain(as_file).collect());
    rows.push(vec![to_list(words)]);
    rows
}

/// A value is to be typed; `now` and the end of today are for promos.
pub fn ask_rule_value(
    draft: &RuleDraft,
    value: RuleValue,
    remark: Option<Remark>,
    (now, tonight): (Millis, Millis),
    words: &Words,
) -> Page {
    let (question, invalid) = match value {
        RuleValue::Percent => ("price-ask-percent", "hint-invalid-percent"),
        RuleValue::Flat => ("price-ask-flat", "hint-invalid-flat"),
        RuleValue::RoundUpTo => ("price-ask-round", "hint-invalid-round"),
        RuleValue::Until => ("price-ask-until", "hint-invalid-until"),
    };
    let remark = match remark {
        None => String::new(),
        Some(Remark::Hint(shared)) => hint(Some(shared), words),
        Some(Remark::Invalid) => words.say(invalid, &[]),
    };
    let rule = values(draft);
    let with = |rule| PricesAction::Look { draft: RuleDraft { wish: RuleWish::Set(rule), ..draft.clone() }, page: 0 };
    let open = |markup| vec![vec![button::button(words, "button-price-open", with(Rule { markup, ..rule }))]];
    let until = |key, until| button::button(words, key, with(Rule { until: Some(until), ..rule }));
    let mut rows = match value {
        RuleValue::Percent => open(Markup { percent: None, ..rule.markup }),
        RuleValue::Flat => open(Markup { flat: None, ..rule.markup }),
        RuleValue::RoundUpTo => open(Markup { round_up_to: None, ..rule.markup }),
        RuleValue::Until => {
            let common = COMMON_HOURS.map(|(hours, key)| until(key, now.plus_seconds(hours * 3_600).up_to_minute()));
            let mut rows = button::grid(common.into_iter(), 2);
            rows.insert(0, vec![until("button-price-tonight", tonight)]);
            rows
        }
    };
    let back = PricesAction::Look { draft: draft.clone(), page: 0 };
    rows.push(vec![button::button(words, "button-back", back)]);
    html::page(vec![remark, words.say(question, &[])], rows)
}

/// It counts, and how to take it back.
pub fn price_saved(what: &ScopeName, after: Option<Rule>, undo: RuleDraft, words: &Words) -> Page {
    let rule = rule_name(&undo.key, what, words);
    let text = match after {
        Some(after) => html::say(words, "price-saved", &[("rule", rule.into()), ("text", rule_text(Some(after), words).into())]),
        None => html::say(words, "price-saved-none", &[("rule", rule.into())]),
    };
    let undo = button::button(words, "button-undo-act", PricesAction::Look { draft: undo, page: 0 });
    html::page(vec![text], vec![vec![undo], vec![to_list(words)]])
}

fn to_list(words: &Words) -> Button {
    button::button(words, "button-prices", PricesAction::List { page: 0 })
}

//! Pricing rules in words: whose they are, and what they say.

use crate::domain::markup::{BasisPoints, Markup};
use crate::domain::price_rule::{Rule, RuleKey, ScopeName};
use crate::i18n::Words;
use crate::telegram::view::html;

/// For whom and for what a rule is, in plain text: `🔥 Reseller · ⚔️ Mobile Legends`. It may contain foreign text.
pub fn rule_name(key: &RuleKey, what: &ScopeName, words: &Words) -> String {
    let what = match what {
        ScopeName::Shop => words.say("price-of-shop", &[]),
        ScopeName::Category { emoji, name } => format!("{emoji} {}", words.pick(name)).trim().to_owned(),
        ScopeName::Item(name) => name.clone(),
    };
    let whose = key.tier.as_ref().map_or_else(|| what.clone(), |tier| format!("{tier} · {what}"));
    if key.promo { format!("🔥 {whose}") } else { whose }
}

/// What a rule says, in one line: `2,5 % + Rp 500, kelipatan Rp 100`.
pub fn rule_text(rule: Option<Rule>, words: &Words) -> String {
    let Rule { markup, until } = rule.unwrap_or_default();
    let mut text = markup_text(markup, words);
    if let Some(until) = until {
        text = words.say("price-text-until", &[("rule", text.into()), ("time", words.time(until).into())]);
    }
    text
}

/// The same without an end.
pub fn markup_text(markup: Markup, words: &Words) -> String {
    let added: Vec<String> =
        [markup.percent.map(|points| percent(points, words)), markup.flat.map(|amount| amount.to_string())].into_iter().flatten().collect();
    let added = added.join(" + ").replace("+ -", "− ");
    let step = markup.round_up_to.map(|step| words.say("price-text-round", &[("step", step.into())]));
    let parts: Vec<String> = Some(added).filter(|added| !added.is_empty()).into_iter().chain(step).collect();
    if parts.is_empty() { words.say("price-text-nothing", &[]) } else { parts.join(", ") }
}

/// A percentage: `2,5 %`.
pub fn percent(points: BasisPoints, words: &Words) -> String {
    let sign = if points.0 < 0 { "-" } else { "" };
    let (whole, decimals) = (points.0.unsigned_abs() / 100, points.0.unsigned_abs() % 100);
    let decimals = format!("{decimals:02}");
    let decimals = decimals.trim_end_matches('0');
    let whole = format!("{sign}{whole}");
    if decimals.is_empty() {
        return words.say("percent-whole", &[("whole", whole.into())]);
    }
    words.say("percent-decimals", &[("whole", whole.into()), ("decimals", decimals.into())])
}

/// Which tier a customer has.
pub fn tier_line(tier: Option<&str>, words: &Words) -> String {
    let tier = tier.map_or_else(|| words.say("own-no-tier", &[]), str::to_owned);
    html::say(words, "customer-tier", &[("tier", tier.into())])
}

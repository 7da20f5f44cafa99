//! What a text that nobody asked for does at a step of the purchase.

use crate::dialogue::purchase::PurchaseAction;
use crate::dialogue::step::Step;
use crate::domain::time::Millis;
use crate::domain::typed::{Typed, TypedPage};

/// People send one sentence in several messages: for so long after the hint, further ones that say nothing are not answered.
const QUIET_MS: i64 = 30_000;

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// The same as when this button is pressed.
    Press(PurchaseAction),
    /// Some games to choose from, by their slugs.
    Games(Vec<String>),
    Page(TypedPage),
    /// The screen of the step again, with the hint that this says nothing.
    Unclear,
    /// The screen of the step again: a button decides here.
    UseButtons,
    /// They have just been told.
    Nothing,
}

/// What follows when somebody types this at this step, which does not ask for a text.
pub fn react(step: &Step, typed: Typed, now: Millis) -> Reaction {
    // Before the confirmation what is typed about the same game is about this purchase.
    let decided = match step {
        Step::Check { category, .. } | Step::Confirm { category, .. } => Some(category.as_str()),
        _ => None,
    };
    match typed {
        Typed::Item { category, .. } | Typed::Game(category) if decided == Some(category.as_str()) => Reaction::UseButtons,
        Typed::Games(_) | Typed::Unclear if decided.is_some() => Reaction::UseButtons,
        Typed::Item { category, sku } => Reaction::Press(PurchaseAction::Item { category, sku, page: 0 }),
        Typed::Game(category) => Reaction::Press(PurchaseAction::Category { category, page: 0 }),
        Typed::Games(slugs) => Reaction::Games(slugs),
        Typed::Page(page) => Reaction::Page(page),
        Typed::Unclear => match step {
            Step::Unclear { at, .. } if (0..QUIET_MS).contains(&now.since_ms(*at)) => Reaction::Nothing,
            _ => Reaction::Unclear,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_leads_where_buttons_lead() {
        let item = |category: &str| Typed::Item { category: category.into(), sku: "a".into() };
        let game = || Typed::Game("ml".into());
        let confirm = Step::Confirm { category: "ml".into(), sku: "a".into(), answers: Vec::new(), page: 0, quote: "q".into() };
        let check = Step::Check { category: "ml".into(), sku: "a".into(), answers: Vec::new(), page: 0 };
        let unclear = |at| Step::Unclear { category: None, page: 0, at: Millis(at) };
        let pressed_item = |category: &str| Reaction::Press(PurchaseAction::Item { category: category.into(), sku: "a".into(), page: 0 });
        for (step, typed, expected) in [
            (Step::Menu, item("ml"), pressed_item("ml")),
            (Step::Menu, game(), Reaction::Press(PurchaseAction::Category { category: "ml".into(), page: 0 })),
            (Step::Menu, Typed::Page(TypedPage::Orders), Reaction::Page(TypedPage::Orders)),
            (Step::Menu, Typed::Unclear, Reaction::Unclear),
            (unclear(99_000), Typed::Unclear, Reaction::Nothing),
            (unclear(70_000), Typed::Unclear, Reaction::Unclear),
            (unclear(200_000), Typed::Unclear, Reaction::Unclear),
            (unclear(99_000), item("ml"), pressed_item("ml")),
            (confirm.clone(), item("ff"), pressed_item("ff")),
            (confirm.clone(), item("ml"), Reaction::UseButtons),
            (confirm.clone(), game(), Reaction::UseButtons),
            (confirm.clone(), Typed::Games(vec!["ml".into(), "ff".into()]), Reaction::UseButtons),
            (confirm.clone(), Typed::Page(TypedPage::Cancel), Reaction::Page(TypedPage::Cancel)),
            (confirm, Typed::Unclear, Reaction::UseButtons),
            (check, Typed::Unclear, Reaction::UseButtons),
        ] {
            assert_eq!(react(&step, typed.clone(), Millis(100_000)), expected, "{typed:?} at {step:?}");
        }
    }
}

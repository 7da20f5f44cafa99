//! Buying: category -> item -> target -> confirmation. After the confirmation there is an order, see [`crate::domain::order`].

use serde::{Deserialize, Serialize};

use crate::dialogue::screen::{CATEGORIES_PER_PAGE, Confirmation, Hint, ITEMS_PER_PAGE, Line, Question, Screen, Title};
use crate::dialogue::step::Step;
use crate::domain::bill::BillId;
use crate::domain::catalog::{Catalog, Category, Offer};
use crate::domain::locale::{LocalText, Locale};
use crate::domain::money::Rupiah;
use crate::domain::notification::ClosedReason;
use crate::domain::opening::Pause;
use crate::domain::order::OrderId;
use crate::domain::payment_method::PaymentWay;
use crate::domain::pricing::Buyer;
use crate::domain::quote::Quote;
use crate::domain::target::{self, Answer, Field, Invalid, Shape};
use crate::domain::time::Millis;

#[cfg(test)]
mod tests;

/// What a button of the purchase does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum PurchaseAction {
    /// Show the menu: the categories, from this page.
    Menu { page: usize },
    /// Show the items of a category.
    Category { category: String, page: usize },
    /// Choose an item.
    Item { category: String, sku: String, page: usize },
    /// Answer the current field with one of its choices.
    Choose { value: String },
    /// Answer all fields as in this order.
    UseAccount { order: OrderId },
    /// Take the answer that goes with the other one.
    TakeExpected,
    /// Keep the answers although they don't go together.
    KeepAnswers,
    /// One step back.
    Back,
    /// Cancel the purchase.
    Cancel,
    /// Buy what the quote offers.
    Confirm { quote: String },
    /// Pay what is missing for the quote, and buy what stands on it then.
    Pay {
        quote: String,
        #[serde(default, skip_serializing_if = "is_gateway")]
        way: PaymentWay,
    },
    /// Let an order wait no more for the payment of this bill.
    LeaveCart { bill: BillId },
    /// Order the same again: leads to a new confirmation with today's price.
    Again { order: OrderId },
    /// Go on with the order that waited for this bill: leads to a new confirmation with today's price.
    GoOn { bill: BillId },
    /// Show the step again: its price list was not there yet.
    LookAgain,
}

/// The way that buttons of a version before did not name.
fn is_gateway(way: &PaymentWay) -> bool {
    *way == PaymentWay::Gateway
}

/// What the customer did.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// Pressed a button that was valid for them.
    Press(&'a PurchaseAction),
    /// Typed a text that is no command.
    Text(&'a str),
    /// Sent something that is no text: a photo, a sticker.
    Other,
}

/// What a decision needs besides the step and the input.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What is on sale.
    pub catalog: &'a Catalog,
    pub now: Millis,
    pub user_id: i64,
    /// The customer's language: a quote names the item in it.
    pub locale: &'a Locale,
    /// The customer's tier.
    pub tier: Option<&'a str>,
    /// Why the shop takes no orders now by its owner's will, if it doesn't.
    pub pause: Option<&'a Pause>,
    /// Why it takes none because of the provider, if it doesn't.
    pub closed: Option<ClosedReason>,
    /// How long a confirmation stays valid.
    pub confirm_seconds: i64,
    /// The id of the quote, if one is made.
    pub quote_id: &'a str,
}

/// The result: the new step, the screen, and the quote that the customer may confirm.
#[derive(Clone, Debug)]
pub struct Next {
    pub step: Step,
    pub screen: Screen,
    pub quote: Option<Quote>,
}

impl PurchaseAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use).
    pub fn is_single_use(&self) -> bool {
        match self {
            Self::Confirm { .. } | Self::Pay { .. } => true,
            Self::Menu { .. } | Self::Category { .. } | Self::Item { .. } | Self::Choose { .. } | Self::UseAccount { .. } => false,
            Self::TakeExpected | Self::KeepAnswers => false,
            // A second press of the last finds it left.
            Self::Back | Self::Cancel | Self::Again { .. } | Self::GoOn { .. } | Self::LookAgain | Self::LeaveCart { .. } => false,
        }
    }
}

impl Context<'_> {
    /// Whose prices count.
    fn buyer(&self) -> Buyer<'_> {
        Buyer { tier: self.tier, now: self.now }
    }

    /// Whether the price lists are hidden too. A provider that does not answer may be back any minute, so its last known list is still
    /// shown; one that refuses us will not deliver any of it.
    fn is_shut(&self) -> bool {
        self.pause.is_some() || self.closed.is_some_and(|cause| cause != ClosedReason::Failing)
    }

    /// Says that no orders are taken.
    fn shut(&self) -> Next {
        Next::at_rest(Screen::Closed { pause: self.pause.cloned() })
    }
}

impl Next {
    /// The menu step, with this screen.
    pub fn at_rest(screen: Screen) -> Self {
        Self { step: Step::Menu, screen, quote: None }
    }
}

/// What follows at `step` after `input`. An action that is not possible at this step shows the step again.
pub fn advance(step: &Step, input: Input, context: Context) -> Next {
    match (input, step) {
        (Input::Press(PurchaseAction::Menu { page }), _) => menu(*page, None, context),
        (Input::Press(PurchaseAction::Category { category, page }), _) => items(category, *page, None, context),
        (Input::Press(PurchaseAction::Item { category, sku, page }), _) => question(category, sku, Vec::new(), *page, None, context),
        (Input::Press(PurchaseAction::Cancel), _) => Next::at_rest(Screen::Cancelled),
        (Input::Press(PurchaseAction::Back), _) => back(step, context),
        (Input::Press(PurchaseAction::Choose { value }), Step::Target { .. }) => receive(step, value, context),
        (Input::Press(PurchaseAction::TakeExpected), Step::Check { category, sku, answers, page }) => {
            answered(category, sku, expected(category, answers, context), *page, context)
        }
        (Input::Press(PurchaseAction::KeepAnswers), Step::Check { category, sku, answers, page }) => {
            question(category, sku, answers.clone(), *page, None, context)
        }
        (Input::Press(PurchaseAction::TakeExpected | PurchaseAction::KeepAnswers), _) => show(step, None, context),
        (Input::Press(PurchaseAction::LookAgain), _) => show(step, None, context),
        (Input::Press(PurchaseAction::Pay { .. } | PurchaseAction::LeaveCart { .. }), _) => show(step, None, context),
        (Input::Press(PurchaseAction::Choose { .. } | PurchaseAction::Confirm { .. }), _) => show(step, None, context),
        (Input::Press(PurchaseAction::Again { .. } | PurchaseAction::GoOn { .. } | PurchaseAction::UseAccount { .. }), _) => {
            show(step, None, context)
        }
        (Input::Text(text), Step::Target { .. }) => receive(step, text, context),
        (Input::Other, Step::Target { .. }) => show(step, Some(Hint::TextOnly), context),
        (Input::Text(_) | Input::Other, _) => show(step, Some(Hint::UseButtons), context),
    }
}

/// The screen of a step again, with a hint.
pub fn show(step: &Step, hint: Option<Hint>, context: Context) -> Next {
    match step.clone() {
        Step::Items { category, page } | Step::Unclear { category: Some(category), page, .. } => items(&category, page, hint, context),
        Step::Check { category, sku, answers, page } => checked(question(&category, &sku, answers, page, hint, context), context),
        Step::Target { category, sku, answers, page } | Step::Confirm { category, sku, answers, page, .. } => {
            question(&category, &sku, answers, page, hint, context)
        }
        // Where another feature asks for something, the purchase has nothing to show.
        _ => menu(0, hint, context),
    }
}

fn back(step: &Step, context: Context) -> Next {
    match step.clone() {
        Step::Target { category, sku, mut answers, page }
        | Step::Check { category, sku, mut answers, page }
        | Step::Confirm { category, sku, mut answers, page, .. } => {
            if answers.pop().is_some() {
                question(&category, &sku, answers, page, None, context)
            } else {
                items(&category, page, None, context)
            }
        }
        _ => menu(0, None, context),
    }
}

/// The categories, from `page` on (a page that is not there shows the last one).
pub fn menu(page: usize, hint: Option<Hint>, context: Context) -> Next {
    if context.is_shut() {
        return context.shut();
    }
    let hint = hint.or(context.closed.map(|_| Hint::OnlyLooking));
    let titles: Vec<Title> = context.catalog.visible().map(title).collect();
    let (categories, page, pages) = paged(titles, page, CATEGORIES_PER_PAGE);
    Next::at_rest(Screen::Menu { categories, again: Vec::new(), page, pages, hint })
}

/// Some of the games, one of which is meant.
pub fn games(slugs: &[String], context: Context) -> Next {
    let mut next = menu(0, Some(Hint::WhichGame), context);
    if let Screen::Menu { categories, pages, .. } = &mut next.screen {
        *categories = context.catalog.visible().filter(|category| slugs.contains(&category.slug)).map(title).collect();
        *pages = 1;
    }
    next
}

/// The screen of the step again: what they typed says nothing. Where that may go on for several texts, the new step says so.
pub fn unclear(step: &Step, context: Context) -> Next {
    let next = show(step, Some(Hint::Unclear), context);
    let step = match next.step {
        Step::Menu => Step::Unclear { category: None, page: 0, at: context.now },
        Step::Items { category, page } => Step::Unclear { category: Some(category), page, at: context.now },
        other => other,
    };
    Next { step, ..next }
}

/// The category is not in the shop any more: the menu, and why.
fn category_gone(context: Context) -> Next {
    menu(0, Some(Hint::CategoryGone), context)
}

fn items(slug: &str, page: usize, hint: Option<Hint>, context: Context) -> Next {
    if context.is_shut() {
        return context.shut();
    }
    let hint = hint.or(context.closed.map(|_| Hint::OnlyLooking));
    let Some(category) = context.catalog.category(slug) else { return category_gone(context) };
    let offers = context.catalog.offers(slug, context.buyer());
    if !context.catalog.price_lists.contains_key(slug) {
        return unlisted(Step::Items { category: slug.to_owned(), page }, category, context);
    }
    if offers.is_empty() {
        return Next::at_rest(Screen::NothingOnSale { category: title(category) });
    }
    let (offers, page, pages) = paged(offers, page, ITEMS_PER_PAGE);
    let stale_since = context.catalog.stale_since(slug, context.now);
    Next {
        step: Step::Items { category: slug.to_owned(), page },
        screen: Screen::Items { category: title(category), offers, page, pages, stale_since, hint },
        quote: None,
    }
}

/// The list of the category was never read: nobody knows what is on sale. It will be there soon, unless the shop takes no orders or the
/// provider was asked for it in vain.
fn unlisted(step: Step, category: &Category, context: Context) -> Next {
    if context.closed.is_some() || context.catalog.stale.contains(&category.slug) {
        return context.shut();
    }
    Next { step, screen: Screen::Loading { category: title(category) }, quote: None }
}

/// The next field that has no answer, or the confirmation when all have one. Answers that no longer fit the category are asked again.
pub fn question(slug: &str, sku: &str, answers: Vec<Answer>, page: usize, hint: Option<Hint>, context: Context) -> Next {
    if context.is_shut() || context.closed.is_some() {
        return context.shut();
    }
    let Some(category) = context.catalog.category(slug) else { return category_gone(context) };
    if !context.catalog.price_lists.contains_key(slug) {
        return unlisted(Step::Target { category: slug.to_owned(), sku: sku.to_owned(), answers, page }, category, context);
    }
    let Some(offer) = context.catalog.offer(slug, sku, context.buyer()) else {
        return Next {
            step: Step::Items { category: slug.to_owned(), page },
            screen: Screen::Gone { category: slug.to_owned() },
            quote: None,
        };
    };
    let fitting = |(field, answer): &(&Field, Answer)| field.accept(&answer.value).as_ref() == Some(answer);
    let answers: Vec<Answer> = category.fields.iter().zip(answers).take_while(fitting).map(|(_, answer)| answer).collect();
    let open = category.fields.get(answers.len()..).unwrap_or_default();
    let Some(field) = open.first() else { return confirmation(category, offer, answers, page, hint, context) };
    let screen = Screen::Ask(Question {
        category: title(category),
        offer,
        answered: lines(category, &answers),
        field: field.clone(),
        all: target::example_of_all(open, context.locale),
        accounts: Vec::new(),
        hint,
    });
    Next { step: Step::Target { category: slug.to_owned(), sku: sku.to_owned(), answers, page }, screen, quote: None }
}

fn receive(step: &Step, text: &str, context: Context) -> Next {
    let Step::Target { category: slug, sku, answers, page } = step else { return show(step, None, context) };
    let Some(category) = context.catalog.category(slug) else { return category_gone(context) };
    match target::read(category.fields.get(answers.len()..).unwrap_or_default(), text) {
        Ok(new) => answered(slug, sku, [answers.as_slice(), &new].concat(), *page, context),
        Err(invalid) => match target::read(&category.fields, text) {
            // All answers again in one line, in place of the earlier ones.
            Ok(all) if all.len() == category.fields.len() => answered(slug, sku, all, *page, context),
            Err(Invalid::Ambiguous) => show(step, Some(Hint::Invalid(Invalid::Ambiguous)), context),
            _ => show(step, Some(Hint::Invalid(invalid)), context),
        },
    }
}

/// What follows the choice of a game account of this category: all fields are answered as they were for it. Elsewhere it means nothing.
pub fn use_account(step: &Step, category: &str, answers: Vec<Answer>, context: Context) -> Next {
    match step {
        Step::Target { category: asked, sku, page, .. } if asked == category => answered(asked, sku, answers, *page, context),
        _ => show(step, None, context),
    }
}

/// What follows an answer: when all are given, answers that don't go together are asked about once, before the confirmation.
fn answered(slug: &str, sku: &str, answers: Vec<Answer>, page: usize, context: Context) -> Next {
    checked(question(slug, sku, answers, page, None, context), context)
}

/// The question about answers that don't go together in place of the confirmation, if there are such.
fn checked(next: Next, context: Context) -> Next {
    let (Step::Confirm { category: slug, sku, answers, page, .. }, Screen::Confirm(confirmation)) = (&next.step, &next.screen) else {
        return next;
    };
    let Some(category) = context.catalog.category(slug) else { return next };
    let Some(check) = category.checks.iter().find(|check| check.is_broken(answers)) else { return next };
    let line = |key: &str| lines(category, answers).into_iter().zip(answers).find(|(_, answer)| answer.key == key).map(|(line, _)| line);
    let (Some(when), Some(given)) = (line(&check.when), line(&check.field)) else { return next };
    let field = category.fields.iter().find(|field| field.key == check.field);
    let expected = field.map_or_else(|| LocalText::Plain(check.must.clone()), |field| shown(field, &check.must));
    let screen = Screen::Check { category: confirmation.category.clone(), when, given, expected, hint: confirmation.hint };
    Next { step: Step::Check { category: slug.clone(), sku: sku.clone(), answers: answers.clone(), page: *page }, screen, quote: None }
}

/// The answers with the one that the first broken rule expects.
fn expected(slug: &str, answers: &[Answer], context: Context) -> Vec<Answer> {
    let mut answers = answers.to_vec();
    let checks = context.catalog.category(slug).map(|category| category.checks.as_slice()).unwrap_or_default();
    if let Some(check) = checks.iter().find(|check| check.is_broken(&answers))
        && let Some(answer) = answers.iter_mut().find(|answer| answer.key == check.field)
    {
        answer.value.clone_from(&check.must);
    }
    answers
}

fn confirmation(category: &Category, offer: Offer, answers: Vec<Answer>, page: usize, hint: Option<Hint>, context: Context) -> Next {
    let quote = quote(category, &offer, answers, context);
    let Some(quote) = quote else { return menu(0, hint, context) };
    Next {
        step: Step::Confirm {
            category: quote.category.clone(),
            sku: quote.sku.clone(),
            answers: quote.answers.clone(),
            page,
            quote: quote.id.clone(),
        },
        screen: Screen::Confirm(confirmation_of(category, &quote, None, hint, context.now)),
        quote: Some(quote),
    }
}

/// A quote for an offer; `None` while an answer is missing.
pub fn quote(category: &Category, offer: &Offer, answers: Vec<Answer>, context: Context) -> Option<Quote> {
    Some(Quote {
        id: context.quote_id.to_owned(),
        user_id: context.user_id,
        category: category.slug.clone(),
        sku: offer.sku.clone(),
        item: offer.name.get(context.locale).to_owned(),
        target: category.target.fill(&answers)?,
        answers,
        price: offer.price,
        cost: offer.cost,
        expires_at: context.now.plus_seconds(context.confirm_seconds),
    })
}

/// What the confirmation screen of a quote shows.
pub fn confirmation_of(category: &Category, quote: &Quote, old_price: Option<Rupiah>, hint: Option<Hint>, now: Millis) -> Confirmation {
    Confirmation {
        category: title(category),
        item: quote.item.clone(),
        lines: lines(category, &quote.answers),
        price: quote.price,
        balance_after: None,
        pay: None,
        estimate: None,
        old_price,
        quote: quote.id.clone(),
        // Rounded, so that ten minutes are still ten a few milliseconds later.
        minutes: ((quote.expires_at.since_ms(now) + 30_000) / 60_000).max(1),
        twin: None,
        hint,
    }
}

/// A category's name as shown.
pub fn title(category: &Category) -> Title {
    Title { slug: category.slug.clone(), name: category.name.clone(), emoji: category.emoji.clone() }
}

/// The answers as people read them: each with its field's label, a choice by its own.
pub fn lines(category: &Category, answers: &[Answer]) -> Vec<Line> {
    let line = |answer: &Answer| match category.fields.iter().find(|field| field.key == answer.key) {
        Some(field) => Line { label: field.label.clone(), value: shown(field, &answer.value) },
        None => Line { label: LocalText::Plain(answer.key.clone()), value: LocalText::Plain(answer.value.clone()) },
    };
    answers.iter().map(line).collect()
}

fn shown(field: &Field, value: &str) -> LocalText {
    let label = match &field.shape {
        Shape::Choices(choices) => choices.iter().find(|choice| choice.value == value).map(|choice| choice.label.clone()),
        Shape::Pattern(_) => None,
    };
    label.unwrap_or_else(|| LocalText::Plain(value.to_owned()))
}

/// One page of `all`, the page it is, and how many there are.
fn paged<T>(all: Vec<T>, page: usize, per_page: usize) -> (Vec<T>, usize, usize) {
    let pages = all.len().div_ceil(per_page).max(1);
    let page = page.min(pages - 1);
    (all.into_iter().skip(page * per_page).take(per_page).collect(), page, pages)
}

//! Buttons: their labels, and those that many screens share.

use crate::dialogue::screen::Title;
use crate::dialogue::{Action, AdminAction, BillsAction, OrdersAction, PurchaseAction, WalletAction};
use crate::domain::money::Rupiah;
use crate::i18n::Words;
use crate::telegram::view::html::{clean, cut};
use crate::telegram::view::page::{Button, ButtonKind};

/// Longest label, in characters: what a phone shows of it in one line, with a little to spare.
pub const MAX_LABEL_CHARS: usize = 60;

/// A button with a text of ours.
pub fn button(words: &Words, key: &str, action: impl Into<Action>) -> Button {
    Button { label: words.say(key, &[]), kind: ButtonKind::Callback(action.into()) }
}

/// A button with a foreign text; `otherwise` if it has no visible character.
pub fn named(text: &str, otherwise: &str, action: impl Into<Action>) -> Button {
    let label = cut(&clean(text), MAX_LABEL_CHARS);
    Button { label: if label.is_empty() { otherwise.to_owned() } else { label }, kind: ButtonKind::Callback(action.into()) }
}

/// The widest label of which two fit in a row, with the price whole: what half of a message shows on a phone of 360 pixels.
const HALF_ROW: usize = 19;

/// `name · Rp 18.500`: a long name is cut, the price is always whole.
pub fn priced(name: &str, price: Rupiah, action: impl Into<Action>) -> Button {
    let price = format!(" · {price}");
    let name = cut(&clean(name), MAX_LABEL_CHARS.saturating_sub(price.chars().count()));
    Button { label: format!("{name}{price}"), kind: ButtonKind::Callback(action.into()) }
}

/// A category by its emoji and name. The emoji comes from `shop.toml` and is taken as it is.
pub fn category(title: &Title, words: &Words) -> Button {
    let name = cut(&clean(words.pick(&title.name)), MAX_LABEL_CHARS - 10);
    let name = if name.is_empty() { title.slug.clone() } else { name };
    let label = cut(format!("{} {name}", title.emoji).trim(), MAX_LABEL_CHARS);
    Button { label, kind: ButtonKind::Callback(PurchaseAction::Category { category: title.slug.clone(), page: 0 }.into()) }
}

/// To the menu.
pub fn menu(words: &Words) -> Button {
    button(words, "button-menu", PurchaseAction::Menu { page: 0 })
}

/// Out of a screen for admins, to their menu.
pub fn admin(words: &Words) -> Button {
    button(words, "button-admin", AdminAction::Menu)
}

/// To the customer's orders.
pub fn orders(words: &Words) -> Button {
    button(words, "button-orders", OrdersAction::List { page: 0 })
}

/// To the payment desk.
pub fn bills(words: &Words) -> Button {
    button(words, "button-bills", BillsAction::Overview)
}

/// To the customer's wallet.
pub fn wallet(words: &Words) -> Button {
    button(words, "button-wallet", WalletAction::Show)
}

/// Back and cancel: the last row of every step of a purchase.
pub fn back_and_cancel(words: &Words) -> Vec<Button> {
    vec![button(words, "button-back", PurchaseAction::Back), button(words, "button-cancel", PurchaseAction::Cancel)]
}

/// The buttons to the page before and the page after, if there are any; `page` counts from zero.
pub fn turn<A: Into<Action>>(pages: (usize, usize), to: impl Fn(usize) -> A) -> Vec<Button> {
    arrows(pages, to, |_| String::new())
}

/// The same with the page behind each button: `◀️ 1/3` and `3/3 ▶️`. For lists whose length is known.
pub fn turn_named<A: Into<Action>>((page, pages): (usize, usize), to: impl Fn(usize) -> A) -> Vec<Button> {
    arrows((page, pages), to, |page| format!("{}/{pages}", page + 1))
}

fn arrows<A: Into<Action>>((page, pages): (usize, usize), to: impl Fn(usize) -> A, name: impl Fn(usize) -> String) -> Vec<Button> {
    let turn = |label: String, page| Button { label: label.trim().to_owned(), kind: ButtonKind::Callback(to(page).into()) };
    let before = page.saturating_sub(1).min(pages.saturating_sub(1));
    let back = (page > 0).then(|| turn(format!("◀️ {}", name(before)), before));
    let on = (page + 1 < pages).then(|| turn(format!("{} ▶️", name(page + 1)), page + 1));
    back.into_iter().chain(on).collect()
}

/// `Halaman 2/3` when there are several.
pub fn page_number((page, pages): (usize, usize), words: &Words) -> String {
    if pages < 2 {
        return String::new();
    }
    words.say("page-number", &[("page", (page + 1).to_string().into()), ("pages", pages.to_string().into())])
}

/// Buttons in rows of `width`.
pub fn grid(buttons: impl Iterator<Item = Button>, width: usize) -> Vec<Vec<Button>> {
    buttons.collect::<Vec<_>>().chunks(width).map(<[Button]>::to_vec).collect()
}

/// Buttons in their order, two in a row where both are short.
pub fn paired(buttons: impl Iterator<Item = Button>) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for button in buttons {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && row.iter().chain([&button]).all(is_short) => row.push(button),
            _ => rows.push(vec![button]),
        }
    }
    rows
}

/// Emoji are as wide as two letters.
fn is_short(button: &Button) -> bool {
    button.label.chars().map(|c| if c >= '\u{1f000}' { 2 } else { 1 }).sum::<usize>() <= HALF_ROW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_and_the_price_is_whole() {
        let priced = |name: &str, price| priced(name, Rupiah(price), PurchaseAction::Back).label;
        assert_eq!(priced("86 <Diamonds> &\n", 18_500), "86 <Diamonds> & · Rp\u{a0}18.500");
        let long = priced(&"x".repeat(200), 1_018_500);
        assert!(long.ends_with("x… · Rp\u{a0}1.018.500") && long.chars().count() == MAX_LABEL_CHARS, "{long}");
    }

    #[test]
    fn pages_turn_within_their_bounds() {
        let targets = |page, pages| {
            turn((page, pages), |page| OrdersAction::List { page }).into_iter().map(|b| (b.label, b.kind)).collect::<Vec<_>>()
        };
        let to = |label: &str, page| (label.to_owned(), ButtonKind::Callback(OrdersAction::List { page }.into()));
        assert_eq!(targets(0, 1), []);
        assert_eq!(targets(0, 3), [to("▶️", 1)]);
        assert_eq!(targets(1, 3), [to("◀️", 0), to("▶️", 2)]);
        assert_eq!(targets(2, 3), [to("◀️", 1)]);
        assert_eq!(targets(9, 3), [to("◀️", 2)], "a page that is gone");
        let named = |page| turn_named((page, 3), |page| OrdersAction::List { page }).into_iter().map(|b| b.label).collect::<Vec<_>>();
        assert_eq!([named(0), named(1), named(2)], [vec!["2/3 ▶️"], vec!["◀️ 1/3", "3/3 ▶️"], vec!["◀️ 2/3"]]);
    }

    #[test]
    fn short_labels_share_a_row_and_no_other_does() {
        let rows = |labels: &[&str]| {
            let buttons = labels.iter().map(|label| Button { label: (*label).to_owned(), kind: ButtonKind::Pay });
            paired(buttons).iter().map(Vec::len).collect::<Vec<_>>()
        };
        let (short, long) = ("86 💎 · Rp 18.500", "Weekly Diamond Pass · Rp 27.900");
        assert_eq!(rows(&[short, short, short]), [2, 1]);
        assert_eq!(rows(&[short, long, short, short, long]), [1, 1, 2, 1]);
        assert_eq!(rows(&["172 💎 · Rp 37.900", "1412 💎 · Rp 301.000"]), [1, 1], "the price would be cut");
    }
}

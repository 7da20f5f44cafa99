//! What admins see of somebody's access: the card of a request, and the list of those who wait.

use crate::dialogue::{AccessAction, CustomersAction, DecidedOn};
use crate::domain::access::AccessStatus;
use crate::domain::person::Person;
use crate::i18n::Words;
use crate::telegram::view::page::{Button, Page, ShopFacts};
use crate::telegram::view::{button, html};

/// Longest name on a button that has others beside it, in characters.
const MAX_NAME_CHARS: usize = 20;

/// The card of somebody who requested access: both answers; after the decision who made it, and how to take it back.
pub fn card(person: &Person, decider: Option<&Person>, words: &Words, shop: &ShopFacts) -> Page {
    let user = person.id;
    let look = button::button(words, "button-customer", CustomersAction::Show { user });
    let Some(decision) = decided(person, decider, words) else {
        let decide = |key, approve| button::button(words, key, AccessAction::Decide { user, approve, on: DecidedOn::Card });
        let rows = vec![vec![decide("button-approve", true), decide("button-reject", false)], vec![look]];
        let free = if shop.wallet { String::new() } else { words.say("admin-access-takes-no-money", &[]) };
        return html::page(vec![words.say("admin-access-request", &[]), free, who(person, words)], rows);
    };
    let undo = undo(person, DecidedOn::Card, words);
    html::page(vec![decision, who(person, words)], vec![undo.into_iter().chain([look]).collect()])
}

/// Whose decision stands, and why; `None` while there is none.
pub fn decided(person: &Person, decider: Option<&Person>, words: &Words) -> Option<String> {
    let (key, before) = match person.access {
        AccessStatus::Approved => ("admin-approved", "admin-approved-before"),
        AccessStatus::Rejected => ("admin-rejected", "admin-rejected-before"),
        AccessStatus::Blocked => ("admin-blocked", "admin-blocked-before"),
        AccessStatus::Unknown | AccessStatus::Requested => return None,
    };
    // Whose decisions the earliest versions of the program did not keep.
    let Some(decision) = &person.decision else { return Some(html::say(words, before, &[("name", (&person.name).into())])) };
    let admin = decider.map_or_else(|| decision.admin.to_string(), |decider| decider.name.clone());
    let args = [("name", (&person.name).into()), ("admin", admin.into()), ("time", words.time(decision.at).into())];
    let reason = decision.reason.as_ref().map(|reason| html::say(words, "admin-access-reason", &[("reason", reason.into())]));
    Some([Some(html::say(words, key, &args)), reason].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

/// The button that takes an approval or a rejection back.
pub fn undo(person: &Person, on: DecidedOn, words: &Words) -> Option<Button> {
    let made_at = person.decision.as_ref().filter(|decision| decision.from != AccessStatus::Blocked)?.at;
    let is_undoable = matches!(person.access, AccessStatus::Approved | AccessStatus::Rejected);
    is_undoable.then(|| button::button(words, "button-undo", AccessAction::Undo { user: person.id, made_at, on }))
}

/// Those who wait for a decision, each with both answers for somebody who `decides`; `remark` says what was just done, `orders` which orders
/// wait.
pub fn waiting(
    people: &[Person],
    pages: (usize, usize),
    remark: Option<(String, Option<Button>)>,
    orders: (String, Vec<Vec<Button>>),
    decides: bool,
    words: &Words,
) -> Page {
    let ((page, _), (orders, order_rows)) = (pages, orders);
    let (remark, undo) = remark.unzip();
    let mut blocks = vec![remark.unwrap_or_default()];
    blocks.push(words.say(if people.is_empty() { "pending-none" } else { "pending-title" }, &[]));
    blocks.extend(people.iter().map(|person| {
        let since = person.requested_at.map(|at| html::say(words, "pending-since", &[("time", words.time(at).into())]));
        format!("{}\n{}", who(person, words), since.unwrap_or_default()).trim_end().to_owned()
    }));
    blocks.extend([button::page_number(pages, words), orders]);
    let mut rows = vec![undo.flatten().into_iter().collect()];
    rows.extend(people.iter().map(|person| {
        let name = html::cut(&html::clean(&person.name), MAX_NAME_CHARS);
        let name = if name.is_empty() { person.id.to_string() } else { name };
        let show = CustomersAction::Show { user: person.id };
        if !decides {
            return vec![button::named(&format!("👤 {name}"), "👤", show)];
        }
        let decide = |sign, approve| {
            let action = AccessAction::Decide { user: person.id, approve, on: DecidedOn::List { page } };
            button::named(&format!("{sign} {name}"), sign, action)
        };
        vec![decide("✅", true), decide("🚫", false), button::named("👤", "👤", show)]
    }));
    rows.push(button::turn(pages, |page| AccessAction::List { page }));
    rows.extend(order_rows);
    html::page(blocks, rows)
}

/// Name, username, language and id.
pub fn who(person: &Person, words: &Words) -> String {
    let Person { id, name, username, telegram_language, .. } = person;
    let mut lines = vec![html::say(words, "admin-person-name", &[("name", name.into())])];
    lines.extend(username.as_ref().map(|name| html::say(words, "admin-person-username", &[("username", name.into())])));
    lines.extend(telegram_language.as_ref().map(|code| html::say(words, "admin-person-language", &[("code", code.into())])));
    lines.push(html::say(words, "admin-person-id", &[("id", id.to_string().into())]));
    lines.join("\n")
}

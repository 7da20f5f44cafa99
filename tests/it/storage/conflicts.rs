//! Each condition of each write: a second press, a second worker, a second confirmation change nothing.

use odzreshop_bot::domain::access::AccessStatus;
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Order, OrderHistoryKind, OrderState};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::place::Place;
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::domain::time::Millis;
use odzreshop_bot::storage::{
    CatalogWrite, DialogueWrite, InboxWrite, OrderWrite, PersonWrite, ProviderBalance, ProviderQuery, ProviderQueryWrite, QueuedQuery,
    Write,
};

use super::{Database, NOW, Taste, add, dialogue, entry, handled, keyboard, moved, on_both, order, quote, update};

/// The state, the write that is refused then, and the name of the conflict.
async fn refuses(database: Database, before: Vec<Write>, refused: Write, word: &str) {
    let base = database.open().await;
    for write in before {
        base.commit([write]).await;
    }
    let beside = Write::Catalog(CatalogWrite::SetBalance(ProviderBalance {
        provider: ProviderName::Odzreshop,
        amount: Rupiah(1),
        low: false,
        at: NOW,
    }));
    let what = format!("{refused:?}");
    assert_eq!(base.conflict([beside, refused]).await, word, "{what}");
    assert_eq!(base.store.find_provider_balance(ProviderName::Odzreshop).await.unwrap(), None, "nothing of the list is written: {what}");
}

fn save(version: i64) -> Write {
    Write::Dialogue(DialogueWrite::Save { dialogue: dialogue(version), now: NOW })
}

async fn a_dialogue_is_saved_with_the_next_version(database: Database) {
    refuses(database, vec![save(1)], save(1), "the dialogue").await;
    refuses(database, vec![save(1), save(2)], save(2), "the dialogue").await;
    refuses(database, vec![save(1)], save(3), "the dialogue").await;
    let base = database.open().await;
    base.commit([save(1)]).await;
    base.commit([save(2)]).await;
    assert_eq!(base.store.find_dialogue(7, 7).await.unwrap(), Some(dialogue(2)));
    assert_eq!(base.store.find_dialogue(7, 8).await.unwrap(), None, "somebody else's in the same chat");
}

async fn a_keyboard_is_used_from_the_state_that_was_read(database: Database) {
    let later = NOW.plus_seconds(1);
    let press = |was: Option<Millis>, now| {
        Write::Dialogue(DialogueWrite::UseKeyboard { token: "t".to_owned(), button: 3, uses_up: was.is_none(), was, now })
    };
    let there = Write::Dialogue(DialogueWrite::AddKeyboard(keyboard("t", NOW)));
    refuses(database, vec![there.clone(), press(None, NOW)], press(None, later), "the keyboard").await;
    refuses(database, vec![there.clone()], press(Some(NOW), later), "the keyboard").await;
    refuses(database, vec![], press(None, NOW), "the keyboard").await;
    let base = database.open().await;
    for write in [there, press(None, NOW), press(Some(NOW), later)] {
        base.commit([write]).await;
    }
    let used = base.store.find_keyboard("t").await.unwrap().unwrap();
    assert_eq!((used.used_at, used.used_button, used.is_used_up), (Some(later), Some(3), true), "the later press used nothing up");
}

async fn a_quote_is_confirmed_once(database: Database) {
    let confirm = || Write::Order(OrderWrite::UseQuote { id: "q".to_owned(), now: NOW });
    refuses(database, vec![Write::Order(OrderWrite::AddQuote(quote("q", NOW))), confirm()], confirm(), "the quote").await;
    refuses(database, vec![], confirm(), "the quote").await;
    let base = database.open().await;
    base.commit([Write::Order(OrderWrite::AddQuote(quote("q", NOW)))]).await;
    assert_eq!(base.store.find_quote("q").await.unwrap(), Some((quote("q", NOW), false)));
    base.commit([confirm()]).await;
    assert_eq!(base.store.find_quote("q").await.unwrap(), Some((quote("q", NOW), true)));
}

async fn an_order_has_a_unique_quote_and_number(database: Database) {
    refuses(database, vec![add(order("a"))], add(order("a")), "the order").await;
    refuses(database, vec![add(order("a"))], add(Order { quote: order("a").quote, ..order("b") }), "the order").await;
    refuses(database, vec![add(order("a"))], add(Order { number: order("a").number, ..order("b") }), "the order").await;
}

async fn an_order_moves_from_the_version_that_was_read(database: Database) {
    let to = |order: Order| Write::Order(OrderWrite::Move { order, history: vec![entry(OrderHistoryKind::Sending)] });
    let first = moved(&order("a"), OrderState::Sending);
    refuses(database, vec![add(order("a")), to(first.clone())], to(first.clone()), "the order").await;
    refuses(database, vec![add(order("a"))], to(order("a")), "the order").await;
    refuses(database, vec![add(order("a"))], to(moved(&first, OrderState::Pending)), "the order").await;
    refuses(database, vec![], to(first), "the order").await;
}

async fn an_invoice_belongs_to_one_order(database: Database) {
    let with = |id: &str| {
        let order = Order { invoice: Some("INV-1".to_owned()), ..moved(&order(id), OrderState::Pending) };
        Write::Order(OrderWrite::Move { order, history: Vec::new() })
    };
    refuses(database, vec![add(order("a")), add(order("b")), with("a")], with("b"), "the invoice").await;
    let base = database.open().await;
    base.commit([add(order("a")), with("a")]).await;
    let again = Order { invoice: Some("INV-1".to_owned()), version: 3, ..order("a") };
    base.commit([Write::Order(OrderWrite::Move { order: again, history: Vec::new() })]).await;
}

async fn an_update_is_handled_once(database: Database) {
    let aside = || Write::Inbox(InboxWrite::DeadLetter { bot_id: 42, update_id: 1, note: "odd".to_owned() });
    let there = || Write::Inbox(InboxWrite::Receive(update(1, 7, NOW)));
    refuses(database, vec![there(), handled(1)], handled(1), "the update").await;
    refuses(database, vec![there(), aside()], handled(1), "the update").await;
    refuses(database, vec![there(), handled(1)], aside(), "the update").await;
    refuses(database, vec![], handled(1), "the update").await;
    refuses(database, vec![there()], Write::Inbox(InboxWrite::Handle { bot_id: 43, update_id: 1 }), "the update").await;
}

async fn an_update_is_not_handled_before_an_earlier_one_of_its_chat(database: Database) {
    let there = |id, chat, ms| Write::Inbox(InboxWrite::Receive(update(id, chat, NOW.plus_ms(ms))));
    refuses(database, vec![there(1, 7, 0), there(2, 7, 0)], handled(2), "the update").await;
    refuses(database, vec![there(2, 7, 0), there(1, 7, 1)], handled(1), "the update").await;
    let base = database.open().await;
    base.commit([there(1, 7, 0), there(2, 7, 0), there(3, 8, 1), there(4, 7, 2)]).await;
    base.commit([handled(3)]).await;
    base.commit([handled(1), handled(2)]).await;
    base.commit([handled(4)]).await;
}

async fn a_person_is_approved_or_rejected_once(database: Database) {
    let person = |access| Person { access, chosen: Some(Locale::new("en")), ..Taste::pleasant().person() };
    let meet = |access| Write::Person(PersonWrite::Meet { person: person(access), now: NOW });
    let decide = |from, access| Write::Person(PersonWrite::Update { person: person(access), from });
    use AccessStatus::{Approved, Rejected, Requested, Unknown};
    refuses(
        database,
        vec![meet(Unknown), decide(Unknown, Requested), decide(Requested, Approved)],
        decide(Requested, Rejected),
        "the person",
    )
    .await;
    refuses(database, vec![], decide(Unknown, Requested), "the person").await;
    let base = database.open().await;
    base.commit([meet(Unknown)]).await;
    base.commit([decide(Unknown, Approved)]).await;
    let renamed = Person { name: "Budi Baru".to_owned(), username: None, chosen: None, ..person(Unknown) };
    base.commit([
        Write::Person(PersonWrite::SetUnreachable { user_id: renamed.id, unreachable: true }),
        Write::Person(PersonWrite::Meet { person: renamed, now: NOW }),
    ])
    .await;
    let known = base.store.find_person(person(Unknown).id).await.unwrap().unwrap();
    let expected = Person { name: "Budi Baru".to_owned(), username: None, ..person(Approved) };
    assert_eq!(known, expected, "a new name changes neither access nor language, and a person who writes can be reached again");
}

async fn a_group_is_greeted_once(database: Database) {
    let greet = || Write::Person(PersonWrite::GreetGroup { chat_id: -7, now: NOW });
    refuses(database, vec![greet()], greet(), "the group").await;
    let base = database.open().await;
    assert!(!base.store.is_greeted(-7).await.unwrap());
    base.commit([greet()]).await;
    assert!(base.store.is_greeted(-7).await.unwrap());
}

async fn a_provider_query_is_answered_once(database: Database) {
    let asked = QueuedQuery { id: "x".to_owned(), query: ProviderQuery::Balance { place: Place::chat(7) }, attempts: 0 };
    let ask = || Write::ProviderQuery(ProviderQueryWrite::Ask { query: asked.clone(), now: NOW });
    let answer = || Write::ProviderQuery(ProviderQueryWrite::Answer { id: "x".to_owned() });
    let later = || Write::ProviderQuery(ProviderQueryWrite::Postpone { id: "x".to_owned(), due_at: NOW.plus_ms(5) });
    refuses(database, vec![ask(), answer()], answer(), "the query").await;
    refuses(database, vec![ask(), answer()], later(), "the query").await;
    let base = database.open().await;
    base.commit([ask()]).await;
    assert_eq!(base.store.list_queries(NOW, 9).await.unwrap(), std::slice::from_ref(&asked));
    base.commit([later()]).await;
    assert_eq!(base.store.list_queries(NOW.plus_ms(4), 9).await.unwrap(), []);
    assert_eq!(base.store.next_query_at(NOW).await.unwrap(), Some(NOW.plus_ms(5)));
    assert_eq!(base.store.list_queries(NOW.plus_ms(5), 9).await.unwrap(), [QueuedQuery { attempts: 1, ..asked.clone() }]);
}

on_both! {
    a_dialogue_is_saved_with_the_next_version,
    a_keyboard_is_used_from_the_state_that_was_read,
    a_quote_is_confirmed_once,
    an_order_has_a_unique_quote_and_number,
    an_order_moves_from_the_version_that_was_read,
    an_invoice_belongs_to_one_order,
    an_update_is_handled_once,
    an_update_is_not_handled_before_an_earlier_one_of_its_chat,
    a_person_is_approved_or_rejected_once,
    a_group_is_greeted_once,
    a_provider_query_is_answered_once,
}

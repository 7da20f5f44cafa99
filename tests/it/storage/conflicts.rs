//! Each condition of each write: a second press, a second worker, a second confirmation change nothing.

use odzreshop_bot::domain::access::Standing;
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::order::{Kind, Order, State};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::storage::{Asked, Deposit, Question, Write};

use super::{Database, NOW, Taste, add, dialogue, entry, handled, keyboard, moved, on_both, order, quote, update};

/// What is there, what is then refused, and the word for it.
async fn refuses(database: Database, before: Vec<Write>, refused: Write, word: &str) {
    let base = database.open().await;
    for write in before {
        base.commit([write]).await;
    }
    let beside = Write::SetDeposit(Deposit { amount: Rupiah(1), low: false, at: NOW });
    let what = format!("{refused:?}");
    assert_eq!(base.conflict([beside, refused]).await, word, "{what}");
    assert_eq!(base.store.find_deposit().await.unwrap(), None, "nothing of the list is written: {what}");
}

fn save(version: i64) -> Write {
    Write::SaveDialogue { dialogue: dialogue(version), now: NOW }
}

async fn a_dialogue_is_saved_one_version_on(database: Database) {
    refuses(database, vec![save(1)], save(1), "the dialogue").await;
    refuses(database, vec![save(1), save(2)], save(2), "the dialogue").await;
    refuses(database, vec![save(1)], save(3), "the dialogue").await;
    let base = database.open().await;
    base.commit([save(1)]).await;
    base.commit([save(2)]).await;
    assert_eq!(base.store.find_dialogue(7, 7).await.unwrap(), Some(dialogue(2)));
    assert_eq!(base.store.find_dialogue(7, 8).await.unwrap(), None, "somebody else's in the same chat");
}

async fn a_keyboard_is_used_from_where_it_was_read(database: Database) {
    let later = NOW.plus_seconds(1);
    let press = |was, now| Write::UseKeyboard { token: "t".to_owned(), was, now };
    let there = Write::AddKeyboard(keyboard("t", NOW));
    refuses(database, vec![there.clone(), press(None, NOW)], press(None, later), "the keyboard").await;
    refuses(database, vec![there.clone()], press(Some(NOW), later), "the keyboard").await;
    refuses(database, vec![], press(None, NOW), "the keyboard").await;
    let base = database.open().await;
    for write in [there, press(None, NOW), press(Some(NOW), later)] {
        base.commit([write]).await;
    }
    assert_eq!(base.store.find_keyboard("t").await.unwrap().unwrap().used_at, Some(later));
}

async fn a_quote_is_confirmed_once(database: Database) {
    let confirm = || Write::UseQuote { id: "q".to_owned(), now: NOW };
    refuses(database, vec![Write::AddQuote(quote("q", NOW)), confirm()], confirm(), "the quote").await;
    refuses(database, vec![], confirm(), "the quote").await;
    let base = database.open().await;
    base.commit([Write::AddQuote(quote("q", NOW))]).await;
    assert_eq!(base.store.find_quote("q").await.unwrap(), Some((quote("q", NOW), false)));
    base.commit([confirm()]).await;
    assert_eq!(base.store.find_quote("q").await.unwrap(), Some((quote("q", NOW), true)));
}

async fn an_order_is_one_of_its_kind(database: Database) {
    refuses(database, vec![add(order("a"))], add(order("a")), "the order").await;
    refuses(database, vec![add(order("a"))], add(Order { quote: order("a").quote, ..order("b") }), "the order").await;
    refuses(database, vec![add(order("a"))], add(Order { number: order("a").number, ..order("b") }), "the order").await;
}

async fn an_order_moves_from_the_version_that_was_read(database: Database) {
    let to = |order: Order| Write::MoveOrder { order, trail: vec![entry(Kind::Sending)] };
    let first = moved(&order("a"), State::Sending);
    refuses(database, vec![add(order("a")), to(first.clone())], to(first.clone()), "the order").await;
    refuses(database, vec![add(order("a"))], to(order("a")), "the order").await;
    refuses(database, vec![add(order("a"))], to(moved(&first, State::Pending)), "the order").await;
    refuses(database, vec![], to(first), "the order").await;
}

async fn an_invoice_belongs_to_one_order(database: Database) {
    let with = |id: &str| {
        let order = Order { invoice: Some("INV-1".to_owned()), ..moved(&order(id), State::Pending) };
        Write::MoveOrder { order, trail: Vec::new() }
    };
    refuses(database, vec![add(order("a")), add(order("b")), with("a")], with("b"), "the invoice").await;
    let base = database.open().await;
    base.commit([add(order("a")), with("a")]).await;
    let again = Order { invoice: Some("INV-1".to_owned()), version: 3, ..order("a") };
    base.commit([Write::MoveOrder { order: again, trail: Vec::new() }]).await;
}

async fn an_update_is_handled_once(database: Database) {
    let aside = || Write::SetUpdateAside { bot_id: 42, update_id: 1, note: "odd".to_owned() };
    let there = || Write::Receive(update(1, 7, NOW));
    refuses(database, vec![there(), handled(1)], handled(1), "the update").await;
    refuses(database, vec![there(), aside()], handled(1), "the update").await;
    refuses(database, vec![there(), handled(1)], aside(), "the update").await;
    refuses(database, vec![], handled(1), "the update").await;
    refuses(database, vec![there()], Write::HandleUpdate { bot_id: 43, update_id: 1 }, "the update").await;
}

async fn an_update_is_not_handled_before_an_earlier_one_of_its_chat(database: Database) {
    let there = |id, chat, ms| Write::Receive(update(id, chat, NOW.plus_ms(ms)));
    refuses(database, vec![there(1, 7, 0), there(2, 7, 0)], handled(2), "the update").await;
    refuses(database, vec![there(2, 7, 0), there(1, 7, 1)], handled(1), "the update").await;
    let base = database.open().await;
    base.commit([there(1, 7, 0), there(2, 7, 0), there(3, 8, 1), there(4, 7, 2)]).await;
    base.commit([handled(3)]).await;
    base.commit([handled(1), handled(2)]).await;
    base.commit([handled(4)]).await;
}

async fn somebody_is_let_in_or_turned_away_once(database: Database) {
    let person = |standing| Person { standing, chosen: Some(Locale::new("en")), ..Taste::pleasant().person() };
    let meet = |standing| Write::MeetPerson { person: person(standing), now: NOW };
    let decide = |from, standing| Write::UpdatePerson { person: person(standing), from };
    use Standing::{Admitted, Asked, New, Refused};
    refuses(database, vec![meet(New), decide(New, Asked), decide(Asked, Admitted)], decide(Asked, Refused), "the person").await;
    refuses(database, vec![], decide(New, Asked), "the person").await;
    let base = database.open().await;
    base.commit([meet(New)]).await;
    base.commit([decide(New, Admitted)]).await;
    let renamed = Person { name: "Budi Baru".to_owned(), username: None, chosen: None, ..person(New) };
    base.commit([Write::SetUnreachable { user_id: renamed.id, unreachable: true }, Write::MeetPerson { person: renamed, now: NOW }]).await;
    let known = base.store.find_person(person(New).id).await.unwrap().unwrap();
    let expected = Person { name: "Budi Baru".to_owned(), username: None, ..person(Admitted) };
    assert_eq!(known, expected, "a new name changes neither standing nor language, and whoever writes can be reached again");
}

async fn a_group_is_greeted_once(database: Database) {
    let greet = || Write::GreetGroup { chat_id: -7, now: NOW };
    refuses(database, vec![greet()], greet(), "the group").await;
    let base = database.open().await;
    assert!(!base.store.is_greeted(-7).await.unwrap());
    base.commit([greet()]).await;
    assert!(base.store.is_greeted(-7).await.unwrap());
}

async fn a_question_is_answered_once(database: Database) {
    let asked = Asked { id: "x".to_owned(), question: Question::Balance { chat_id: 7 }, attempts: 0 };
    let ask = || Write::Ask { question: asked.clone(), now: NOW };
    let answer = || Write::AnswerQuestion { id: "x".to_owned() };
    let later = || Write::PostponeQuestion { id: "x".to_owned(), due_at: NOW.plus_ms(5) };
    refuses(database, vec![ask(), answer()], answer(), "the question").await;
    refuses(database, vec![ask(), answer()], later(), "the question").await;
    let base = database.open().await;
    base.commit([ask()]).await;
    assert_eq!(base.store.list_questions(NOW, 9).await.unwrap(), std::slice::from_ref(&asked));
    base.commit([later()]).await;
    assert_eq!(base.store.list_questions(NOW.plus_ms(4), 9).await.unwrap(), []);
    assert_eq!(base.store.next_question_at(NOW).await.unwrap(), Some(NOW.plus_ms(5)));
    assert_eq!(base.store.list_questions(NOW.plus_ms(5), 9).await.unwrap(), [Asked { attempts: 1, ..asked.clone() }]);
}

on_both! {
    a_dialogue_is_saved_one_version_on,
    a_keyboard_is_used_from_where_it_was_read,
    a_quote_is_confirmed_once,
    an_order_is_one_of_its_kind,
    an_order_moves_from_the_version_that_was_read,
    an_invoice_belongs_to_one_order,
    an_update_is_handled_once,
    an_update_is_not_handled_before_an_earlier_one_of_its_chat,
    somebody_is_let_in_or_turned_away_once,
    a_group_is_greeted_once,
    a_question_is_answered_once,
}

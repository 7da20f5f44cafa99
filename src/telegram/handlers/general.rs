//! Start, menu, help, language, and everything that is none of the others.

use crate::app::{Effects, token};
use crate::dialogue::purchase::{self, Next};
use crate::dialogue::screen::{Hint, Screen};
use crate::dialogue::{Action, Input, Step};
use crate::i18n;
use crate::telegram::commands;
use crate::telegram::turn::{Outcome, Turn};
use crate::telegram::view::{self, Toast};

/// `/start`, also with the payload of a deep link: a category's slug.
pub async fn start(mut turn: Turn, payload: String) -> Outcome {
    if turn.session.is_admin {
        // Telegram takes the admins' own list only once they have a chat with the bot.
        let (app, admin) = (turn.app.clone(), turn.user_id());
        commands::enqueue_for_admin(&app, admin, &mut turn.effects);
        if turn.session.dialogue.version == 0 {
            app.catch_up(admin, &mut turn.effects).await?;
        }
    }
    let payload = payload.trim();
    if payload.is_empty() {
        return show_menu(turn, 0, None).await;
    }
    if turn.app.catalogs().current().category(payload).is_none() {
        return show_menu(turn, 0, Some(Hint::UnknownLink)).await;
    }
    let action = Action::Category { category: payload.to_owned(), page: 0 };
    super::purchase::choose(turn, action).await
}

/// `/menu`, and the way back to it from everywhere.
pub async fn menu(turn: Turn) -> Outcome {
    show_menu(turn, 0, None).await
}

/// A page of the menu.
pub async fn show_menu(turn: Turn, page: usize, hint: Option<Hint>) -> Outcome {
    let catalog = turn.app.catalogs().current();
    let quote_id = token();
    let next = purchase::menu(page, hint, turn.context(&catalog, &quote_id));
    turn.next(next, None).await
}

/// `/help`. What is under way stays so: the answer that was asked for may follow.
pub async fn help(turn: Turn) -> Outcome {
    let screen = Screen::Help { admin: turn.session.is_admin };
    let step = turn.step();
    turn.reply(&step, &screen, None)
}

/// `/language`. What is under way goes on in the language that they choose.
pub async fn languages(turn: Turn) -> Outcome {
    let step = turn.step();
    turn.reply(&step, &Screen::Languages, None)
}

/// A language was chosen: it is used at once, and remembered.
pub async fn choose_language(mut turn: Turn, code: String) -> Outcome {
    let Some(locale) = i18n::available().into_iter().find(|locale| locale.0 == code) else { return languages(turn).await };
    turn.app.choose_language(&turn.session, &locale, &mut turn.effects);
    turn.words = turn.words.of(&locale);
    commands::enqueue_for_person(&turn.app.clone(), turn.user_id(), &locale, &mut turn.effects);
    turn.session.person.chosen = Some(locale);
    if !turn.app.may_enter(&turn.session) {
        return super::access::wait_at_door(turn).await;
    }
    show_again(turn, Some(Hint::LanguageSet), None).await
}

/// `/cancel`: whatever is under way is left.
pub async fn cancel(turn: Turn) -> Outcome {
    turn.reply(&Step::Menu, &Screen::Cancelled, None)
}

/// A command that is none of ours, or not theirs: where they stand once more, with a remark.
pub async fn unknown_command(turn: Turn) -> Outcome {
    show_again(turn, Some(Hint::UnknownCommand), None).await
}

/// A double tap: the first press is being answered; this one only stops the button's spinner.
pub async fn doubled(turn: Turn) -> Outcome {
    turn.toast_only(Toast::Doubled)
}

/// A button that is too old: a word about that, and where they stand once more, below.
pub async fn stale(turn: Turn) -> Outcome {
    answer_bad_press(turn, Toast::StaleButton).await
}

/// A button that is somebody else's or made up.
pub async fn foreign(turn: Turn) -> Outcome {
    answer_bad_press(turn, Toast::NotYours).await
}

/// In a group: where to find the bot, once.
pub async fn greet_group(mut turn: Turn) -> Outcome {
    let chat_id = turn.arrival.chat_id;
    let app = turn.app.clone();
    if app.greet_group(chat_id, &mut turn.effects).await? {
        let page = view::screen(&Screen::Group, &turn.words, &turn.shop);
        turn.say(&page)
    } else {
        Ok(turn.effects)
    }
}

/// Somebody blocked the bot, or took that back.
pub async fn membership(turn: Turn, blocked: bool) -> Outcome {
    let mut effects: Effects = turn.effects;
    turn.app.set_unreachable(turn.session.person.id, blocked, &mut effects);
    Ok(effects)
}

async fn answer_bad_press(turn: Turn, toast: Toast) -> Outcome {
    // In front of the door there is nothing to see.
    if !turn.arrival.private || !turn.app.may_enter(&turn.session) {
        return turn.toast_only(toast);
    }
    // One screen more would make that one old, and the next press with it.
    if turn.app.is_on_its_way(&turn.session.dialogue).await? {
        return turn.toast_only(toast);
    }
    show_again(turn, Some(Hint::StaleButton), Some(toast)).await
}

/// The screen of where they stand once more, with a remark.
async fn show_again(turn: Turn, hint: Option<Hint>, toast: Option<Toast>) -> Outcome {
    let step = turn.step();
    let catalog = turn.app.catalogs().current();
    let quote_id = token();
    let next: Next = match &step {
        Step::Invoice { order } => return super::settle::ask_invoice(turn, order.clone(), hint, toast).await,
        step => purchase::show(step, hint, turn.context(&catalog, &quote_id)),
    };
    turn.next(next, toast).await
}

/// A text or anything else that is no command and no button.
pub async fn receive(turn: Turn, text: Option<String>) -> Outcome {
    let step = turn.step();
    if let Step::Invoice { order } = step {
        return super::settle::receive_invoice(turn, order, text).await;
    }
    let input = text.as_deref().map_or(Input::Other, Input::Text);
    let catalog = turn.app.catalogs().current();
    let quote_id = token();
    let next = purchase::advance(&step, input, turn.context(&catalog, &quote_id));
    turn.next(next, None).await
}

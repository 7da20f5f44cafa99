//! The functions of the handle: what people do, faults, and what can be read. Each calls one function of the state.

use serde_json::Value;

use super::fault::Fault;
use super::message::{Message, User};
use super::people::{Content, Impossible, Sent};
use super::stars::Payment;
use super::state::{Answer, Call, Command};
use super::{State, Telegram};

/// People and chats.
impl Telegram {
    /// Adds a person, who has not yet written to the bot.
    pub fn add_user(&self, user: User) {
        self.change(|state| state.add_user(user));
    }

    /// Adds a basic group (negative id) in which the bot is not yet.
    pub fn add_group(&self, id: i64, title: &str) {
        self.change(|state| state.add_group(id, title, false, false));
    }

    /// Adds a supergroup (negative id, usually below -1000000000000), with topics or without.
    pub fn add_supergroup(&self, id: i64, title: &str, topics: bool) {
        self.change(|state| state.add_group(id, title, true, topics));
    }

    /// A person deletes a topic of a supergroup: nothing can be sent there any more.
    pub fn delete_topic(&self, group: i64, topic: i64) {
        self.change(|state| state.deleted_topics.insert((group, topic)));
    }

    /// A person adds the bot to a group. Returns the `my_chat_member` update.
    ///
    /// # Errors
    /// Unknown person or group.
    pub fn add_bot_to_group(&self, user: i64, group: i64) -> Result<Option<i64>, Impossible> {
        self.change(|state| state.set_bot_inside(user, group, true))
    }

    /// A person removes the bot from a group. Returns the `my_chat_member` update.
    ///
    /// # Errors
    /// Unknown person or group.
    pub fn remove_bot_from_group(&self, user: i64, group: i64) -> Result<Option<i64>, Impossible> {
        self.change(|state| state.set_bot_inside(user, group, false))
    }

    /// A person blocks the bot. Returns the `my_chat_member` update, if that changed anything.
    ///
    /// # Errors
    /// Unknown person.
    pub fn block(&self, user: i64) -> Result<Option<i64>, Impossible> {
        self.change(|state| state.set_blocked(user, true))
    }

    /// A person starts a blocked bot again. Returns the `my_chat_member` update, if that changed anything.
    ///
    /// # Errors
    /// Unknown person.
    pub fn unblock(&self, user: i64) -> Result<Option<i64>, Impossible> {
        self.change(|state| state.set_blocked(user, false))
    }

    /// A person writes to the bot.
    ///
    /// # Errors
    /// Unknown person.
    pub fn send_text(&self, user: i64, text: &str) -> Result<Sent, Impossible> {
        self.send(user, Content::Text(text.into()))
    }

    /// A person sends the bot a photo that nobody has sent before.
    ///
    /// # Errors
    /// Unknown person.
    pub fn send_photo(&self, user: i64, caption: &str) -> Result<Sent, Impossible> {
        self.send(user, Content::Photo(caption.into()))
    }

    /// A person sends the bot anything.
    ///
    /// # Errors
    /// Unknown person.
    pub fn send(&self, user: i64, content: Content) -> Result<Sent, Impossible> {
        self.send_in(user, user, None, content)
    }

    /// A person sends something to a chat, perhaps to a topic of it.
    ///
    /// # Errors
    /// Unknown person or chat.
    pub fn send_in(&self, user: i64, chat: i64, thread: Option<i64>, content: Content) -> Result<Sent, Impossible> {
        self.change(|state| state.person_sends(user, chat, thread, &content))
    }

    /// A person presses the first button of a message whose label begins with this prefix. Returns the id of the callback query.
    ///
    /// # Errors
    /// No such person, message or button, or a button that sends nothing to the bot.
    pub fn press(&self, user: i64, chat: i64, message: i64, label_prefix: &str) -> Result<String, Impossible> {
        self.change(|state| state.press(user, chat, message, label_prefix))
    }

    /// A person sends callback data, forged or from a keyboard that has changed since, from any message that ever was in the chat:
    /// a deleted one arrives as inaccessible. Returns the id of the callback query.
    ///
    /// # Errors
    /// No such person or message.
    pub fn press_data(&self, user: i64, chat: i64, message: i64, data: &str) -> Result<String, Impossible> {
        self.change(|state| state.press_data(user, chat, message, data))
    }

    /// A person pays an invoice with Stars, of which they have enough. Telegram asks the bot, and takes the Stars when it agrees within ten
    /// seconds. Returns the id of that question; see [`State::payment`].
    ///
    /// # Errors
    /// No such person, or no invoice.
    pub fn pay(&self, user: i64, chat: i64, message: i64) -> Result<String, Impossible> {
        self.change(|state| state.pay(user, chat, message))
    }

    /// Telegram gives a person their Stars back, without the bot's doing. `false` when there is no such payment, or it was given back.
    pub fn give_stars_back(&self, charge: &str) -> bool {
        self.change(|state| state.give_stars_back(charge))
    }

    /// Adds any item to the list that `getStarTransactions` returns.
    pub fn add_star_transaction(&self, item: Value) {
        self.change(|state| state.stars.list(item));
    }

    /// Delivers an update of any form, unchanged. Nothing else changes here: a message in it is in no chat. Returns the update's id, if
    /// the bot wants such updates.
    pub fn push_update(&self, kind: &str, payload: Value) -> Option<i64> {
        self.change(|state| state.updates.push(kind, payload))
    }

    /// Delivers the same update again, even if the bot has acknowledged it. `false` when there was no such update.
    pub fn redeliver(&self, update_id: i64) -> bool {
        self.change(|state| state.updates.redeliver(update_id))
    }
}

/// Faults.
impl Telegram {
    /// The next `times` requests of `method`, or of [`super::ANY`], meet a fault. Faults are used in the order in which they were added.
    pub fn fail(&self, method: &str, fault: Fault, times: u32) {
        self.change(|state| state.faults.add(method, None, fault, times));
    }

    /// The same for requests with this `chat_id` only.
    pub fn fail_in_chat(&self, method: &str, chat: i64, fault: Fault, times: u32) {
        self.change(|state| state.faults.add(method, Some(chat), fault, times));
    }

    /// Removes the faults that have not been used.
    pub fn clear_faults(&self) {
        self.change(|state| state.faults.clear());
    }

    /// While down, every connection is closed at once, also those of waiting calls.
    pub fn down(&self, down: bool) {
        self.change(|state| state.down = down);
    }
}

/// What can be read; see the functions of the same names of [`State`].
impl Telegram {
    /// [`State::messages`].
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.read(|state| state.messages(chat))
    }

    /// [`State::last_bot_message`].
    pub fn last_bot_message(&self, chat: i64) -> Option<Message> {
        self.read(|state| state.last_bot_message(chat).cloned())
    }

    /// [`State::answer`].
    pub fn answer(&self, callback_id: &str) -> Option<Answer> {
        self.read(|state| state.answer(callback_id))
    }

    /// [`State::unanswered`].
    pub fn unanswered(&self) -> Vec<String> {
        self.read(State::unanswered)
    }

    /// [`State::photo`].
    pub fn photo(&self, file_id: &str) -> Option<Vec<u8>> {
        self.read(|state| state.photo(file_id))
    }

    /// [`State::payment`].
    pub fn payment(&self, query: &str) -> Option<Payment> {
        self.read(|state| state.payment(query).cloned())
    }

    /// [`State::commands`].
    pub fn commands(&self, scope: &str, language_code: &str) -> Vec<Command> {
        self.read(|state| state.commands(scope, language_code))
    }

    /// [`State::calls`].
    pub fn calls(&self) -> Vec<Call> {
        self.read(State::calls)
    }

    /// [`State::violations`].
    pub fn violations(&self) -> Vec<String> {
        self.read(State::violations)
    }

    /// [`State::undelivered_updates`].
    pub fn undelivered_updates(&self) -> Vec<i64> {
        self.read(State::undelivered_updates)
    }

    /// [`State::acknowledged`].
    pub fn acknowledged(&self, update_id: i64) -> bool {
        self.read(|state| state.acknowledged(update_id))
    }

    /// [`State::transcript`].
    pub fn transcript(&self, chat: i64) -> String {
        self.read(|state| state.transcript(chat))
    }
}

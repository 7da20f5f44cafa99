//! All that the simulated Telegram remembers, and the questions that tests and the page ask it.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use super::fault::Faults;
use super::message::{Chat, ChatKind, Message, User, without_nulls};
use super::photo::Photos;
use super::refusal::Refusal;
use super::stars::Stars;
use super::topics::Topics;
use super::updates::Updates;
use super::webhook::Webhook;

/// Calls that are remembered; a demo may run for days.
const MAX_CALLS: usize = 50_000;
/// Answers that [`State::answers`] returns; the page reads them far more often than people press.
const MAX_ANSWERS: usize = 50;

/// The state behind a [`super::Telegram`].
#[derive(Debug)]
pub struct State {
    pub(super) bot: BotAccount,
    pub(super) chats: BTreeMap<i64, Chat>,
    pub(super) messages: BTreeMap<i64, Vec<Message>>,
    pub(super) timeline: BTreeMap<i64, Vec<Entry>>,
    pub(super) updates: Updates,
    pub(super) photos: Photos,
    pub(super) callbacks: BTreeMap<String, Callback>,
    pub(super) stars: Stars,
    pub(super) topics: Topics,
    pub(super) commands: BTreeMap<(String, String), Vec<Command>>,
    pub(super) webhook: Webhook,
    pub(super) faults: Faults,
    pub(super) down: bool,
    /// Until when each chat shows that the bot is busy, unix time in milliseconds.
    pub(super) typing: BTreeMap<i64, i64>,
    /// Unix time in milliseconds of the current change.
    pub(super) now_ms: i64,
    pub(super) query_ttl_ms: i64,
    calls: VecDeque<Call>,
    violations: Vec<String>,
}

/// The bot itself.
#[derive(Debug, Clone)]
pub struct BotAccount {
    /// The number before the colon of its token.
    pub id: i64,
    /// Shown name.
    pub first_name: String,
    /// Name without `@`.
    pub username: String,
}

/// A command in a menu.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Command {
    /// Without the slash.
    pub command: String,
    /// What the menu says beside it.
    pub description: String,
}

/// What the bot answered to a press.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Answer {
    /// Empty when the bot only stopped the spinner.
    pub text: String,
    /// A window to close rather than a toast.
    pub alert: bool,
}

/// One request of the bot.
#[derive(Debug, Clone)]
pub struct Call {
    /// The method.
    pub method: String,
    /// Its parameters; the bot's token is not in them.
    pub params: Value,
    /// HTTP status, 0 when a fault closed the connection and nothing was done.
    pub status: u16,
    /// The description of the refusal.
    pub description: Option<String>,
    /// When it was answered, unix time in milliseconds.
    pub at_ms: i64,
}

/// A press and its answer.
#[derive(Debug, Clone)]
pub(super) struct Callback {
    pub(super) user: i64,
    pub(super) chat: i64,
    pub(super) at_ms: i64,
    pub(super) answer: Option<Answer>,
}

/// What happened in a chat, in its order.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Message(i64),
    Press { user: i64, message: i64, label: String },
    Toast { query: String },
    Note(String),
}

impl State {
    pub(super) fn new(bot: BotAccount, first_update_id: i64, query_ttl_ms: i64) -> Self {
        Self {
            bot,
            chats: BTreeMap::new(),
            messages: BTreeMap::new(),
            timeline: BTreeMap::new(),
            updates: Updates::new(first_update_id),
            photos: Photos::default(),
            callbacks: BTreeMap::new(),
            stars: Stars::default(),
            topics: Topics::default(),
            commands: BTreeMap::new(),
            webhook: Webhook::default(),
            faults: Faults::default(),
            down: false,
            typing: BTreeMap::new(),
            now_ms: 0,
            query_ttl_ms,
            calls: VecDeque::new(),
            violations: Vec::new(),
        }
    }

    /// The bot's account.
    pub fn bot(&self) -> &BotAccount {
        &self.bot
    }

    /// The messages of a chat that are still there, oldest first.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.messages.get(&chat).into_iter().flatten().filter(|message| !message.deleted).cloned().collect()
    }

    /// Whether one of these messages is in this topic.
    pub(super) fn has_thread(&self, chat: i64, thread: i64) -> bool {
        self.messages.get(&chat).into_iter().flatten().any(|message| !message.deleted && message.thread == Some(thread))
    }

    /// A message that is still there.
    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.any_message(chat, id).filter(|message| !message.deleted)
    }

    /// The messages of the bot in a chat that are still there, newest first.
    pub fn bot_messages(&self, chat: i64) -> impl Iterator<Item = &Message> {
        self.messages.get(&chat).into_iter().flatten().rev().filter(|message| message.from_bot && !message.deleted)
    }

    /// The newest message of the bot in a chat.
    pub fn last_bot_message(&self, chat: i64) -> Option<&Message> {
        self.bot_messages(chat).next()
    }

    /// What the bot answered to a press; `None` while it has not.
    pub fn answer(&self, callback_id: &str) -> Option<Answer> {
        self.callbacks.get(callback_id)?.answer.clone()
    }

    /// The presses that the bot has not answered: query ids. Empty at the end of every good conversation.
    pub fn unanswered(&self) -> Vec<String> {
        self.callbacks.iter().filter(|(_, callback)| callback.answer.is_none()).map(|(query, _)| query.clone()).collect()
    }

    /// The file of a photo that the bot uploaded.
    pub fn photo(&self, file_id: &str) -> Option<Vec<u8>> {
        self.photos.file(file_id)
    }

    /// The commands of a scope and language: `default`, `all_private_chats`, `chat:123`, `chat_member:-5:123` and so on;
    /// the language is empty for the list of all languages.
    pub fn commands(&self, scope: &str, language_code: &str) -> Vec<Command> {
        self.commands.get(&(scope.to_owned(), language_code.to_owned())).cloned().unwrap_or_default()
    }

    /// The menu that a person sees in the private chat: the narrowest list there is (Bot API, "Determining list of commands").
    pub fn menu(&self, user: i64) -> Vec<Command> {
        let language = self.user(user).and_then(|user| user.language_code.clone()).unwrap_or_default();
        let scopes = [format!("chat:{user}"), "all_private_chats".to_owned(), "default".to_owned()];
        let lists = scopes.iter().flat_map(|scope| [self.commands(scope, &language), self.commands(scope, "")]);
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    /// The requests of the bot, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.iter().cloned().collect()
    }

    /// The requests that no bot should ever send, and why: unknown parameters, bad entities, texts too long, bad keyboards.
    /// Not here: refusals for the state of things ("message is not modified"), and faults that were asked for.
    pub fn violations(&self) -> Vec<String> {
        self.violations.clone()
    }

    /// The ids of the updates that the bot has not acknowledged.
    pub fn undelivered_updates(&self) -> Vec<i64> {
        self.updates.pending()
    }

    /// How many times the bot has asked for updates, counting the call that waits.
    pub fn polls(&self) -> u64 {
        self.updates.polls()
    }

    /// Whether the bot acknowledged this update: by asking for a later one, or by a good answer to the webhook's POST.
    pub fn acknowledged(&self, update_id: i64) -> bool {
        self.updates.is_acknowledged(update_id)
    }

    /// Until when a chat shows that the bot is writing, unix time in milliseconds.
    pub fn typing_until(&self, chat: i64) -> Option<i64> {
        self.typing.get(&chat).copied()
    }

    /// Whether there are faults for future requests.
    pub fn has_faults(&self) -> bool {
        self.faults.are_waiting()
    }

    /// Whether every connection is closed at once.
    pub fn is_down(&self) -> bool {
        self.down
    }

    /// A person by id.
    pub fn user(&self, id: i64) -> Option<&User> {
        match &self.chats.get(&id)?.kind {
            ChatKind::Private { user, .. } => Some(user),
            ChatKind::Group { .. } => None,
        }
    }

    /// A chat by id.
    pub fn chat(&self, id: i64) -> Option<&Chat> {
        self.chats.get(&id)
    }

    /// The answers to the newest presses of a person, by query id; silent ones have no text.
    pub fn answers(&self, user: i64) -> Vec<(String, Answer)> {
        let answered = self.callbacks.iter().rev().filter(|(_, callback)| callback.user == user);
        let answered = answered.filter_map(|(query, callback)| Some((query.clone(), callback.answer.clone()?))).take(MAX_ANSWERS);
        let payments = self.stars.answers(user);
        answered.chain(payments.map(|(query, text)| (query.clone(), Answer { text: text.to_owned(), alert: true }))).collect()
    }

    pub(super) fn any_message(&self, chat: i64, id: i64) -> Option<&Message> {
        let messages = self.messages.get(&chat)?;
        messages.get(place(messages, id)?)
    }

    /// A message that is still there, to be changed.
    pub(super) fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        let messages = self.messages.get_mut(&chat)?;
        let at = place(messages, id)?;
        messages.get_mut(at).filter(|message| !message.deleted)
    }

    pub(super) fn note(&mut self, chat: i64, entry: Entry) {
        self.timeline.entry(chat).or_default().push(entry);
    }

    /// Puts a message into its chat under the next id there.
    pub(super) fn add_message(&mut self, mut message: Message) -> i64 {
        let chat = message.chat;
        let messages = self.messages.entry(chat).or_default();
        let id = messages.last().map_or(1, |last| last.id + 1);
        message.id = id;
        if message.from_bot {
            self.typing.remove(&chat);
        }
        message.date = self.now_ms / 1000;
        messages.push(message);
        self.note(chat, Entry::Message(id));
        id
    }

    /// The Bot API's `User` of the bot.
    pub(super) fn bot_json(&self) -> Value {
        json!({ "id": self.bot.id, "is_bot": true, "first_name": self.bot.first_name, "username": self.bot.username })
    }

    /// The Bot API's `Message`, as it is now.
    pub(super) fn message_json(&self, chat: i64, id: i64) -> Value {
        let Some(message) = self.any_message(chat, id) else { return Value::Null };
        let mut json = self.bare_message_json(message);
        if let Some(original) = message.reply_to.and_then(|id| self.message(chat, id)) {
            json["reply_to_message"] = self.bare_message_json(original);
        }
        json
    }

    fn bare_message_json(&self, message: &Message) -> Value {
        let chat = self.chats.get(&message.chat).map(Chat::to_json);
        let from = if message.from_bot { Some(self.bot_json()) } else { self.user(message.from).map(User::to_json) };
        without_nulls(message.to_json(&json!(chat), &json!(from)))
    }

    /// Remembers a request and how it ended.
    pub(super) fn record(&mut self, method: &str, params: Value, outcome: Result<u16, &Refusal>) {
        let (status, description) = match outcome {
            Ok(status) => (status, None),
            Err(refusal) => (refusal.code, Some(refusal.description.clone())),
        };
        if let Err(refusal) = outcome
            && refusal.violation
        {
            self.violations.push(format!("{method}: {}", refusal.description));
        }
        self.calls.push_back(Call { method: method.into(), params, status, description, at_ms: self.now_ms });
        if self.calls.len() > MAX_CALLS {
            self.calls.pop_front();
        }
    }
}

/// Where a message is among those of its chat, which are in the order of their ids.
fn place(messages: &[Message], id: i64) -> Option<usize> {
    messages.binary_search_by_key(&id, |message| message.id).ok()
}

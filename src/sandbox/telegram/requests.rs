//! What each method of the Bot API does to the state. The parameters have passed `params::check`.

use serde_json::{Map, Value, json};

use super::entity::{self, Entity};
use super::html;
use super::keyboard;
use super::message::{Chat, ChatKind, Message};
use super::params::{self, Params};
use super::refusal::Refusal;
use super::state::{Answer, Entry, State};

/// Length of a text after its entities are parsed (Bot API, sendMessage). Counted in UTF-16 units, the strictest reading.
const MAX_TEXT: usize = 4096;
/// The same of a caption (Bot API, sendDocument and sendPhoto).
const MAX_CAPTION: usize = 1024;
/// Characters of a topic's name (Bot API, createForumTopic).
const MAX_TOPIC_NAME: usize = 128;
/// Characters of the answer to a press (Bot API, answerCallbackQuery).
const MAX_ANSWER: usize = 200;
/// Milliseconds after which a message can't be deleted any more (Bot API, deleteMessage).
const DELETABLE_MS: i64 = 48 * 3600 * 1000;
/// Milliseconds that an action is shown (Bot API, sendChatAction).
const ACTION_MS: i64 = 5_000;
/// The actions that a chat can show (Bot API, sendChatAction).
const CHAT_ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

impl State {
    /// Carries out any method but `getUpdates`, which waits.
    pub(super) fn perform(&mut self, method: &str, params: &Params) -> Result<Value, Refusal> {
        match method {
            "getMe" => Ok(self.get_me()),
            "sendMessage" => self.send(self.read_text(params, "text", MAX_TEXT)?, string(params, "text"), Map::new(), params),
            "sendDocument" => self.send_document(params),
            "sendPhoto" => self.send_photo(params),
            "sendInvoice" => self.send_invoice(params),
            "answerPreCheckoutQuery" => self.answer_pre_checkout_query(params),
            "refundStarPayment" => self.refund_star_payment(params),
            "getStarTransactions" => self.get_star_transactions(params),
            "getMyStarBalance" => Ok(json!({ "amount": self.stars.balance() })),
            "editMessageCaption" => self.edit_message_caption(params),
            "editMessageText" => self.edit_message_text(params),
            "editMessageReplyMarkup" => self.edit_message_reply_markup(params),
            "deleteMessage" => self.delete_message(params),
            "answerCallbackQuery" => self.answer_callback_query(params),
            "sendChatAction" => self.send_chat_action(params),
            "createForumTopic" => self.create_forum_topic(params),
            "getChat" => self.get_chat(params),
            "leaveChat" => self.leave_chat(params),
            "setMyCommands" => self.set_my_commands(params),
            "deleteMyCommands" => self.delete_my_commands(params),
            "getMyCommands" => self.get_my_commands(params),
            "setWebhook" => self.set_webhook(params),
            "deleteWebhook" => Ok(self.delete_webhook(params)),
            "getWebhookInfo" => Ok(self.webhook_info()),
            _ => Err(Refusal::new(404, "Not Found")),
        }
    }

    fn get_me(&self) -> Value {
        let mut me = self.bot_json();
        for (name, value) in [
            ("can_join_groups", true),
            ("can_read_all_group_messages", true),
            ("supports_inline_queries", false),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
        ] {
            me[name] = json!(value);
        }
        me
    }

    fn send_document(&mut self, params: &Params) -> Result<Value, Refusal> {
        if params.get("document").and_then(params::file_bytes).is_none_or(|content| content.is_empty()) {
            return Err(Refusal::malformed("file must be non-empty (the sandbox takes only files that are uploaded)"));
        }
        let caption = self.read_caption(params)?;
        let mut document = params["document"].clone();
        for id in ["file_id", "file_unique_id"] {
            document[id] = "sandbox".into();
        }
        let attachment = [("document".to_owned(), document)].into_iter().collect();
        let mut sent = self.send(caption, string(params, "caption"), attachment, params)?;
        // Telegram answers with what it knows of a file, not with the file.
        if let Some(document) = sent["document"].as_object_mut() {
            document.retain(|name, _| !["content", "bytes"].contains(&name.as_str()));
        }
        Ok(sent)
    }

    fn send_photo(&mut self, params: &Params) -> Result<Value, Refusal> {
        let caption = self.read_caption(params)?;
        // The chat first: what can't be sent is not kept.
        self.writable_chat(params)?;
        let sizes = match &params["photo"] {
            Value::String(file_id) => self.photos.find(file_id)?,
            file => self.photos.upload(params::file_bytes(file).unwrap_or_default())?,
        };
        let attachment = [("photo".to_owned(), sizes)].into_iter().collect();
        self.send(caption, string(params, "caption"), attachment, params)
    }

    fn read_caption(&self, params: &Params) -> Result<(String, Vec<Entity>), Refusal> {
        if params.contains_key("caption") { self.read_text(params, "caption", MAX_CAPTION) } else { Ok(Default::default()) }
    }

    pub(super) fn send(
        &mut self,
        (text, entities): (String, Vec<Entity>),
        source: String,
        attachment: Map<String, Value>,
        params: &Params,
    ) -> Result<Value, Refusal> {
        let keyboard = keyboard::read(params.get("reply_markup"))?;
        if !attachment.contains_key("invoice") && keyboard.iter().flatten().any(|button| button.pay) {
            return Err(Refusal::malformed("BUTTON_TYPE_INVALID"));
        }
        check_preview(params)?;
        let chat = self.writable_chat(params)?.clone();
        let thread = self.thread_in(&chat, params)?;
        let reply_to = self.reply_target(chat.id, params)?;
        let id = self.add_message(Message {
            id: 0,
            chat: chat.id,
            thread,
            from: self.bot.id,
            from_bot: true,
            date: 0,
            edited: None,
            deleted: false,
            text,
            source,
            entities,
            keyboard,
            reply_to,
            attachment,
            update_id: None,
        });
        Ok(self.message_json(chat.id, id))
    }

    fn edit_message_text(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (text, entities) = self.read_text(params, "text", MAX_TEXT)?;
        let keyboard = keyboard::read(params.get("reply_markup"))?;
        check_preview(params)?;
        let source = string(params, "text");
        if self.edited_message(params).is_some_and(|message| !message.attachment.is_empty()) {
            return Err(Refusal::impossible("there is no text in the message to edit"));
        }
        self.edit(params, |message| {
            message.text = text;
            message.source = source;
            message.entities = entities;
            message.keyboard = keyboard;
        })
    }

    fn edit_message_caption(&mut self, params: &Params) -> Result<Value, Refusal> {
        let (text, entities) = self.read_caption(params)?;
        let keyboard = keyboard::read(params.get("reply_markup"))?;
        let source = string(params, "caption");
        if self.edited_message(params).is_some_and(|message| message.attachment.is_empty()) {
            return Err(Refusal::impossible("there is no caption in the message to edit"));
        }
        self.edit(params, |message| {
            message.text = text;
            message.source = source;
            message.entities = entities;
            message.keyboard = keyboard;
        })
    }

    /// The message that an edit names.
    fn edited_message(&self, params: &Params) -> Option<&Message> {
        self.message(integer(params, "chat_id")?, integer(params, "message_id")?)
    }

    fn edit_message_reply_markup(&mut self, params: &Params) -> Result<Value, Refusal> {
        let keyboard = keyboard::read(params.get("reply_markup"))?;
        self.edit(params, |message| message.keyboard = keyboard)
    }

    fn edit(&mut self, params: &Params, change: impl FnOnce(&mut Message)) -> Result<Value, Refusal> {
        if params.contains_key("inline_message_id") {
            return Err(Refusal::malformed("the sandbox has no inline messages"));
        }
        let id = integer(params, "message_id").ok_or_else(|| Refusal::malformed("message identifier is not specified"))?;
        let chat = self.writable_chat(params)?.id;
        let now = self.now_ms / 1000;
        let message = self.message_mut(chat, id).ok_or_else(|| Refusal::impossible("message to edit not found"))?;
        if !message.from_bot {
            return Err(Refusal::impossible("message can't be edited"));
        }
        let mut edited = message.clone();
        change(&mut edited);
        if (&edited.text, &edited.entities, &edited.keyboard) == (&message.text, &message.entities, &message.keyboard) {
            return Err(Refusal::impossible(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content \
                 and reply markup of the message",
            ));
        }
        edited.edited = Some(now);
        *message = edited;
        Ok(self.message_json(chat, id))
    }

    fn delete_message(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat = self.writable_chat(params)?.id;
        let id = integer(params, "message_id").unwrap_or_default();
        let oldest = (self.now_ms - DELETABLE_MS) / 1000;
        let message = self.message_mut(chat, id).ok_or_else(|| Refusal::impossible("message to delete not found"))?;
        if message.date < oldest {
            return Err(Refusal::impossible("message can't be deleted for everyone"));
        }
        message.deleted = true;
        Ok(Value::Bool(true))
    }

    fn answer_callback_query(&mut self, params: &Params) -> Result<Value, Refusal> {
        let text = string(params, "text");
        if text.chars().count() > MAX_ANSWER {
            return Err(Refusal::malformed("MESSAGE_TOO_LONG"));
        }
        if params.contains_key("url") {
            return Err(Refusal::malformed("URL_INVALID"));
        }
        let query = string(params, "callback_query_id");
        let oldest = self.now_ms - self.query_ttl_ms;
        let open = self.callbacks.get_mut(&query).filter(|callback| callback.answer.is_none() && callback.at_ms >= oldest);
        let callback = open.ok_or_else(|| Refusal::impossible("query is too old and response timeout expired or query ID is invalid"))?;
        let alert = params.get("show_alert") == Some(&Value::Bool(true));
        let (chat, silent) = (callback.chat, text.is_empty());
        callback.answer = Some(Answer { text, alert });
        if !silent {
            self.note(chat, Entry::Toast { query });
        }
        Ok(Value::Bool(true))
    }

    fn send_chat_action(&mut self, params: &Params) -> Result<Value, Refusal> {
        if !CHAT_ACTIONS.contains(&string(params, "action").as_str()) {
            return Err(Refusal::malformed("wrong parameter action in request"));
        }
        let chat = self.writable_chat(params)?;
        self.thread_in(chat, params)?;
        let id = chat.id;
        self.typing.insert(id, self.now_ms + ACTION_MS);
        Ok(Value::Bool(true))
    }

    fn create_forum_topic(&mut self, params: &Params) -> Result<Value, Refusal> {
        let chat = self.writable_chat(params)?;
        let (id, name) = (chat.id, string(params, "name"));
        if !matches!(chat.kind, ChatKind::Group { topics: true, .. }) {
            return Err(Refusal::impossible("the chat is not a forum"));
        }
        if !self.topics.allowed.contains(&id) {
            return Err(Refusal::impossible("not enough rights to create a topic"));
        }
        if !(1..=MAX_TOPIC_NAME).contains(&name.chars().count()) {
            return Err(Refusal::malformed("TOPIC_TITLE_INVALID"));
        }
        let made = json!({ "name": name, "icon_color": 7_322_096 });
        let topic = self.add_message(Message::service(id, self.bot.id, true, "forum_topic_created", made));
        if let Some(message) = self.message_mut(id, topic) {
            message.thread = Some(topic);
        }
        self.topics.made.insert((id, topic));
        Ok(json!({ "message_thread_id": topic, "name": name, "icon_color": 7_322_096 }))
    }

    fn get_chat(&self, params: &Params) -> Result<Value, Refusal> {
        let chat = self.met_chat(params.get("chat_id"))?;
        let mut json = chat.to_json();
        let is_private = matches!(chat.kind, ChatKind::Private { .. });
        json["accent_color_id"] = json!(0);
        json["max_reaction_count"] = json!(11);
        json["accepted_gift_types"] = json!({
            "unlimited_gifts": is_private, "limited_gifts": is_private, "unique_gifts": is_private, "premium_subscription": is_private,
            "gifts_from_channels": is_private,
        });
        Ok(json)
    }

    fn leave_chat(&mut self, params: &Params) -> Result<Value, Refusal> {
        let id = self.writable_chat(params)?.id;
        let Some(ChatKind::Group { bot_inside, .. }) = self.chats.get_mut(&id).map(|chat| &mut chat.kind) else {
            return Err(Refusal::malformed("chat member status can't be changed in private chats"));
        };
        *bot_inside = false;
        let bot = self.bot_json();
        self.push_membership(id, &bot, "member", "left");
        Ok(Value::Bool(true))
    }

    /// The chat of a `chat_id`, whether or not the bot may write to it.
    fn known_chat(&self, chat_id: Option<&Value>) -> Result<&Chat, Refusal> {
        let id = chat_id.and_then(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()));
        id.and_then(|id| self.chats.get(&id)).ok_or_else(|| Refusal::impossible("chat not found"))
    }

    /// The same for what works only with a chat that the bot has met: a person who never wrote to it is not found.
    pub(super) fn met_chat(&self, chat_id: Option<&Value>) -> Result<&Chat, Refusal> {
        match self.known_chat(chat_id)? {
            Chat { kind: ChatKind::Private { started: false, .. }, .. } => Err(Refusal::impossible("chat not found")),
            chat => Ok(chat),
        }
    }

    fn writable_chat(&self, params: &Params) -> Result<&Chat, Refusal> {
        let Some(id) = params.get("chat_id") else { return Err(Refusal::malformed("chat_id is empty")) };
        let chat = self.known_chat(Some(id))?;
        match &chat.kind {
            ChatKind::Private { blocked: true, .. } => Err(Refusal::forbidden("bot was blocked by the user")),
            ChatKind::Private { started: false, .. } => Err(Refusal::forbidden("bot can't initiate conversation with a user")),
            ChatKind::Group { bot_inside: false, supergroup: true, .. } => {
                Err(Refusal::forbidden("bot was kicked from the supergroup chat"))
            }
            ChatKind::Group { bot_inside: false, .. } => Err(Refusal::forbidden("bot was kicked from the group chat")),
            _ => Ok(chat),
        }
    }

    /// The topic to send to. A private chat has those in which the person wrote.
    fn thread_in(&self, chat: &Chat, params: &Params) -> Result<Option<i64>, Refusal> {
        let thread = integer(params, "message_thread_id");
        let exists = |thread| match chat.kind {
            ChatKind::Group { topics, .. } => topics,
            ChatKind::Private { .. } => self.has_thread(chat.id, thread),
        };
        if thread.is_some_and(|thread| !exists(thread) || !self.topics.is_there(chat.id, thread)) {
            return Err(Refusal::impossible("message thread not found"));
        }
        Ok(thread)
    }

    fn reply_target(&self, chat: i64, params: &Params) -> Result<Option<i64>, Refusal> {
        let Some(reply) = params.get("reply_parameters") else { return Ok(None) };
        let id = reply.get("message_id").and_then(Value::as_i64);
        let found = id.filter(|id| self.message(chat, *id).is_some());
        if found.is_none() && reply.get("allow_sending_without_reply") != Some(&Value::Bool(true)) {
            return Err(Refusal::impossible("message to be replied not found"));
        }
        Ok(found)
    }

    /// The plain text (or caption) and its entities as Telegram keeps them.
    fn read_text(&self, params: &Params, name: &str, max: usize) -> Result<(String, Vec<Entity>), Refusal> {
        let source = string(params, name);
        if source.is_empty() {
            return Err(Refusal::malformed("message text is empty"));
        }
        let given = params.get(if name == "text" { "entities" } else { "caption_entities" }).and_then(Value::as_array);
        let (text, entities) = match (params.get("parse_mode").and_then(Value::as_str), given) {
            (None, None) => (source, Vec::new()),
            (None, Some(given)) => {
                let entities =
                    given.iter().map(|entity| read_entity(entity, entity::utf16_len(&source))).collect::<Result<_, Refusal>>()?;
                (source, entities)
            }
            (Some(mode), None) if mode.eq_ignore_ascii_case("html") => {
                html::parse(&source).map_err(|error| Refusal::malformed(format!("can't parse entities: {error}")))?
            }
            (Some(_), None) => return Err(Refusal::malformed("unsupported parse_mode (the sandbox reads HTML)")),
            (Some(_), Some(_)) => return Err(Refusal::malformed("both parse_mode and entities are specified")),
        };
        let (text, entities) = entity::fix(&text, entities);
        let (text, entities) = entity::trim(&text, entities);
        if entity::is_blank(&text) {
            return Err(Refusal::malformed("text must be non-empty"));
        }
        if entity::utf16_len(&text) > max {
            return Err(Refusal::malformed("message is too long"));
        }
        Ok((text, entities.into_iter().filter_map(|entity| self.look_up(entity)).collect()))
    }

    /// A mention of a person by id is left out where Telegram does not know the person.
    fn look_up(&self, mut entity: Entity) -> Option<Entity> {
        if let Some(user) = &entity.user {
            entity.user = Some(self.user(user.get("id")?.as_i64()?)?.to_json());
        }
        Some(entity)
    }
}

fn read_entity(entity: &Value, text_len: usize) -> Result<Entity, Refusal> {
    let number = |name: &str| entity.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let word = |name: &str| entity.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(kind), Some(offset), Some(length)) = (word("type"), number("offset"), number("length")) else {
        return Err(Refusal::malformed("can't parse MessageEntity: an offset or a length is negative"));
    };
    if offset.saturating_add(length) > text_len || length == 0 {
        return Err(Refusal::malformed("entity is outside of the text"));
    }
    let mut read = Entity::new(&kind, offset, length);
    (read.url, read.language, read.custom_emoji_id) = (word("url"), word("language"), word("custom_emoji_id"));
    read.unix_time = entity.get("unix_time").and_then(Value::as_i64).and_then(|time| i32::try_from(time).ok());
    (read.date_time_format, read.user) = (word("date_time_format"), entity.get("user").cloned());
    Ok(read)
}

fn check_preview(params: &Params) -> Result<(), Refusal> {
    let target = params.get("link_preview_options").and_then(|preview| preview.get("url")).and_then(Value::as_str);
    match target {
        Some(target) if !keyboard::is_link(target) => Err(Refusal::malformed("WEBPAGE_URL_INVALID")),
        _ => Ok(()),
    }
}

pub(super) fn string(params: &Params, name: &str) -> String {
    params.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub(super) fn integer(params: &Params, name: &str) -> Option<i64> {
    params.get(name).and_then(Value::as_i64)
}

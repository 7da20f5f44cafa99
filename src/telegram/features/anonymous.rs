//! Who writes in the admins' group without a name: an admin who remains anonymous, or somebody who writes as a channel. Rights go by the
//! person, and Telegram does not say who it is; so they are told that, where they wrote.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::app::{App, Effects, zone};
use crate::domain::place::Place;
use crate::i18n::Words;
use crate::telegram::bot_command::BotCommands;
use crate::telegram::command;
use crate::telegram::compose::{Address, KeyboardScope, compose};
use crate::telegram::context::HandlerResult;
use crate::telegram::view::layout::line;

#[derive(Deserialize)]
struct Update {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    chat: Chat,
    /// In whose name it is: the group's for an anonymous admin (Bot API, `Message`). A person who writes in their own has none.
    #[serde(rename = "sender_chat")]
    _sender_chat: IgnoredAny,
    /// A post of the linked channel, which nobody wrote to the group.
    #[serde(default)]
    is_automatic_forward: bool,
    text: Option<String>,
    caption: Option<String>,
    reply_to_message: Option<Replied>,
    message_thread_id: Option<i64>,
    #[serde(default)]
    is_topic_message: bool,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
}

#[derive(Deserialize)]
struct Replied {
    from: Option<Author>,
}

#[derive(Deserialize)]
struct Author {
    username: Option<String>,
}

/// The answer to an update that no person is known to have sent: if it was meant for the bot, in the admins' group, that it needs a name.
///
/// # Errors
/// When the database cannot be read.
pub async fn answer(app: &App, commands: BotCommands, body: &str, bot_username: &str) -> HandlerResult {
    let mut effects = Effects::new();
    let Some((place, is_asked)) = written_at(commands, body, bot_username) else { return Ok(effects) };
    let Place { chat_id, topic } = place;
    // What is written in the topic of a conversation is meant for its customer.
    let is_meant = is_asked || topic.is_some() && app.messages.in_topic(place).await?.is_some();
    if is_meant && app.notifier.is_admin_chat(chat_id).await? {
        let settings = app.settings.current();
        let page = line("group-anonymous", &[], &Words::new(settings.locale.clone(), zone(&settings)));
        let composed = compose(&page, Address { chat_id, topic, message_id: None }, KeyboardScope::Admins, app.clock.now())?;
        app.notifier.enqueue_call(chat_id, composed.method, composed.payload, None, &mut effects);
    }
    Ok(effects)
}

/// Where somebody without a name wrote something, and whether that was a command of admins or a reply to the bot.
fn written_at(commands: BotCommands, body: &str, bot_username: &str) -> Option<(Place, bool)> {
    let Update { message } = serde_json::from_str(body).ok()?;
    let text = message.text.or(message.caption)?;
    let is_command = command::read(&text, bot_username)
        .is_some_and(|command| commands.0.iter().any(|known| known.name == command.name && known.works_in_groups()));
    let replied = message.reply_to_message.and_then(|replied| replied.from?.username);
    let is_reply = replied.is_some_and(|username| username.eq_ignore_ascii_case(bot_username));
    let topic = message.message_thread_id.filter(|_| message.is_topic_message);
    (!message.is_automatic_forward).then_some((Place { chat_id: message.chat.id, topic }, is_command || is_reply))
}

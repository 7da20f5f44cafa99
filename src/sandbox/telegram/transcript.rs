//! A chat as text that people and snapshot tests can read.

use std::fmt::Write as _;

use super::keyboard::Button;
use super::message::{ChatKind, Message};
use super::state::{Entry, State};

impl State {
    /// The chat as it looks now, with presses and toasts where they happened:
    ///
    /// ```text
    /// > /start  (Budi)
    /// bot #2 (edited): Choose a game
    ///   and then an item.
    ///    [Mobile Legends] [Free Fire]
    /// > press [Free Fire] on #2  (Budi)
    /// ! toast: One moment
    /// ```
    pub fn transcript(&self, chat: i64) -> String {
        let mut text = String::new();
        for entry in self.timeline.get(&chat).into_iter().flatten() {
            match entry {
                Entry::Message(id) => {
                    let Some(message) = self.any_message(chat, *id) else { continue };
                    self.write_message(&mut text, message);
                }
                Entry::Press { user, message, label } => line(&mut text, &format!("> press {label} on #{message}  ({})", self.name(*user))),
                Entry::Toast { query } => {
                    let Some(answer) = self.answer(query) else { continue };
                    line(&mut text, &format!("! {}: {}", if answer.alert { "alert" } else { "toast" }, indented(&answer.text)));
                }
                Entry::Note(note) => line(&mut text, &format!("-- {note}")),
            }
        }
        text
    }

    /// All chats, for the message of a test that waited in vain.
    pub fn transcripts(&self) -> String {
        let mut text = String::new();
        for (id, chat) in &self.chats {
            let title = match &chat.kind {
                ChatKind::Private { user, .. } => &user.first_name,
                ChatKind::Group { title, .. } => title,
            };
            line(&mut text, &format!("== {title} ({id})\n{}", self.transcript(*id)));
        }
        text
    }

    fn name(&self, user: i64) -> &str {
        self.user(user).map_or("?", |user| &user.first_name)
    }

    fn write_message(&self, text: &mut String, message: &Message) {
        let attachment = message.attachment.keys().next().map(|kind| format!("[{kind}] ")).unwrap_or_default();
        let words = format!("{attachment}{}", indented(&message.text));
        if !message.from_bot {
            return line(text, &format!("> {words}  ({})", self.name(message.from)));
        }
        let mark = match (message.deleted, message.is_edited()) {
            (true, _) => " (deleted)",
            (false, true) => " (edited)",
            (false, false) => "",
        };
        line(text, &format!("bot #{}{mark}: {words}", message.id));
        for row in message.keyboard.iter().filter(|_| !message.deleted) {
            line(text, &format!("   {}", row.iter().map(label).collect::<Vec<String>>().join(" ")));
        }
    }
}

fn label(button: &Button) -> String {
    match (&button.copy_text, &button.url) {
        (Some(copied), _) => format!("[{} ⧉ {copied}]", button.text),
        (_, Some(url)) => format!("[{} → {url}]", button.text),
        _ => format!("[{}]", button.text),
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

fn line(text: &mut String, line: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(text, "{}", line.trim_end());
}

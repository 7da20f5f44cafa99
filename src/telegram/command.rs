//! Commands: which there are, and how a text is read as one.

use teloxide::utils::command::BotCommands;

/// The commands, as Telegram lists them.
#[derive(Clone, Debug, PartialEq, Eq, BotCommands)]
#[command(rename_rule = "lowercase")]
pub enum Command {
    /// With the payload of a deep link.
    Start(String),
    Menu,
    Orders,
    Language,
    Help,
    Cancel,
    Balance,
    /// With an invoice or an order's number.
    Status(String),
}

/// Reads a command; one that takes nothing may be followed by anything.
pub fn read(text: &str, bot_username: &str) -> Option<Command> {
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let name = name.to_ascii_lowercase();
    let bot_username = bot_username.to_ascii_lowercase();
    Command::parse(&format!("{name} {}", rest.trim()), &bot_username).or_else(|_| Command::parse(&name, &bot_username)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_as_people_type_them() {
        for (text, read) in [
            ("/start", Some(Command::Start(String::new()))),
            ("/start mobile-legends", Some(Command::Start("mobile-legends".into()))),
            ("/START", Some(Command::Start(String::new()))),
            ("/start@Shop_Bot", Some(Command::Start(String::new()))),
            ("/start@other_bot", None),
            ("/menu please", Some(Command::Menu)),
            ("/status  INV-1 ", Some(Command::Status("INV-1".into()))),
            ("/status\nINV-1", Some(Command::Status("INV-1".into()))),
            ("/nonsense", None),
            ("/", None),
            ("/ start", None),
        ] {
            assert_eq!(super::read(text, "shop_bot"), read, "{text:?}");
        }
    }
}

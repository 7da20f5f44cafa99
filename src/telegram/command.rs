//! A command as somebody typed it.

/// A command that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// In lower case, without the slash and the bot's name. May be unknown to the bot.
    pub name: String,
    /// What follows the name, trimmed: the payload of a deep link, or what the person typed.
    pub argument: String,
}

/// Reads a text that begins with a slash; `None` if it is for another bot or has no name.
pub fn read(text: &str, bot_username: &str) -> Option<Command> {
    let (called, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let called = called.strip_prefix('/')?;
    let (name, bot) = called.split_once('@').map_or((called, None), |(name, bot)| (name, Some(bot)));
    let ours = bot.is_none_or(|bot| bot.eq_ignore_ascii_case(bot_username));
    (ours && !name.is_empty()).then(|| Command { name: name.to_ascii_lowercase(), argument: argument.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    #[test]
    fn commands_are_read_as_people_type_them() {
        for (text, read) in [
            ("/start", Some(("start", ""))),
            ("/start mobile-legends", Some(("start", "mobile-legends"))),
            ("/START", Some(("start", ""))),
            ("/start@Shop_Bot", Some(("start", ""))),
            ("/start@Shop_Bot mobile-legends", Some(("start", "mobile-legends"))),
            ("/start@other_bot", None),
            ("/start@", None),
            ("/@shop_bot", None),
            ("/menu please", Some(("menu", "please"))),
            ("/status  INV-1 ", Some(("status", "INV-1"))),
            ("/status\nINV-1", Some(("status", "INV-1"))),
            ("/status İ Ab", Some(("status", "İ Ab"))),
            ("/nonsense", Some(("nonsense", ""))),
            ("/", None),
            ("/ start", None),
            ("start", None),
        ] {
            let command = super::read(text, "shop_bot");
            let command = command.as_ref().map(|command| (command.name.as_str(), command.argument.as_str()));
            assert_eq!(command, read, "{text:?}");
        }
    }
}

//! What kind of message the bot sends, which decides who goes first when more waits than Telegram lets a bot send.

/// The class of a message. In a chat messages go by class and then by age; between chats each class has a share, so that none stops another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageClass {
    /// What waits for nothing else: the answer to a callback query, which shows no message, and a file that takes long to make.
    Toast,
    /// The answer to an admin. It goes before alarms: an admin writes a few messages, and however many alarms there are, can't do anything
    /// about them without answers.
    AdminAnswer,
    /// What admins must know: an uncertain order, a closed shop, money that fits nowhere.
    Alarm,
    /// The answer to a button.
    PressAnswer,
    /// What became of an order, a bill, a request; what the shop writes to a customer.
    News,
    /// The answer to a text.
    TextAnswer,
    /// Strangers who ask for access, and what customers write to the shop.
    Request,
    /// A message to many.
    Broadcast,
}

impl MessageClass {
    /// All, the first ones first.
    pub const ALL: [Self; 8] =
        [Self::Toast, Self::AdminAnswer, Self::Alarm, Self::PressAnswer, Self::News, Self::TextAnswer, Self::Request, Self::Broadcast];

    /// The number under which it is stored.
    pub fn number(self) -> i64 {
        match self {
            Self::Toast => 0,
            Self::AdminAnswer => 1,
            Self::Alarm => 2,
            Self::PressAnswer => 3,
            Self::News => 4,
            Self::TextAnswer => 5,
            Self::Request => 6,
            Self::Broadcast => 7,
        }
    }

    /// The class that is stored under this number; one of another version counts as news.
    pub fn from_number(number: i64) -> Self {
        Self::ALL.into_iter().find(|class| class.number() == number).unwrap_or(Self::News)
    }

    /// Whether it is told to admins by itself. What answers an admin is no alert, also where it says the same.
    pub fn is_alert(self) -> bool {
        matches!(self, Self::Alarm | Self::Request)
    }

    /// Its share of what can be sent while all classes wait. What an answer or an alarm is worth depends on the next seconds; a request waits
    /// for an admin anyway.
    pub fn share(self) -> u64 {
        match self {
            Self::Toast | Self::AdminAnswer | Self::Alarm => 16,
            Self::PressAnswer | Self::News => 8,
            Self::TextAnswer => 4,
            Self::Request | Self::Broadcast => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_number() {
        for (number, class) in (0..).zip(MessageClass::ALL) {
            assert_eq!((class.number(), MessageClass::from_number(number)), (number, class));
        }
        assert_eq!(MessageClass::from_number(99), MessageClass::News);
    }
}

//! What the bot knows about each of its commands. Each feature has a constant of its own; the [`tree`](crate::telegram::tree) lists them.

use dptree::Handler;

use crate::domain::role::{Right, Role};
use crate::telegram::context::HandlerResult;

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, also those who may not order (yet).
    Everybody,
    /// Those who may order.
    Customers,
    /// Those who may order, while the wallet is on; else the command does not exist.
    WalletOwners,
    /// Those who have this right; to everybody else the command does not exist.
    Staff(Right),
    /// The same, and named in lists only while the wallet is on. Without it they can still look at what is left of it.
    PaymentStaff(Right),
}

impl Audience {
    /// The right that it takes, where it takes one.
    pub fn right(self) -> Option<Right> {
        match self {
            Self::Staff(right) | Self::PaymentStaff(right) => Some(right),
            Self::Everybody | Self::Customers | Self::WalletOwners => None,
        }
    }
}

/// A part of the handler tree: it takes what it needs by type, see [`tree::build`](crate::telegram::tree::build).
pub type Branch = Handler<'static, HandlerResult>;

/// A command of the bot.
#[derive(Clone, Copy)]
pub struct BotCommand {
    /// Without the slash: 1 to 32 lower-case letters, digits and underscores (Bot API, `BotCommand`).
    pub name: &'static str,
    pub audience: Audience,
    /// The key of what Telegram's command list says of it.
    pub description: &'static str,
    /// The key of its lines in `/help`, if it is named there.
    pub help: Option<&'static str>,
    /// What handles it. What was typed after the name is in [`Command::argument`](crate::telegram::command::Command::argument).
    pub endpoint: fn() -> Branch,
}

impl BotCommand {
    /// Whether admins may use it in their group: what is theirs, the list of it, and the way out of a question.
    pub fn works_in_groups(&self) -> bool {
        self.audience.right().is_some() || ["help", "cancel"].contains(&self.name)
    }
}

/// All commands, in the order in which people see them.
#[derive(Clone, Copy)]
pub struct BotCommands(pub &'static [BotCommand]);

impl BotCommands {
    /// Those that Telegram lists for somebody with this role, or with none; `wallet` says whether the wallet is on.
    pub fn listed(self, role: Option<Role>, wallet: bool) -> impl Iterator<Item = &'static BotCommand> {
        self.0.iter().filter(move |command| match command.audience {
            Audience::Everybody | Audience::Customers => true,
            Audience::WalletOwners => wallet,
            Audience::Staff(right) => role.is_some_and(|role| role.may(right)),
            Audience::PaymentStaff(right) => wallet && role.is_some_and(|role| role.may(right)),
        })
    }
}

//! The names of all variants: a new one does not compile before it is named here, and `views` fails before it is sampled.

use odzreshop_bot::dialogue::screen::{Hint, Screen};
use odzreshop_bot::domain::notice::{Closing, Notice, Trouble};
use odzreshop_bot::domain::order::{Kind, Reason, Refusal};
use odzreshop_bot::domain::target::Invalid;

/// Names every variant of an enum: a function from a value to its name, and the list of all names.
macro_rules! variants {
    ($all:ident, $name_of:ident, $of:ty, { $($pattern:pat => $name:literal),* $(,)? }) => {
        pub const $all: &[&str] = &[$($name),*];
        pub fn $name_of(value: &$of) -> &'static str {
            match value { $($pattern => $name),* }
        }
    };
}

variants!(ALL_SCREENS, screen_name, Screen, {
    Screen::Menu { .. } => "menu", Screen::Items { .. } => "items", Screen::NothingOnSale { .. } => "nothing on sale",
    Screen::Ask { .. } => "ask", Screen::Confirm(_) => "confirm", Screen::Gone { .. } => "gone",
    Screen::Closed => "closed", Screen::Limited(_) => "limited",
    Screen::Cancelled => "cancelled", Screen::Orders { .. } => "orders", Screen::OrderDetail { .. } => "order detail",
    Screen::Languages => "languages", Screen::Help { .. } => "help", Screen::Waiting { .. } => "waiting",
    Screen::Refused => "refused", Screen::ShopStatus(_) => "shop status", Screen::AskInvoice { .. } => "ask invoice",
    Screen::SurelyPlaced { .. } => "surely placed", Screen::SurelyNotPlaced { .. } => "surely not placed",
    Screen::SurelyResend { .. } => "surely resend", Screen::TooEarly { .. } => "too early", Screen::Verifying => "verifying",
    Screen::Resolved { .. } => "resolved", Screen::AlreadyResolved { .. } => "already resolved", Screen::Decided { .. } => "decided",
    Screen::NoSuchOrder { .. } => "no such order", Screen::Group => "group", Screen::Broken => "broken",
});

variants!(ALL_NOTICES, notice_name, Notice, {
    Notice::Card { .. } => "card", Notice::Ended { .. } => "ended", Notice::SnArrived { .. } => "sn arrived",
    Notice::Uncertain { .. } => "uncertain", Notice::Slow { .. } => "slow", Notice::PriceChanged { .. } => "price changed",
    Notice::AccessDecided { .. } => "access decided", Notice::UncertainCard { .. } => "uncertain card",
    Notice::ProvedPlaced { .. } => "proved placed", Notice::ProvedNotPlaced { .. } => "proved not placed",
    Notice::ResendPlaced { .. } => "resend placed", Notice::ResendUnclear { .. } => "resend unclear",
    Notice::Settling { .. } => "settling",
    Notice::SlowOrder { .. } => "slow order", Notice::OddWord { .. } => "odd word", Notice::Flipped { .. } => "flipped",
    Notice::CostDiffers { .. } => "cost differs", Notice::Unverified { .. } => "unverified",
    Notice::AccessRequest { .. } => "access request", Notice::ShopClosed { .. } => "shop closed", Notice::ShopOpen => "shop open",
    Notice::DepositLow { .. } => "deposit low", Notice::DepositShort { .. } => "deposit short",
    Notice::CategoryUnknown { .. } => "category unknown", Notice::UpdateSetAside { .. } => "update set aside",
    Notice::OrderUnreadable { .. } => "order unreadable", Notice::TelegramBack { .. } => "telegram back",
    Notice::StillAsking => "still asking",
    Notice::DatabaseStuck { .. } => "database stuck", Notice::DatabaseBack { .. } => "database back",
    Notice::Balance { .. } => "balance", Notice::Inspection { .. } => "inspection", Notice::ForeignInvoice { .. } => "foreign invoice",
});

variants!(ALL_REASONS, reason_name, Reason, {
    Reason::Refused(Refusal::InsufficientBalance) => "insufficient balance", Reason::Refused(Refusal::MissingFields) => "missing fields",
    Reason::Refused(Refusal::BadRequest) => "bad request", Reason::Refused(Refusal::Key) => "key", Reason::Refused(Refusal::Ip) => "ip",
    Reason::Refused(Refusal::NotFound) => "not found", Reason::Refused(Refusal::Method) => "method",
    Reason::Refused(Refusal::VendorDepleted) => "vendor depleted", Reason::Unreachable => "unreachable", Reason::Busy => "busy",
    Reason::Provider(Some(_)) => "provider said", Reason::Provider(None) => "provider", Reason::NotPlaced => "not placed",
    Reason::Expired => "expired", Reason::PriceChanged => "price changed", Reason::Unavailable => "unavailable",
});

variants!(ALL_KINDS, kind_name, Kind, {
    Kind::Created => "created", Kind::Sending => "sending", Kind::Cancelled => "cancelled",
    Kind::PriceChanged => "price changed", Kind::NotSent => "not sent", Kind::Busy => "busy", Kind::Refused => "refused",
    Kind::Placed => "placed", Kind::Unclear => "unclear", Kind::Orphaned => "orphaned", Kind::FoundPlaced => "found placed",
    Kind::FoundNotPlaced => "found not placed", Kind::ProvedPlaced => "proved placed", Kind::ProvedNotPlaced => "proved not placed",
    Kind::ResendWanted => "resend wanted", Kind::Resent => "resent", Kind::ResendUnclear => "resend unclear", Kind::TakenBack => "taken back",
    Kind::Success => "success", Kind::Failed => "failed", Kind::SnArrived => "sn arrived",
});

variants!(ALL_HINTS, hint_name, Hint, {
    Hint::QuoteExpired => "quote expired", Hint::OnlyLooking => "only looking", Hint::UseButtons => "use buttons", Hint::TextOnly => "text only", Hint::Invalid(Invalid::Empty) => "empty",
    Hint::Invalid(Invalid::TooLong) => "too long", Hint::Invalid(Invalid::Lines) => "lines",
    Hint::Invalid(Invalid::Invisible) => "invisible", Hint::Invalid(Invalid::ForeignDigits) => "foreign digits",
    Hint::Invalid(Invalid::Form) => "form", Hint::InvalidInvoice => "invalid invoice", Hint::InvoiceTaken => "invoice taken", Hint::StaleButton => "stale button",
    Hint::UnknownCommand => "unknown command", Hint::UnknownLink => "unknown link", Hint::LanguageSet => "language set",
});

variants!(ALL_CLOSINGS, closing_name, Closing, {
    Closing::Key => "key", Closing::Ip => "ip", Closing::VendorDepleted => "vendor depleted", Closing::Failing => "failing",
});

variants!(ALL_TROUBLES, trouble_name, Trouble, {
    Trouble::Key => "key", Trouble::Ip => "ip", Trouble::NotFound => "not found", Trouble::Busy => "busy",
    Trouble::Refused(_) => "refused", Trouble::NoAnswer => "no answer",
});

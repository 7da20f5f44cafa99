//! The names of all variants: a new one does not compile before it is named here, and `views` fails before it is sampled.

use odzreshop_bot::dialogue::screen::{Hint, Screen};
use odzreshop_bot::domain::notification::{ClosedReason, Notification, Trouble};
use odzreshop_bot::domain::order::{EndReason, OrderHistoryKind, Refusal};
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

variants!(ALL_NOTICES, notice_name, Notification, {
    Notification::Card { .. } => "card", Notification::Ended { .. } => "ended", Notification::SnArrived { .. } => "sn arrived",
    Notification::Uncertain { .. } => "uncertain", Notification::Slow { .. } => "slow", Notification::PriceChanged { .. } => "price changed",
    Notification::AccessDecided { .. } => "access decided", Notification::UncertainCard { .. } => "uncertain card",
    Notification::ProvedPlaced { .. } => "proved placed", Notification::ProvedNotPlaced { .. } => "proved not placed",
    Notification::ResendPlaced { .. } => "resend placed", Notification::ResendUnclear { .. } => "resend unclear",
    Notification::Resolution { .. } => "settling",
    Notification::SlowOrder { .. } => "slow order", Notification::UnknownStatusWord { .. } => "odd word", Notification::Flipped { .. } => "flipped",
    Notification::CostDiffers { .. } => "cost differs", Notification::Unverified { .. } => "unverified",
    Notification::AccessRequest { .. } => "access request", Notification::ShopClosed { .. } => "shop closed", Notification::ShopOpen => "shop open",
    Notification::ProviderBalanceLow { .. } => "provider balance low", Notification::ProviderBalanceShort { .. } => "provider balance short",
    Notification::CategoryUnknown { .. } => "category unknown", Notification::UpdateDeadLettered { .. } => "update set aside",
    Notification::OrderUnreadable { .. } => "order unreadable", Notification::TelegramBack { .. } => "telegram back",
    Notification::StillAsking => "still asking",
    Notification::DatabaseStuck { .. } => "database stuck", Notification::DatabaseBack { .. } => "database back",
    Notification::Balance { .. } => "balance", Notification::Inspection { .. } => "inspection", Notification::ForeignInvoice { .. } => "foreign invoice",
});

variants!(ALL_REASONS, reason_name, EndReason, {
    EndReason::Refused(Refusal::InsufficientBalance) => "insufficient balance", EndReason::Refused(Refusal::MissingFields) => "missing fields",
    EndReason::Refused(Refusal::BadRequest) => "bad request", EndReason::Refused(Refusal::Key) => "key", EndReason::Refused(Refusal::Ip) => "ip",
    EndReason::Refused(Refusal::NotFound) => "not found", EndReason::Refused(Refusal::Method) => "method",
    EndReason::Refused(Refusal::VendorDepleted) => "vendor depleted", EndReason::Unreachable => "unreachable", EndReason::Busy => "busy",
    EndReason::Provider(Some(_)) => "provider said", EndReason::Provider(None) => "provider", EndReason::NotPlaced => "not placed",
    EndReason::Expired => "expired", EndReason::PriceChanged => "price changed", EndReason::Unavailable => "unavailable",
});

variants!(ALL_KINDS, kind_name, OrderHistoryKind, {
    OrderHistoryKind::Created => "created", OrderHistoryKind::Sending => "sending", OrderHistoryKind::Cancelled => "cancelled",
    OrderHistoryKind::PriceChanged => "price changed", OrderHistoryKind::NotSent => "not sent", OrderHistoryKind::Busy => "busy", OrderHistoryKind::Refused => "refused",
    OrderHistoryKind::Placed => "placed", OrderHistoryKind::Unclear => "unclear", OrderHistoryKind::Orphaned => "orphaned", OrderHistoryKind::FoundPlaced => "found placed",
    OrderHistoryKind::FoundNotPlaced => "found not placed", OrderHistoryKind::ProvedPlaced => "proved placed", OrderHistoryKind::ProvedNotPlaced => "proved not placed",
    OrderHistoryKind::ResendWanted => "resend wanted", OrderHistoryKind::Resent => "resent", OrderHistoryKind::ResendUnclear => "resend unclear", OrderHistoryKind::TakenBack => "taken back",
    OrderHistoryKind::Success => "success", OrderHistoryKind::Failed => "failed", OrderHistoryKind::SnArrived => "sn arrived",
});

variants!(ALL_HINTS, hint_name, Hint, {
    Hint::QuoteExpired => "quote expired", Hint::OnlyLooking => "only looking", Hint::UseButtons => "use buttons", Hint::TextOnly => "text only", Hint::Invalid(Invalid::Empty) => "empty",
    Hint::Invalid(Invalid::TooLong) => "too long", Hint::Invalid(Invalid::Lines) => "lines",
    Hint::Invalid(Invalid::Invisible) => "invisible", Hint::Invalid(Invalid::ForeignDigits) => "foreign digits",
    Hint::Invalid(Invalid::Form) => "form", Hint::InvalidInvoice => "invalid invoice", Hint::InvoiceTaken => "invoice taken", Hint::StaleButton => "stale button",
    Hint::UnknownCommand => "unknown command", Hint::UnknownLink => "unknown link", Hint::LanguageSet => "language set",
});

variants!(ALL_CLOSINGS, closing_name, ClosedReason, {
    ClosedReason::Key => "key", ClosedReason::Ip => "ip", ClosedReason::VendorDepleted => "vendor depleted", ClosedReason::Failing => "failing",
});

variants!(ALL_TROUBLES, trouble_name, Trouble, {
    Trouble::Key => "key", Trouble::Ip => "ip", Trouble::NotFound => "not found", Trouble::Busy => "busy",
    Trouble::Refused(_) => "refused", Trouble::NoAnswer => "no answer",
});

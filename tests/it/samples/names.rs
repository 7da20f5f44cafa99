//! The names of all variants: a new one does not compile before it is named here, and `views` fails before it is sampled.

use odzreshop_bot::dialogue::screen::{Hint, Screen};
use odzreshop_bot::domain::notification::{
    AccessNotification, AlertNotification, BillNotification, BroadcastNotification, CartNotification, ClosedReason, ExportNotification,
    HealthNotification, MessageNotification, Notification, OrderNotification, PayoutNotification, PriceNotification, ProviderNotification,
    QueryNotification, Trouble, WalletNotification,
};
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
    Screen::Loading { .. } => "loading",
    Screen::Ask(_) => "ask", Screen::Confirm(_) => "confirm", Screen::Check { .. } => "check", Screen::Gone { .. } => "gone",
    Screen::Closed { .. } => "closed", Screen::Limited(_) => "limited", Screen::TooLittle { .. } => "too little", Screen::Cancelled => "cancelled",
});

variants!(ALL_NOTIFICATIONS, notification_name, Notification, {
    Notification::Order(OrderNotification::Card { .. }) => "card", Notification::Order(OrderNotification::Ended { .. }) => "ended", Notification::Order(OrderNotification::SnArrived { .. }) => "sn arrived",
    Notification::Order(OrderNotification::Uncertain { .. }) => "uncertain", Notification::Order(OrderNotification::Slow { .. }) => "slow", Notification::Order(OrderNotification::PriceChanged { .. }) => "price changed",
    Notification::Access(AccessNotification::Decided { .. }) => "access decided", Notification::Order(OrderNotification::UncertainCard { .. }) => "uncertain card", Notification::Order(OrderNotification::StillUncertain { .. }) => "still uncertain",
    Notification::Order(OrderNotification::ProvedPlaced { .. }) => "proved placed", Notification::Order(OrderNotification::ProvedNotPlaced { .. }) => "proved not placed",
    Notification::Order(OrderNotification::ResendPlaced { .. }) => "resend placed", Notification::Order(OrderNotification::ResendUnclear { .. }) => "resend unclear",
    Notification::Query(QueryNotification::Resolution { .. }) => "resolution",
    Notification::Order(OrderNotification::SlowOrder { .. }) => "slow order", Notification::Order(OrderNotification::UnknownStatusWord { .. }) => "unknown status word", Notification::Order(OrderNotification::Flipped { .. }) => "flipped",
    Notification::Order(OrderNotification::CostDiffers { .. }) => "cost differs", Notification::Order(OrderNotification::Unverified { .. }) => "unverified",
    Notification::Order(OrderNotification::SnMissing { .. }) => "sn missing", Notification::Order(OrderNotification::NoSn { .. }) => "no sn",
    Notification::Order(OrderNotification::Receipt { .. }) => "receipt",
    Notification::Access(AccessNotification::Requested { .. }) => "access request", Notification::Access(AccessNotification::Waiting) => "access waiting", Notification::Access(AccessNotification::Crowd) => "access crowd",
    Notification::Access(AccessNotification::Reopened) => "access reopened", Notification::Access(AccessNotification::Blocked) => "access blocked", Notification::Access(AccessNotification::Unblocked) => "access unblocked", Notification::Access(AccessNotification::Role { .. }) => "role changed", Notification::Provider(ProviderNotification::ShopClosed { .. }) => "shop closed", Notification::Provider(ProviderNotification::ShopOpen) => "shop open",
    Notification::Provider(ProviderNotification::ProviderBalanceLow { .. }) => "provider balance low", Notification::Order(OrderNotification::ProviderBalanceShort { .. }) => "provider balance short",
    Notification::Order(OrderNotification::ProviderRefused { .. }) => "provider refused",
    Notification::Provider(ProviderNotification::CategoryUnknown { .. }) => "category unknown", Notification::Provider(ProviderNotification::DayDiffers { .. }) => "day differs",
    Notification::Provider(ProviderNotification::PricesChanged { .. }) => "prices changed",
    Notification::Provider(ProviderNotification::TargetsFail { .. }) => "targets fail",
    Notification::Provider(ProviderNotification::BalanceUnreadable { .. }) => "balance unreadable",
    Notification::Provider(ProviderNotification::ChargeUnreadable { .. }) => "charge unreadable", Notification::Provider(ProviderNotification::EntriesSkipped { .. }) => "entries skipped", Notification::Health(HealthNotification::UpdateDeadLettered { .. }) => "update dead letter",
    Notification::Health(HealthNotification::OrderUnreadable { .. }) => "order unreadable", Notification::Health(HealthNotification::TelegramBack { .. }) => "telegram back",
    Notification::Health(HealthNotification::TokenShared) => "token shared", Notification::Health(HealthNotification::Throttled { .. }) => "throttled",
    Notification::Query(QueryNotification::StillAsking) => "still asking",
    Notification::Health(HealthNotification::DatabaseStuck { .. }) => "database stuck", Notification::Health(HealthNotification::DatabaseBack { .. }) => "database back",
    Notification::Health(HealthNotification::BackupFailed { .. }) => "backup failed", Notification::Health(HealthNotification::BackupNotSent { .. }) => "backup not sent",
    Notification::Export(ExportNotification::BackupCopy { .. }) => "backup copy",
    Notification::Health(HealthNotification::SettingsRejected { .. }) => "settings rejected",
    Notification::Wallet(WalletNotification::Moved { .. }) => "wallet moved", Notification::Wallet(WalletNotification::Differs { .. }) => "ledger differs",
    Notification::Bill(BillNotification::Invoice { .. }) => "bill invoice",
    Notification::Bill(BillNotification::StarsFound { .. }) => "stars found", Notification::Bill(BillNotification::StarsBack { .. }) => "stars back",
    Notification::Bill(BillNotification::StarsRefused { .. }) => "stars refused",
    Notification::Bill(BillNotification::Again { .. }) => "bill again", Notification::Bill(BillNotification::Rejected { .. }) => "proof rejected", Notification::Bill(BillNotification::Proof { .. }) => "proof",
    Notification::Bill(BillNotification::Card { .. }) => "bill", Notification::Bill(BillNotification::Failed { .. }) => "bill failed",
    Notification::Bill(BillNotification::Credited { .. }) => "payment credited", Notification::Bill(BillNotification::Unmatched { .. }) => "payment unmatched",
    Notification::Bill(BillNotification::GatewayDown { .. }) => "gateway down", Notification::Bill(BillNotification::GatewayUp { .. }) => "gateway up",
    Notification::Bill(BillNotification::Late { .. }) => "payment late", Notification::Bill(BillNotification::Waiting) => "payments waiting",
    Notification::Bill(BillNotification::UnknownWord { .. }) => "unknown payment word",
    Notification::Broadcast(BroadcastNotification::Message { .. }) => "broadcast", Notification::Broadcast(BroadcastNotification::Preview { .. }) => "broadcast preview", Notification::Broadcast(BroadcastNotification::Progress { .. }) => "broadcast progress",
    Notification::Payout(PayoutNotification::Opened { .. }) => "payout opened", Notification::Payout(PayoutNotification::Done { .. }) => "payout done", Notification::Payout(PayoutNotification::Returned { .. }) => "payout returned",
    Notification::Cart(CartNotification::Card { .. }) => "cart", Notification::Cart(CartNotification::Lapsed { .. }) => "cart lapsed",
    Notification::Order(OrderNotification::ResolvedEnded { .. }) => "resolved ended",
    Notification::Message(MessageNotification::MessageFromShop { .. }) => "message from shop", Notification::Message(MessageNotification::MessageFromCustomer { .. }) => "message from customer",
    Notification::Message(MessageNotification::ConversationClosedByShop { .. }) => "conversation closed by shop", Notification::Message(MessageNotification::ConversationClosedByCustomer { .. }) => "conversation closed by customer",
    Notification::Export(ExportNotification::ExportFile { .. }) => "export file", Notification::Export(ExportNotification::ExportProgress { .. }) => "export progress",
    Notification::Alert(AlertNotification::AlertDigest { .. }) => "alert digest", Notification::Alert(AlertNotification::UncertainWaiting) => "uncertain waiting", Notification::Alert(AlertNotification::TopicGone { .. }) => "topic gone",
    Notification::Price(PriceNotification::PromosEnded { .. }) => "promos ended",
    Notification::Query(QueryNotification::SlugTried { .. }) => "slug tried",
    Notification::Query(QueryNotification::Balance { .. }) => "balance", Notification::Query(QueryNotification::Inspection { .. }) => "inspection", Notification::Query(QueryNotification::ForeignInvoice { .. }) => "foreign invoice",
});

variants!(ALL_REASONS, reason_name, EndReason, {
    EndReason::Refused(Refusal::InsufficientBalance) => "insufficient balance", EndReason::Refused(Refusal::MissingFields) => "missing fields",
    EndReason::Refused(Refusal::ItemUnavailable) => "item unavailable", EndReason::Refused(Refusal::TargetRejected) => "target rejected",
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
    Hint::QuoteExpired => "quote expired", Hint::OnlyLooking => "only looking", Hint::UseButtons => "use buttons", Hint::Unclear => "unclear", Hint::WhichGame => "which game", Hint::TextOnly => "text only", Hint::Invalid(Invalid::Empty) => "empty",
    Hint::Invalid(Invalid::TooLong) => "too long", Hint::Invalid(Invalid::Lines) => "lines",
    Hint::Invalid(Invalid::Invisible) => "invisible", Hint::Invalid(Invalid::ForeignDigits) => "foreign digits", Hint::Invalid(Invalid::Ambiguous) => "ambiguous",
    Hint::Invalid(Invalid::Form) => "form", Hint::StaleButton => "stale button",
    Hint::UnknownCommand => "unknown command", Hint::UnknownLink => "unknown link", Hint::CategoryGone => "category gone", Hint::LanguageSet => "language set",
});

variants!(ALL_CLOSINGS, closing_name, ClosedReason, {
    ClosedReason::Key => "key", ClosedReason::Ip => "ip", ClosedReason::VendorDepleted => "vendor depleted", ClosedReason::Failing => "failing",
});

variants!(ALL_TROUBLES, trouble_name, Trouble, {
    Trouble::Key => "key", Trouble::Ip => "ip", Trouble::NotFound => "not found", Trouble::Busy => "busy",
    Trouble::Refused(_) => "refused", Trouble::NoAnswer => "no answer",
});

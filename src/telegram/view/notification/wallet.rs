//! Notifications about a customer's wallet.

use crate::domain::notification::WalletNotification;
use crate::domain::wallet::ByHand;
use crate::i18n::Words;
use crate::telegram::view::layout::line;
use crate::telegram::view::page::{NotificationFacts, Page};
use crate::telegram::view::{button, html};

/// What `notification` says.
pub fn page(notification: &WalletNotification, facts: &NotificationFacts, words: &Words) -> Page {
    match notification {
        WalletNotification::Moved { what, amount, reason, .. } => {
            let key = match what {
                ByHand::Grant => "wallet-granted",
                ByHand::Take => "wallet-taken",
            };
            let mut lines = vec![html::say(words, key, &[("amount", (*amount).into()), ("reason", reason.into())])];
            let available = facts.balance.map(|balance| balance.available);
            lines.extend(available.map(|balance| html::say(words, "order-balance", &[("balance", balance.into())])));
            html::page(vec![lines.join("\n")], vec![vec![button::wallet(words), button::menu(words)]])
        }
        WalletNotification::Differs { account, stands, should_be } => {
            let args = [("account", account.into()), ("stands", (*stands).into()), ("expected", (*should_be).into())];
            line("admin-ledger-differs", &args, words)
        }
    }
}

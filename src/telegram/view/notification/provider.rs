//! What admins are told about the provider, and so about the shop being open.

use crate::domain::notification::{ClosedReason, ProviderNotification};
use crate::i18n::Words;
use crate::telegram::view::page::Page;
use crate::telegram::view::{html, layout, provider};

/// What `notification` says.
pub fn page(notification: &ProviderNotification, words: &Words) -> Page {
    match notification {
        ProviderNotification::ShopClosed { cause } => shop_closed(*cause, words),
        ProviderNotification::ShopOpen => layout::line("admin-shop-open", &[], words),
        ProviderNotification::ProviderBalanceLow { balance } => {
            layout::line("admin-provider-balance-low", &[("balance", (*balance).into())], words)
        }
        ProviderNotification::CategoryUnknown { slug } => layout::line("admin-category-unknown", &[("slug", slug.into())], words),
    }
}

/// The shop is closed, and what to do about it.
fn shop_closed(cause: ClosedReason, words: &Words) -> Page {
    let what = format!("{}\n{}", words.say("admin-shop-closed", &[]), provider::closed_reason(cause, words));
    html::page(vec![what, words.say("admin-shop-closed-next", &[])], Vec::new())
}

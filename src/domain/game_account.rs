//! The game accounts that a customer has topped up, and what they bought last: read from their delivered orders, newest first.

use crate::domain::order::Order;

/// How long a name for a game account is, in characters.
pub const NAME_CHARS: std::ops::RangeInclusive<usize> = 1..=24;
/// So many delivered orders are looked at.
pub const MAX_LOOKED_AT: i64 = 30;
/// So many game accounts are offered at the question for the ID.
pub const MAX_ACCOUNTS: usize = 4;
/// So many purchases are offered in the menu.
pub const MAX_PURCHASES: usize = 3;

/// What a customer calls a game account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameAccountName {
    pub category: String,
    pub target: String,
    pub name: String,
}

impl GameAccountName {
    /// The name of this order's game account, if its customer gave it one.
    pub fn of<'a>(names: &'a [Self], order: &Order) -> Option<&'a str> {
        names.iter().find(|known| known.category == order.category && known.target == order.target).map(|known| known.name.as_str())
    }
}

/// The newest order of each game account in these orders of one category.
pub fn last_accounts(delivered: &[Order]) -> Vec<&Order> {
    newest_of_each(delivered.iter(), |order| order.target.as_str(), MAX_ACCOUNTS)
}

/// The newest order of each purchase, an item for a game account, of those that `is_sold` still.
pub fn last_purchases(delivered: &[Order], is_sold: impl Fn(&Order) -> bool) -> Vec<&Order> {
    let sold = delivered.iter().filter(|order| is_sold(order));
    newest_of_each(sold, |order| (order.category.as_str(), order.sku.as_str(), order.target.as_str()), MAX_PURCHASES)
}

fn newest_of_each<'a, K: PartialEq>(orders: impl Iterator<Item = &'a Order>, key: impl Fn(&'a Order) -> K, most: usize) -> Vec<&'a Order> {
    let mut found: Vec<&Order> = Vec::new();
    for order in orders {
        if found.len() < most && !found.iter().any(|known| key(known) == key(order)) {
            found.push(order);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::{OrderId, OrderState};
    use crate::domain::samples;
    use crate::domain::time::Millis;

    fn order(id: &str, sku: &str, target: &str) -> Order {
        let order = samples::order(OrderState::Success, Millis(1));
        Order { id: OrderId(id.into()), sku: sku.into(), target: target.into(), ..order }
    }

    fn ids<'a>(orders: &[&'a Order]) -> Vec<&'a str> {
        orders.iter().map(|order| order.id.0.as_str()).collect()
    }

    #[test]
    fn each_account_and_each_purchase_is_offered_once_and_the_newest_first() {
        let delivered = [
            order("9", "ml-86", "111"),
            order("8", "ml-86", "111"),
            order("7", "ml-172", "111"),
            order("6", "ml-86", "222"),
            order("5", "ml-gone", "333"),
            order("4", "ml-86", "444"),
            order("3", "ml-86", "555"),
            order("2", "ml-86", "111"),
        ];
        assert_eq!(ids(&last_accounts(&delivered)), ["9", "6", "5", "4"]);
        assert_eq!(ids(&last_purchases(&delivered, |order| order.sku != "ml-gone")), ["9", "7", "6"]);
        assert_eq!(ids(&last_purchases(&delivered, |_| false)), Vec::<&str>::new());
        assert_eq!(ids(&last_accounts(&[])), Vec::<&str>::new());
    }
}

//! Telegram's list of the bot's transactions in Stars, read item by item: one that this version does not know must not hide the others.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::app::StarPayment;
use crate::domain::time::Millis;

/// One transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Somebody paid an invoice.
    Paid(StarPayment),
    /// A payment of an invoice was given back.
    GivenBack { charge: String },
    /// Anything else: a withdrawal, a gift, what a later version knows.
    Other,
}

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    transactions: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Transaction {
    id: String,
    amount: i64,
    /// Unix seconds.
    date: i64,
    source: Option<Value>,
    receiver: Option<Value>,
}

/// The items of an answer to `getStarTransactions`, in their order.
///
/// # Errors
/// When there is no list in it; of an item, when that can't be read.
pub fn read_page(json: &str) -> Result<Vec<Result<Item, serde_json::Error>>, serde_json::Error> {
    let Page { transactions } = serde_json::from_str(json)?;
    Ok(transactions.into_iter().map(|item| read_item(item.get())).collect())
}

fn read_item(json: &str) -> Result<Item, serde_json::Error> {
    let Transaction { id, amount, date, source, receiver } = serde_json::from_str(json)?;
    Ok(match (source.filter(is_invoice), receiver.filter(is_invoice)) {
        (Some(source), None) => {
            let payload = source["invoice_payload"].as_str().unwrap_or_default().to_owned();
            let paid_at = Millis(date.saturating_mul(1_000));
            let payer = source["user"]["id"].as_i64();
            payer.map_or(Item::Other, |payer| Item::Paid(StarPayment { charge: id, payer, payload, stars: amount, paid_at }))
        }
        (None, Some(_)) => Item::GivenBack { charge: id },
        _ => Item::Other,
    })
}

/// Whether it is a user and an invoice (Bot API, `TransactionPartnerUser`).
fn is_invoice(partner: &Value) -> bool {
    partner["type"] == "user" && partner["transaction_type"] == "invoice_payment"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_strange_item_hides_no_other() {
        let user = r#"{"type":"user","transaction_type":"invoice_payment","user":{"id":7,"is_bot":false,"first_name":"S"},"invoice_payload":"b1"}"#;
        let page = format!(
            r#"{{"transactions":[
                {{"id":"c1","amount":134,"date":5,"source":{user}}},
                {{"id":"x","amount":1,"date":5,"source":{{"type":"of_tomorrow","a":[{{}}]}}}},
                {{"id":7,"amount":"many"}}, 7, null,
                {{"id":"f","amount":9,"nanostar_amount":5,"date":5,"receiver":{{"type":"fragment"}}}},
                {{"id":"g","amount":9,"date":5,"receiver":{{"type":"user","transaction_type":"gift_purchase","user":{{"id":7}}}}}},
                {{"id":"c1","amount":134,"date":6,"receiver":{user}}}]}}"#
        );
        let items: Vec<Option<Item>> = read_page(&page).unwrap().into_iter().map(Result::ok).collect();
        let paid = StarPayment { charge: "c1".into(), payer: 7, payload: "b1".into(), stars: 134, paid_at: Millis(5_000) };
        let other = || Some(Item::Other);
        let expected = [Some(Item::Paid(paid)), other(), None, None, None, other(), other(), Some(Item::GivenBack { charge: "c1".into() })];
        assert_eq!(items, expected);
        for strange in ["{}", "[]", r#"{"transactions":7}"#] {
            assert!(read_page(strange).is_err(), "{strange}");
        }
        assert!(read_page(r#"{"transactions":[]}"#).unwrap().is_empty());
    }
}

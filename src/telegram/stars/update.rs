//! What an update says about Telegram Stars, read from its raw text like everything else ([`incoming`](crate::telegram::incoming)).

use serde::Deserialize;

use crate::app::StarPayment;
use crate::domain::stars::Checkout;
use crate::domain::time::Millis;

/// The currency of Telegram Stars (Bot API, `SuccessfulPayment`).
const STARS: &str = "XTR";

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StarUpdate {
    /// Stars arrived.
    Paid(StarPayment),
}

/// Telegram asks whether this may be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What the answer names.
    pub query: String,
    pub checkout: Checkout,
    /// The language of the payer's Telegram app.
    pub language: Option<String>,
}

#[derive(Deserialize)]
struct Update {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    /// Unix seconds.
    date: i64,
    chat: Party,
    from: Option<Party>,
    successful_payment: Option<Payment>,
}

#[derive(Deserialize)]
struct Party {
    id: i64,
    language_code: Option<String>,
}

/// Without a payment provider only Stars can be paid, so another currency is a form that this version does not know.
#[derive(Deserialize)]
enum Currency {
    #[serde(rename = "XTR")]
    Stars,
}

#[derive(Deserialize)]
struct Payment {
    #[serde(rename = "currency")]
    _currency: Currency,
    total_amount: i64,
    invoice_payload: String,
    telegram_payment_charge_id: String,
}

#[derive(Deserialize)]
struct UpdateWithQuery {
    pre_checkout_query: Query,
}

#[derive(Deserialize)]
struct Query {
    id: String,
    from: Party,
    currency: String,
    total_amount: i64,
    invoice_payload: String,
}

/// What the update in `body` says about Stars; `None` when it is about something else.
///
/// # Errors
/// When it is about a payment, of a form that this version does not know.
pub fn read(body: &str) -> Result<Option<StarUpdate>, serde_json::Error> {
    if !body.contains("\"successful_payment\"") {
        return Ok(None);
    }
    let Update { message: Some(message) } = serde_json::from_str(body)? else { return Ok(None) };
    let paid_at = Millis(message.date.saturating_mul(1_000));
    let payer = message.from.unwrap_or(message.chat).id;
    Ok(message.successful_payment.map(|payment| {
        let (charge, payload) = (payment.telegram_payment_charge_id, payment.invoice_payload);
        StarUpdate::Paid(StarPayment { charge, payer, payload, stars: payment.total_amount, paid_at })
    }))
}

/// The question in `body`, if it is one. One of an unknown form can't be answered.
pub fn read_question(body: &str) -> Option<Question> {
    if !body.contains("\"pre_checkout_query\"") {
        return None;
    }
    let UpdateWithQuery { pre_checkout_query: query } = serde_json::from_str(body).ok()?;
    let stars = Some(query.total_amount).filter(|_| query.currency == STARS);
    let checkout = Checkout { payload: query.invoice_payload, payer: query.from.id, stars };
    Some(Question { query: query.id, checkout, language: query.from.language_code })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(rest: &str) -> String {
        format!(r#"{{"update_id":1,"message":{{"message_id":1,"date":5,"chat":{{"id":7,"type":"private"}},{rest}}}}}"#)
    }

    #[test]
    fn payments_are_read() {
        let payment = |currency: &str| {
            format!(
                r#""from":{{"id":7,"is_bot":false,"first_name":"S"}},"successful_payment":{{"currency":"{currency}","total_amount":134,
                    "invoice_payload":"b1","telegram_payment_charge_id":"c1","provider_payment_charge_id":"p1","of_tomorrow":[1]}}"#
            )
        };
        let paid = StarPayment { charge: "c1".into(), payer: 7, payload: "b1".into(), stars: 134, paid_at: Millis(5_000) };
        assert_eq!(read(&message(&payment("XTR"))).unwrap(), Some(StarUpdate::Paid(paid)));
        for strange in [payment("IDR"), r#""successful_payment":{"currency":"XTR"}"#.into(), r#""successful_payment":7"#.into()] {
            assert!(read(&message(&strange)).is_err(), "{strange}");
        }
        for other in [r#""text":"\"successful_payment\"""#, r#""text":"hi""#, r#""successful_payment":null"#] {
            assert_eq!(read(&message(other)).unwrap(), None, "{other}");
        }
    }

    #[test]
    fn questions_are_read() {
        let query = |currency: &str| {
            format!(
                r#"{{"update_id":1,"pre_checkout_query":{{"id":"q1","from":{{"id":7,"is_bot":false,"first_name":"S","language_code":"id"}},
                    "currency":"{currency}","total_amount":134,"invoice_payload":"b1"}}}}"#
            )
        };
        for (currency, stars) in [("XTR", Some(134)), ("IDR", None)] {
            let checkout = Checkout { payload: "b1".to_owned(), payer: 7, stars };
            let question = Question { query: "q1".to_owned(), checkout, language: Some("id".to_owned()) };
            assert_eq!(read_question(&query(currency)), Some(question), "{currency}");
        }
        for other in [message(r#""text":"pre_checkout_query""#), r#"{"update_id":1,"pre_checkout_query":7}"#.to_owned()] {
            assert_eq!(read_question(&other), None, "{other}");
        }
    }
}

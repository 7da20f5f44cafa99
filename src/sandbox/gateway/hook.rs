//! Webhooks of the simulated gateway: what it would post.

use serde_json::{Value, json};

use super::{Gateway, midtrans, pakasir};

impl Gateway {
    /// What a webhook about something says, paid or not.
    pub fn hook_body(&self, order_id: &str) -> Option<Value> {
        self.edit(|books, _| {
            let project = self.inner.options.project.clone();
            let invoice = books.find(order_id)?;
            if invoice.transaction_id.is_some() {
                return Some(midtrans::hook(invoice));
            }
            let completed_at = invoice.received.map(|(_, at)| pakasir::jakarta(at));
            Some(json!({
                "amount": invoice.amount, "order_id": order_id, "project": project, "status": "completed", "payment_method": "qris",
                "completed_at": completed_at, "is_sandbox": invoice.sandbox,
            }))
        })
    }
}

//! An order and a category for tests, which change the fields that matter to them.

use crate::domain::catalog::Category;
use crate::domain::markup::Markup;
use crate::domain::money::Rupiah;
use crate::domain::order::{Order, OrderId, OrderState, PaidBy, Told};
use crate::domain::provider::ProviderName;
use crate::domain::target::Template;
use crate::domain::time::Millis;

/// A category without fields, prices and items of its own.
pub fn category(slug: &str) -> Category {
    Category {
        slug: slug.into(),
        name: slug.into(),
        aliases: Vec::new(),
        emoji: String::new(),
        fields: Vec::new(),
        checks: Vec::new(),
        target: Template::parse("", &[]).unwrap(),
        pricing: Markup::default(),
        verified: true,
        hidden: false,
        popular: false,
        items: Default::default(),
    }
}

/// An order of this state that was made at `now`; nothing else has happened to it yet.
pub fn order(state: OrderState, now: Millis) -> Order {
    Order {
        id: OrderId("o".into()),
        number: "7K3M9Q2X".into(),
        quote: "q".into(),
        user_id: 1,
        chat_id: 1,
        topic: None,
        card_message_id: 7,
        provider: ProviderName::Odzreshop,
        category: "ml".into(),
        sku: "ml-86".into(),
        item: "86 Diamonds".into(),
        target: "1234567891234".into(),
        answers: Vec::new(),
        price: Rupiah(18_500),
        cost: Rupiah(18_000),
        state,
        version: 4,
        attempts: 0,
        polls: 0,
        invoice: None,
        sn: None,
        reason: None,
        due_at: None,
        created_at: now,
        sent_at: None,
        send_deadline: None,
        placed_at: None,
        ended_at: None,
        evidence: None,
        resolved_by: None,
        resolved_in: None,
        resends: 0,
        told: Told::default(),
        paid_by: PaidBy::default(),
    }
}

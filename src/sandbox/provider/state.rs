//! Everything the simulated provider knows, changed under one lock; time comes in as an argument.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::behaviour::{Behaviour, Endpoint, Fault};
use super::catalogue::{Catalogue, Sku};
use super::options::Unknown;
use super::order::{End, PENDING, Plan, TakenOrder};

/// A call that reached the provider.
#[derive(Clone, Debug)]
pub struct Call {
    /// What was called.
    pub endpoint: Endpoint,
    /// The JSON body without `api_key`; null if it was no JSON object.
    pub body: Value,
    /// The HTTP status answered; none while the call is running, or when it got no answer.
    pub status: Option<u16>,
    /// When it came in.
    pub at: DateTime<Utc>,
}

/// A look at the provider: its record and its account.
#[derive(Debug)]
pub struct State {
    pub(super) balance: i64,
    pub(super) catalogue: Catalogue,
    pub(super) orders: Vec<TakenOrder>,
    /// Places in `orders` of those that will end automatically: a long run has many more orders than open ones.
    pub(super) planned: Vec<usize>,
    pub(super) calls: Vec<Call>,
    pub(super) default: Behaviour,
    pub(super) next: VecDeque<Behaviour>,
    pub(super) faults: Vec<(Endpoint, Fault, usize)>,
    pub(super) key_accepted: bool,
    pub(super) ip_allowed: bool,
    pub(super) vendor_depleted: bool,
    pub(super) dedupe_ref_id: bool,
    /// How far `advance` moved the clock.
    pub(super) shift: TimeDelta,
}

impl State {
    /// Accepted orders, oldest first.
    pub fn orders(&self) -> &[TakenOrder] {
        &self.orders
    }

    /// Calls received, oldest first.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// Rupiah.
    pub fn balance(&self) -> i64 {
        self.balance
    }

    /// Whether something is queued for future orders or calls.
    pub fn has_plans(&self) -> bool {
        !self.next.is_empty() || !self.faults.is_empty()
    }

    /// How orders are treated for which nothing is queued.
    pub fn default_behaviour(&self) -> &Behaviour {
        &self.default
    }

    /// The order with this invoice. The newest are searched first, because they are asked for most.
    pub fn order(&self, invoice: &str) -> Option<&TakenOrder> {
        self.orders.iter().rev().find(|order| order.invoice == invoice)
    }

    /// Each `ref_id` that was accepted more than once: a double order.
    pub fn doubles(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let again = self.orders.iter().filter_map(|order| order.ref_id.as_ref()).filter(|ref_id| !seen.insert(*ref_id));
        again.collect::<BTreeSet<_>>().into_iter().cloned().collect()
    }

    /// How many orders were accepted for this SKU and target, whatever their `ref_id`.
    pub fn count_for(&self, sku: &str, target: &str) -> usize {
        let same = |order: &&TakenOrder| order.sku == sku && order.target == target;
        self.orders.iter().filter(same).count()
    }

    /// Ends every order whose time has come.
    pub(super) fn end_due_orders(&mut self, now: DateTime<Utc>) {
        self.planned.retain(|at| {
            let order = &mut self.orders[*at];
            if let Some(plan) = order.plan.take_if(|plan| plan.at <= now) {
                self.balance += order.finish(plan.end, plan.at);
            }
            order.plan.is_some()
        });
    }

    /// When the next order ends automatically.
    pub(super) fn next_end(&self) -> Option<DateTime<Utc>> {
        self.planned.iter().filter_map(|at| Some(self.orders[*at].plan.as_ref()?.at)).min()
    }

    /// The fault this call meets, if one is due.
    pub(super) fn take_fault(&mut self, endpoint: Endpoint) -> Option<Fault> {
        let at = self.faults.iter().position(|(of, _, _)| *of == endpoint)?;
        let (_, fault, left) = &mut self.faults[at];
        let fault = fault.clone();
        *left -= 1;
        if *left == 0 {
            self.faults.remove(at);
        }
        Some(fault)
    }

    /// Takes an order for `sku` and its price from the balance; gives its place in the list.
    pub(super) fn take_order(&mut self, sku: &Sku, target: &str, ref_id: Option<&str>, behaviour: &Behaviour, now: DateTime<Utc>) -> usize {
        let number = self.orders.len();
        let balance_before = self.balance;
        self.balance -= sku.price;
        self.orders.push(TakenOrder {
            invoice: format!("INV-{:08X}-{}", scatter(number), now.timestamp()),
            ref_id: ref_id.map(str::to_owned),
            sku: sku.code.clone(),
            product_name: sku.name.clone(),
            target: target.to_owned(),
            price: sku.price,
            status: PENDING.to_owned(),
            sn: None,
            message: "Transaksi sedang diproses".to_owned(),
            balance_before,
            balance_after: self.balance,
            created_at: now,
            updated_at: now,
            refunded: false,
            plan: self.plan(behaviour, number, now),
        });
        self.planned.push(number);
        self.end_due_orders(now);
        number
    }

    /// How an order ends automatically: as its behaviour says, or, when that is only about the answer,
    /// as the default says.
    fn plan(&self, behaviour: &Behaviour, number: usize, now: DateTime<Utc>) -> Option<Plan> {
        let plan_of = |behaviour: &Behaviour| match behaviour {
            Behaviour::Deliver { after } => Some((*after, End::Delivered { sn: Some(serial(number)) })),
            Behaviour::Fail { after, message } => Some((*after, End::Failed { message: message.clone() })),
            _ => None,
        };
        let (after, end) = match behaviour {
            Behaviour::Deliver { .. } | Behaviour::Fail { .. } | Behaviour::Stuck => plan_of(behaviour),
            _ => plan_of(&self.default),
        }?;
        Some(Plan { at: now + span(after), end })
    }

    /// Ends an order by hand.
    pub(super) fn finish(&mut self, invoice: &str, end: End, now: DateTime<Utc>) -> Result<(), Unknown> {
        self.balance += self.order_mut(invoice)?.finish(end, now);
        Ok(())
    }

    pub(super) fn order_mut(&mut self, invoice: &str) -> Result<&mut TakenOrder, Unknown> {
        let mut orders = self.orders.iter_mut().rev();
        orders.find(|order| order.invoice == invoice).ok_or_else(|| Unknown(invoice.to_owned()))
    }

    /// The record in words, for the message of a test that waited in vain.
    pub(super) fn log(&self) -> String {
        let mut lines = vec![format!("balance {}, calls:", self.balance)];
        lines.extend(self.calls.iter().map(|call| {
            let status = call.status.map_or("no answer".to_owned(), |s| s.to_string());
            format!("  {} {} {} -> {status}", call.at.format("%T%.3f"), call.endpoint, call.body)
        }));
        lines.push("orders:".to_owned());
        lines.extend(self.orders.iter().map(|o| {
            let ref_id = o.ref_id.as_deref().unwrap_or("no ref_id");
            format!("  {} {ref_id} {} {} {} {} {:?}", o.invoice, o.sku, o.target, o.price, o.status, o.sn)
        }));
        lines.join("\n")
    }
}

/// A duration on the provider's clock; one beyond chrono's range is as good as forever.
pub(super) fn span(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(36_500))
}

/// Serial number of the order at this place in the list.
fn serial(number: usize) -> String {
    format!("SN{:09}", u64::from(scatter(number)) % 1_000_000_000)
}

/// Spreads counting numbers over all of u32, one to one (Knuth's multiplicative hash), so that
/// invoices look like the provider's and are yet the same in every run.
fn scatter(number: usize) -> u32 {
    (number as u32).wrapping_add(1).wrapping_mul(2_654_435_761)
}

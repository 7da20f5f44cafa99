//! What payments add up to, by method. Pure: the figures of two spans of time add up to those of both.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::money::Rupiah;
use crate::domain::payment_method::PaymentMethod;

/// How many took so many seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Delays(BTreeMap<i64, i64>);

impl Delays {
    /// So many more took so many seconds.
    pub fn add(&mut self, seconds: i64, count: i64) {
        *self.0.entry(seconds).or_default() += count;
    }

    /// Adds others.
    pub fn merge(&mut self, others: Self) {
        others.0.into_iter().for_each(|(seconds, count)| self.add(seconds, count));
    }

    /// Within how many seconds so many of a hundred were done; `None` without any.
    pub fn within(&self, percent: i64) -> Option<i64> {
        let all: i64 = self.0.values().sum();
        let mut counted = 0;
        self.0.iter().find_map(|(seconds, count)| {
            counted += count;
            (counted * 100 >= all * percent).then_some(*seconds)
        })
    }
}

/// The payments of one method in a span of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodFigures {
    pub method: PaymentMethod,
    /// How many were credited in it.
    pub credited: i64,
    /// What came with these; in rupiah as it was credited, where the method counts in another unit.
    pub gross: Rupiah,
    /// What the method keeps of these, as far as it says so.
    pub fee: Rupiah,
    /// Of how many of these it does not say that.
    pub fee_unknown: i64,
    /// How long customers waited from their payment until it was credited, where the method says when they paid.
    pub delays: Delays,
    /// How many came in it that nobody got and no admin has decided about. That changes later, so it is never kept.
    #[serde(skip)]
    pub unmatched: i64,
}

impl MethodFigures {
    /// No payments yet.
    pub fn new(method: PaymentMethod) -> Self {
        let (gross, fee) = (Rupiah::ZERO, Rupiah::ZERO);
        Self { method, credited: 0, gross, fee, fee_unknown: 0, delays: Delays::default(), unmatched: 0 }
    }

    /// The figures of this method among all, which are in the order of their names.
    pub fn among(all: &mut Vec<Self>, method: PaymentMethod) -> &mut Self {
        let at = all.partition_point(|figures| figures.method.as_str() < method.as_str());
        if all.get(at).is_none_or(|figures| figures.method != method) {
            all.insert(at, Self::new(method));
        }
        &mut all[at]
    }

    /// Adds those of another span.
    pub fn merge(&mut self, other: Self) {
        self.credited += other.credited;
        self.gross = self.gross + other.gross;
        self.fee = self.fee + other.fee;
        self.fee_unknown += other.fee_unknown;
        self.delays.merge(other.delays);
        self.unmatched += other.unmatched;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_within_which_so_many_were_done() {
        let mut delays = Delays::default();
        assert_eq!(delays.within(50), None);
        (1..=20).for_each(|seconds| delays.add(seconds, 1));
        assert_eq!([50, 95, 100].map(|percent| delays.within(percent)), [Some(10), Some(19), Some(20)]);
        let mut slow = Delays::default();
        slow.add(60, 80);
        delays.merge(slow);
        assert_eq!([20, 50, 100].map(|percent| delays.within(percent)), [Some(20), Some(60), Some(60)]);
    }

    #[test]
    fn a_method_is_there_once() {
        let mut all = Vec::new();
        for (method, credited) in [(PaymentMethod::Stars, 1), (PaymentMethod::Pakasir, 2), (PaymentMethod::Stars, 4)] {
            MethodFigures::among(&mut all, method).merge(MethodFigures { credited, ..MethodFigures::new(method) });
        }
        let found: Vec<_> = all.iter().map(|figures| (figures.method, figures.credited)).collect();
        assert_eq!(found, [(PaymentMethod::Pakasir, 2), (PaymentMethod::Stars, 5)]);
    }
}

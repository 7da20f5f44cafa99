//! Random bodies, as from a broken gateway, a proxy or an attacker, for the tests of each gateway's `outcome`.
//!
//! `PROPTEST_CASES` sets how many are tried; `PROPTEST_RNG_SEED` repeats a failure.

use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

/// The part of an answer in which a field is changed: a JSON pointer.
pub(super) type Part = &'static str;

/// Tries `test` with HTTP statuses and bodies: any bytes, pieces of `whole`, and `whole` with fields of its `part` changed or missing.
pub(super) fn with_bodies(whole: &Value, part: Part, test: impl Fn(u16, &[u8])) {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if let RngSeed::Random = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(rand::random());
    }
    let seed = config.rng_seed;
    let strategy = (select(vec![200_u16, 201, 302, 401, 404, 407, 500]), body(whole, part));
    let tried = TestRunner::new(config).run(&strategy, |(status, body)| {
        test(status, &body);
        Ok(())
    });
    if let Err(failure) = tried {
        panic!("{failure}\nsee it again with PROPTEST_RNG_SEED={seed}");
    }
}

fn body(whole: &Value, part: Part) -> impl Strategy<Value = Vec<u8>> {
    let text = whole.to_string().into_bytes();
    let cut = (any::<Index>(), any::<Index>()).prop_map({
        let text = text.clone();
        move |(from, to)| text[from.index(text.len())..].iter().take(to.index(text.len())).copied().collect::<Vec<u8>>()
    });
    let fields: Vec<String> = whole.pointer(part).and_then(Value::as_object).into_iter().flat_map(|part| part.keys().cloned()).collect();
    let change = (select(fields), proptest::option::weighted(0.8, value()));
    let whole = whole.clone();
    let changed = proptest::collection::vec(change, 0..3).prop_map(move |changes| {
        let mut body = whole.clone();
        for (field, value) in changes {
            let part = body.pointer_mut(part).and_then(Value::as_object_mut);
            match (part, value) {
                (Some(part), Some(value)) => drop(part.insert(field, value)),
                (Some(part), None) => drop(part.remove(&field)),
                (None, _) => {}
            }
        }
        body.to_string().into_bytes()
    });
    prop_oneof![5 => changed, 1 => cut, 1 => proptest::collection::vec(any::<u8>(), 0..300)]
}

fn value() -> impl Strategy<Value = Value> {
    let words = ["", "completed", "settlement", "SETTLEMENT", "accept", "pending", "200", "0", "-1", "20000", "20000.00", "1e5", "IDR"];
    prop_oneof![
        3 => select(words.to_vec()).prop_map(|word| json!(word)),
        2 => any::<i64>().prop_map(|number| json!(number)),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => any::<String>().prop_map(|text| json!(text)),
        1 => any::<bool>().prop_map(|flag| json!(flag)),
        1 => Just(Value::Null),
        1 => Just(json!({ "status": ["completed"] })),
    ]
}

//! Random input: how much of it, and how to repeat a failure.
//!
//! `PROPTEST_CASES` (256) scales all of these tests; `PROPTEST_RNG_SEED` repeats one. No files of failures are kept: a failure prints its
//! seed, and should become a test of its own.

use std::fmt::Debug;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

/// How long to shrink a failure, in milliseconds.
const SHRINK_MS: u32 = 30_000;

/// Runs `test` with `PROPTEST_CASES / share` values of `strategy`: expensive tests use fewer.
pub fn check<S: Strategy>(share: u32, strategy: &S, test: impl Fn(S::Value))
where
    S::Value: Debug,
{
    run(config(share), strategy, test);
}

/// So many values of `strategy`.
pub fn sample<S: Strategy>(count: usize, strategy: &S) -> Vec<S::Value> {
    let mut runner = TestRunner::new(config(1));
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Runs a model and the real code side by side, at most `steps` steps.
pub fn walk<T: StateMachineTest>(share: u32, steps: usize)
where
    <T::Reference as ReferenceStateMachine>::State: Debug + Clone + 'static,
    <T::Reference as ReferenceStateMachine>::Transition: Debug + Clone + 'static,
{
    let config = config(share);
    let strategy = T::Reference::sequential_strategy(1..=steps);
    run(config.clone(), &strategy, |(start, steps, seen)| T::test_sequential(config.clone(), start, steps, seen));
}

fn config(share: u32) -> Config {
    let mut config = Config::default();
    if let RngSeed::Random = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(rand::random());
    }
    Config { cases: (config.cases / share).max(1), failure_persistence: None, max_shrink_time: SHRINK_MS, ..config }
}

fn run<S: Strategy>(config: Config, strategy: &S, test: impl Fn(S::Value))
where
    S::Value: Debug,
{
    let (seed, cases) = (config.rng_seed, config.cases);
    let tried = TestRunner::new(config).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(failure) = tried {
        panic!("{failure}\none of {cases}; see it again with PROPTEST_RNG_SEED={seed}");
    }
}

#!/usr/bin/env bash
# dptree 0.5.1
#
# One would guess: a tree of handlers that passes `dptree::type_check` never lacks a value when it runs; that is what the check is for.
# What happens: a value that the first branch after `entry()` makes for itself counts as present for all later branches, although it is
#   thrown away when that branch lets the update pass on. The check passes, and the endpoint that wants the value panics with the first
#   update that reaches it. With the same branch in second place the check notices the mistake: whether it does depends on the order.
# Source: dptree 0.5.1, handler/core.rs (`branch`: to an entry it lends the signature of its first branch as it is, guaranteed outcomes
#   included; `infer_branch` rightly leaves those of later ones out).
# Why it matters: the one check that stands for the compiler's says yes, and a rarely used branch fails in production.
# What we do instead: the first branch of our tree makes no value, and what a `case!` takes out is used within the same branch. The tree is
#   checked in a test, against the types that every update brings along.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "finding-dptree-type-check"
version = "0.0.0"
edition = "2024"

[dependencies]
dptree = "=0.5.1"
tokio = { version = "=1.54.1", features = ["rt", "macros"] }
TOML
cat >src/main.rs <<'RUST'
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use dptree::{Handler, deps};

#[derive(Clone)]
struct Number(i64);

#[derive(Clone)]
struct Discount(i64);

type Tree = Handler<'static, String>;

/// Makes a `Discount` for itself and lets every number below 100 pass.
fn large() -> Tree {
    dptree::map(|n: Number| Discount(n.0 / 10))
        .filter(|n: Number| n.0 >= 100)
        .endpoint(|d: Discount| async move { format!("large, {} off", d.0) })
}

/// Wants a `Discount` that nobody gives it.
fn small() -> Tree {
    dptree::endpoint(|n: Number, d: Discount| async move { format!("small, {} of {}", d.0, n.0) })
}

fn check(what: &str, tree: &Tree) {
    let passed = catch_unwind(AssertUnwindSafe(|| dptree::type_check(tree.sig(), &deps![Number(5)], &[]))).is_ok();
    println!("{what}: the check passes: {passed}");
}

async fn run(tree: &Tree, number: i64) {
    let tree = tree.clone();
    let said = tokio::spawn(async move {
        match tree.dispatch(deps![Number(number)]).await {
            ControlFlow::Break(said) => said,
            ControlFlow::Continue(_) => "passed on".to_owned(),
        }
    });
    println!("{number}: {}", said.await.unwrap_or_else(|_| "panicked, a value is missing".to_owned()));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    set_hook(Box::new(|_| {}));
    check("the branch by itself", &dptree::entry().branch(small()));
    let tree = dptree::entry().branch(large()).branch(small());
    check("after a first branch that makes the value", &tree);
    let other = || dptree::filter(|n: Number| n.0 < 0).endpoint(|| async { "below zero".to_owned() });
    check("the same two after another branch", &dptree::entry().branch(other()).branch(large()).branch(small()));
    run(&tree, 200).await;
    run(&tree, 5).await;
}
RUST
cat >expected <<'TEXT'
the branch by itself: the check passes: false
after a first branch that makes the value: the check passes: true
the same two after another branch: the check passes: false
200: large, 20 off
5: panicked, a value is missing
TEXT
cargo run --quiet >seen
cargo tree --depth 1 --prefix none | tail -n +2
cat seen
diff expected seen || { echo 'CHANGED: not what this finding says (< said, > seen)'; exit 1; }
echo 'As the finding says.'

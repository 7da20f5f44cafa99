//! No circle of files: each file can be read, tested and replaced without the files that use it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::paths::Sources;
use super::{files, test_files};

/// Which files each file depends on, and by which path.
type Graph<'a> = BTreeMap<&'a str, BTreeMap<String, String>>;

/// Files of which each depends on each, also by way of others.
struct Circle {
    members: BTreeSet<String>,
    /// One way round, for the reader of a failed test.
    way: String,
}

fn circles(graph: &Graph) -> Vec<Circle> {
    let mut found: Vec<Circle> = Vec::new();
    for file in graph.keys() {
        if found.iter().any(|circle| circle.members.contains(*file)) {
            continue;
        }
        let ahead = reachable(graph, file);
        let members: BTreeSet<String> = ahead.into_iter().filter(|other| reachable(graph, other).contains(*file)).collect();
        if !members.is_empty() {
            let way = way_round(graph, file);
            found.push(Circle { members, way });
        }
    }
    found
}

/// Every file that `start` depends on, also by way of others; itself only when it is in a circle.
fn reachable(graph: &Graph, start: &str) -> BTreeSet<String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(file) = open.pop() {
        for next in graph.get(file).into_iter().flat_map(BTreeMap::keys) {
            if seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    seen
}

/// The shortest way from `start` back to it, with the path that makes each step.
fn way_round(graph: &Graph, start: &str) -> String {
    let mut ways = VecDeque::from([(start, start.to_owned())]);
    let mut seen = BTreeSet::new();
    while let Some((file, way)) = ways.pop_front() {
        for (next, path) in graph.get(file).into_iter().flatten() {
            let way = format!("{way} -> {next} ({path})");
            if next == start {
                return way;
            }
            if seen.insert(next) {
                ways.push_back((next, way));
            }
        }
    }
    start.to_owned()
}

#[test]
fn no_files_depend_on_each_other() {
    let files = files("src", "rs");
    let tests = test_files(&files);
    let sources = Sources::read(&files, |path| tests.contains(path));
    let graph = sources.dependencies();
    assert!(graph["storage/order.rs"].contains_key("domain/order/record.rs"), "re-exports are followed");
    let told: Vec<String> = circles(&graph)
        .iter()
        .map(|circle| format!("{}\n  in the circle: {}", circle.way, Vec::from_iter(circle.members.iter().map(String::as_str)).join(", ")))
        .collect();
    assert!(told.is_empty(), "files that depend on each other:\n{}", told.join("\n"));
}

/// The circles of a crate with these files, by their members.
fn injected(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let root = ("lib.rs", "");
    let files: Vec<(String, String)> = files.iter().chain([&root]).map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let tests = test_files(&files);
    let sources = Sources::read(&files, |path| tests.contains(path));
    circles(&sources.dependencies()).into_iter().map(|circle| circle.members.into_iter().collect()).collect()
}

#[test]
fn an_injected_circle_is_found() {
    let a = |text| [("m/mod.rs", "mod a; mod b; pub use b::B;"), ("m/a.rs", text), ("m/b.rs", "use super::a::A;")];
    for text in [
        "use crate::m::b::B;",
        "use super::b::B;",
        "use super::B;",
        "use crate::m::B;",
        "use crate::m::{self, B};",
        "use crate::{\n    m::{\n        B as C,\n    },\n};",
        "pub(crate) use super::b::B; fn f(b: B) {}",
        "fn f() -> crate::m::b::B { f() }",
        "fn f() { super::b::f() }",
        "use super::b; fn f() { b::f() }",
        "use crate::m; fn f() -> m::B {}",
        "use crate::m as n; fn f() { n::b::f(); }",
        "impl super::B {}",
    ] {
        assert_eq!(injected(&a(text)), [["m/a.rs", "m/b.rs"]], "{text}");
    }
    let three = [("a.rs", "use crate::b::B;"), ("b.rs", "use crate::c::C;"), ("c.rs", "use crate::a::A;"), ("d.rs", "use crate::a::A;")];
    assert_eq!(injected(&three), [["a.rs", "b.rs", "c.rs"]], "a circle of three");
    let parent = [("m/mod.rs", "mod a; pub use a::A; pub struct M(A);"), ("m/a.rs", "use super::M;")];
    assert_eq!(injected(&parent), [["m/a.rs", "m/mod.rs"]], "with what a folder's own file defines");
}

#[test]
fn files_without_a_circle_pass() {
    let facade = ("m/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;");
    for (what, a) in [
        ("one way", "use crate::m::B;"),
        ("a comment and a string", "// use crate::m::b::B;\nconst TEXT: &str = \"crate::m::b::B\";"),
        ("a name that is passed on", "pub use super::b::B;"),
        ("a module by name only", "use super::b;"),
        ("what only tests use", "#[cfg(test)]\nmod tests {\n    use super::super::b::B;\n}"),
    ] {
        let b = if what == "one way" { "" } else { "use crate::m::A;" };
        assert_eq!(injected(&[facade, ("m/a.rs", a), ("m/b.rs", b)]), Vec::<Vec<String>>::new(), "{what}");
    }
    let tests = [("a.rs", "#[cfg(test)]\nmod tests;\nuse crate::b::B;"), ("a/tests.rs", "use super::*;"), ("b.rs", "")];
    assert_eq!(injected(&tests), Vec::<Vec<String>>::new(), "a file that only tests have");
}

//! No circle of files: of two files, one can be understood, tested and replaced without the other.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::Sources;
use super::{files, test_files};

type Graph<'a> = BTreeMap<&'a str, BTreeMap<String, String>>;

/// The files that depend on each other, by groups; each group is shown as one way round, and the others of it.
fn circles(graph: &Graph) -> Vec<(BTreeSet<String>, String)> {
    let mut found: Vec<(BTreeSet<String>, String)> = Vec::new();
    for file in graph.keys() {
        if found.iter().any(|(members, _)| members.contains(*file)) {
            continue;
        }
        let ahead = reachable(graph, file);
        let members: BTreeSet<String> = ahead.iter().filter(|other| reachable(graph, other).contains(*file)).cloned().collect();
        if members.len() > 1 {
            let way = round(graph, file, &members);
            let others: Vec<&str> = members.iter().map(String::as_str).collect();
            found.push((members.clone(), format!("{way}\n  of {}", others.join(", "))));
        }
    }
    found
}

/// Every file that `start` depends on, also by way of others; itself where it is in a circle.
fn reachable(graph: &Graph, start: &str) -> BTreeSet<String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start.to_owned()]);
    while let Some(file) = open.pop() {
        for next in graph.get(file.as_str()).into_iter().flat_map(BTreeMap::keys) {
            if seen.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    seen
}

/// The shortest way from `start` back to it, with the path that each step is by.
fn round(graph: &Graph, start: &str, members: &BTreeSet<String>) -> String {
    let mut ways = std::collections::VecDeque::from([(start.to_owned(), start.to_owned())]);
    let mut seen = BTreeSet::new();
    while let Some((file, way)) = ways.pop_front() {
        for (next, path) in graph.get(file.as_str()).into_iter().flatten().filter(|(next, _)| members.contains(*next)) {
            let way = format!("{way}\n  -> {next} by {path}");
            if next == start {
                return way;
            }
            if seen.insert(next.clone()) {
                ways.push_back((next.clone(), way));
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
    let found: Vec<String> = circles(&sources.dependencies()).into_iter().map(|(_, way)| way).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

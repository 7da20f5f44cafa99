<<<<<<< HEAD
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
=======
//! Which files of a module import which, and whether that leads back to where it began.

use std::collections::{BTreeMap, BTreeSet};

use super::source;

/// The files of a circle, sorted, if there is one. The paths are relative to `src/`.
pub fn circle(files: &[(String, String)]) -> Option<Vec<String>> {
    let known: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let mut imports: BTreeMap<&str, BTreeSet<String>> =
        files.iter().map(|(path, text)| (path.as_str(), imported(path, text, &known))).collect();
    // What imports nothing that is left is in no circle; nor is what nothing imports that is left.
    loop {
        let left: BTreeSet<String> = imports.keys().map(|path| (*path).to_owned()).collect();
        let wanted: BTreeSet<String> = imports.values().flatten().cloned().collect();
        let before = imports.len();
        imports.retain(|path, of| {
            of.retain(|path| left.contains(path));
            !of.is_empty() && wanted.contains(*path)
        });
        if imports.len() == before {
            break;
        }
    }
    (!imports.is_empty()).then(|| imports.keys().map(|path| (*path).to_owned()).collect())
}

/// The known files that a file names.
fn imported(path: &str, text: &str, known: &BTreeSet<&str>) -> BTreeSet<String> {
    let lines = source::lines(text, false).into_iter().filter(|line| !line.test);
    let code = lines.map(|line| line.code).collect::<Vec<_>>().join("\n");
    let absolute = regex::Regex::new(r"\bcrate::([\w:]+?)(?:::\{([^}]*)\}|[^\w:]|$)").unwrap();
    let mut named: Vec<String> = Vec::new();
    for found in absolute.captures_iter(&code) {
        match found.get(2) {
            Some(group) => named.extend(group.as_str().split(',').map(|item| format!("{}::{}", &found[1], item.trim()))),
            None => named.push(found[1].to_owned()),
        }
    }
    // A parent names its children without `crate`.
    let folder = path.strip_suffix("mod.rs").map_or_else(|| format!("{}/", path.trim_end_matches(".rs")), str::to_owned);
    let relative = regex::Regex::new(r"(?:^|[^\w:])(\w+)::").unwrap();
    named.extend(relative.captures_iter(&code).map(|found| format!("{folder}{}", &found[1]).replace('/', "::")));
    named.iter().filter_map(|name| file_of(name, known)).filter(|file| file != path).collect()
}

/// The file that a path leads into: the longest that is there.
fn file_of(name: &str, known: &BTreeSet<&str>) -> Option<String> {
    let parts: Vec<&str> = name.split("::").collect();
    (1..=parts.len()).rev().find_map(|length| {
        let stem = parts[..length].join("/");
        [format!("{stem}.rs"), format!("{stem}/mod.rs")].into_iter().find(|file| known.contains(file.as_str()))
    })
>>>>>>> screens
}

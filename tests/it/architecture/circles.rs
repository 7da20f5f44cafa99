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
    // What was imported as a module is named by its last part.
    let through = regex::Regex::new(r"(?:^|[^\w:])(\w+)::(\w+)").unwrap();
    let through: BTreeSet<(&str, &str)> = through.captures_iter(&code).map(|found| found.extract::<2>().1.into()).collect();
    let longer = |name: &String| {
        let last = name.rsplit("::").next().unwrap_or_default();
        let parts = through.iter().filter(|(first, _)| *first == last);
        parts.map(|(_, second)| format!("{name}::{second}")).collect::<Vec<_>>()
    };
    let longer: Vec<String> = named.iter().flat_map(longer).collect();
    named.extend(longer);
    named.iter().filter_map(|name| file_of(name, known)).filter(|file| file != path).collect()
}

/// The file that a path leads into: the longest that is there.
fn file_of(name: &str, known: &BTreeSet<&str>) -> Option<String> {
    let parts: Vec<&str> = name.split("::").collect();
    (1..=parts.len()).rev().find_map(|length| {
        let stem = parts[..length].join("/");
        [format!("{stem}.rs"), format!("{stem}/mod.rs")].into_iter().find(|file| known.contains(file.as_str()))
    })
}

//! Which file defines what a path in the source names: module paths, imports and re-exports, as far as files are concerned.
//!
//! A path is followed module by module. A name that a module imports or re-exports is followed to where it comes from, so that a file
//! depends on the file that defines an item and not on the files that pass it on: a `mod.rs` that only lists and re-exports its children
//! depends on none of them, and none of them on it. An import of a module is no dependency; the paths that begin with it are.
//!
//! Not seen: calls of methods (but the types that have them are), and paths that a macro puts together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::source;

/// The steps of a path or of a module's place: `crate::a::b` is `["a", "b"]`.
type Steps = Vec<String>;

/// The source of a crate.
pub struct Sources {
    modules: BTreeMap<Steps, Module>,
}

struct Module {
    /// Its file, relative to `src/`.
    file: String,
    /// What its file imports or re-exports, by the name that it has there: the path as it is written.
    imports: BTreeMap<String, Steps>,
    /// Every path that its file names, as it is written.
    paths: BTreeSet<Steps>,
}

/// Where a path leads.
enum Place {
    /// To something that this file defines.
    Item(String),
    /// To a module as a whole.
    Module,
}

impl Sources {
    /// Reads the files of `src/`: their paths relative to it, and their texts. Without what only tests have.
    pub fn read(files: &[(String, String)], is_test: impl Fn(&str) -> bool) -> Self {
        let read = |(path, text): &(String, String)| {
            let place: Steps = match path.trim_end_matches(".rs") {
                "lib" => Steps::new(),
                stem => stem.trim_end_matches("/mod").split('/').map(str::to_owned).collect(),
            };
            (place, Module::read(path, text))
        };
        // The binary is a crate of its own.
        Self { modules: files.iter().filter(|(path, _)| !is_test(path) && path != "main.rs").map(read).collect() }
    }

    /// Which files each file depends on, and by which path.
    pub fn dependencies(&self) -> BTreeMap<&str, BTreeMap<String, String>> {
        let of = |(place, module): (&Steps, &Module)| {
            let targets = module.paths.iter().filter_map(|path| match self.resolve(place, path, 0)? {
                Place::Item(file) => Some((file, path.join("::"))),
                Place::Module => None,
            });
            targets.filter(|(file, _)| *file != module.file).collect()
        };
        self.modules.iter().map(|(place, module)| (module.file.as_str(), of((place, module)))).collect()
    }

    /// Where `path`, written in the module at `place`, leads; `None` out of the crate.
    fn resolve(&self, place: &[String], path: &[String], depth: usize) -> Option<Place> {
        // Deeper than any chain of re-exports: one that leads back to itself.
        if depth > 20 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.follow(Steps::new(), rest, depth),
            "self" => self.follow(place.to_vec(), rest, depth),
            "super" => {
                let (_, parent) = place.split_last()?;
                // `super::super::x` is `super::x` of the parent.
                self.resolve(parent, &[&["self".to_owned()], rest].concat(), depth + 1)
            }
            name => {
                let module = self.modules.get(place)?;
                let known = module.imports.contains_key(name) || self.modules.contains_key(&child(place, name));
                if known { self.follow(place.to_vec(), path, depth) } else { None }
            }
        }
    }

    fn follow(&self, mut place: Steps, path: &[String], depth: usize) -> Option<Place> {
        for (i, name) in path.iter().enumerate() {
            if name == "super" {
                return self.resolve(&place, &path[i..], depth + 1);
            }
            let module = self.modules.get(&place)?;
            let inner = child(&place, name);
            let is_module = self.modules.contains_key(&inner);
            match module.imports.get(name) {
                // A module and a function may have the same name; the function is only ever the last step.
                Some(import) if !is_module || (i + 1 == path.len() && import.len() > 1) => {
                    let whole = [import.as_slice(), &path[i + 1..]].concat();
                    return self.resolve(&place, &whole, depth + 1);
                }
                _ if is_module => place = inner,
                _ => return Some(Place::Item(module.file.clone())),
            }
        }
        Some(Place::Module)
    }
}

fn child(place: &[String], name: &str) -> Steps {
    [place, &[name.to_owned()]].concat()
}

impl Module {
    fn read(path: &str, text: &str) -> Self {
        static USE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\bpub(?:\([^)]*\))?\s+)?\buse\s+([^;]+);").unwrap());
        static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[a-z_]\w*(?:::\w+)+").unwrap());
        static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w+").unwrap());
        let lines = source::lines(text, false).into_iter().filter(|line| !line.test);
        let code: String = lines.map(|line| line.code + "\n").collect();
        let rest = USE.replace_all(&code, "");
        let used: BTreeSet<&str> = WORD.find_iter(&rest).map(|word| word.as_str()).collect();
        let (mut imports, mut paths) = (BTreeMap::new(), BTreeSet::new());
        for tree in USE.captures_iter(&code) {
            for (steps, name) in expand(&tree[2]) {
                // A name that is only passed on is not used.
                if tree.get(1).is_none() || used.contains(name.as_str()) {
                    paths.insert(steps.clone());
                }
                imports.insert(name, steps);
            }
        }
        let whole = |found: &regex::Match| !rest[..found.start()].ends_with("::");
        paths.extend(PATH.find_iter(&rest).filter(whole).map(|found| steps(found.as_str())));
        Self { file: path.to_owned(), imports, paths }
    }
}

fn steps(path: &str) -> Steps {
    path.split("::").map(str::trim).filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

/// The paths of a `use`, each with the name that it gets: `a::{self, b as c}` is `a` called `a`, and `a::b` called `c`.
fn expand(tree: &str) -> Vec<(Steps, String)> {
    let tree = tree.trim();
    if let Some((start, rest)) = tree.split_once('{') {
        let start = steps(start);
        let inner = rest.trim_end().strip_suffix('}').unwrap_or(rest);
        let below = |(below, name): (Steps, String)| {
            let is_self = below == ["self"];
            let steps = if is_self { start.clone() } else { [start.as_slice(), &below].concat() };
            let name = if is_self && name == "self" { start.last().cloned().unwrap_or_default() } else { name };
            (steps, name)
        };
        return branches(inner).into_iter().flat_map(expand).map(below).collect();
    }
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, tree.rsplit("::").next().unwrap_or(tree)));
    let steps = steps(path);
    if steps.is_empty() { Vec::new() } else { vec![(steps, name.trim().to_owned())] }
}

/// What stands between the commas of the outermost level.
fn branches(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

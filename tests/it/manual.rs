//! The manual: its pages are listed, its links lead somewhere, and its commands are commands of the bot.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Parser;
use odzreshop_bot::cli::Cli;
use regex::Regex;

/// The README, what lies beside it in `.github/`, and the pages of the manual, by their path.
fn pages() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join(".github/docs")).unwrap();
    let docs = docs.map(|entry| format!(".github/docs/{}", entry.unwrap().file_name().into_string().unwrap()));
    let others = ["README.md", ".github/CONTRIBUTING.md", ".github/CHANGELOG.md"].map(str::to_owned);
    docs.chain(others).map(|path| (path.clone(), fs::read_to_string(root.join(path)).unwrap())).collect()
}

/// The name under which a link finds a heading: as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// What is wrong with the links of a page.
fn broken(pages: &BTreeMap<String, String>, page: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap();
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let leads = |target: &str| {
        let (path, place) = target.split_once('#').map_or((target, None), |(path, place)| (path, Some(place)));
        let folder = root.join(page).parent().unwrap().to_owned();
        let Ok(file) = (if path.is_empty() { root.join(page) } else { folder.join(path) }).canonicalize() else { return false };
        let Some(place) = place else { return true };
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let headings = pages[&name].lines().filter(|line| line.starts_with('#'));
        headings.map(|line| anchor(line.trim_start_matches('#'))).any(|heading| heading == place)
    };
    let targets = link.captures_iter(&pages[page]).map(|found| found[1].to_owned());
    targets.filter(|target| !target.starts_with("https://") && !leads(target)).map(|target| format!("{page}: {target}")).collect()
}

#[test]
fn every_page_is_listed_and_every_link_leads_somewhere() {
    let mut pages = pages();
    for page in pages.keys() {
        assert!(!page.contains("docs/") || pages["README.md"].contains(&format!("]({page})")), "the README does not list {page}");
        assert_eq!(broken(&pages, page), Vec::<String>::new());
    }
    pages.insert("README.md".to_owned(), "[a](.github/docs/nowhere.md) [b](.github/docs/backup.md#nowhere) [c](LICENSE)".to_owned());
    assert_eq!(broken(&pages, "README.md").len(), 2);
}

/// What a page tells people to type after the name of the program: in a block, where nothing but another program's words stands before it, and
/// in a line of text.
fn commands(page: &str) -> Vec<String> {
    let line = Regex::new(r"^(?:.* )?(?:-u odzreshop |docker exec odzreshop |[A-Z_]+=\S+ )?(?:\S*/)?odzreshop-bot((?: .*)?)$").unwrap();
    let inline = Regex::new(r"`(?:docker exec odzreshop )?odzreshop-bot ([^`]+)`").unwrap();
    let mut found = Vec::new();
    for (n, part) in page.split("```").enumerate() {
        if n % 2 == 0 {
            found.extend(inline.captures_iter(part).map(|found| found[1].to_owned()));
        } else if let Some(block) = part.strip_prefix("sh\n") {
            let typed = block.lines().map(|text| text.split(" #").next().unwrap_or_default().trim());
            // The name of an image, and of a container's, is no command.
            let typed = typed.filter(|text| !text.starts_with("docker build") && !text.ends_with('\\'));
            found.extend(typed.filter_map(|text| Some(line.captures(text)?[1].trim().to_owned())));
        }
    }
    found
}

/// Whether the bot takes these words. Where there is a choice the first is taken; what may be left out is not.
fn is_taken(command: &str) -> bool {
    let plain = Regex::new(r"\$\([^)]*\)").unwrap().replace_all(command, "X").replace(['[', ']'], "");
    let words = plain.split_whitespace().map(|word| word.split('|').next().unwrap().replace("DATE", "2026-11-28"));
    Cli::try_parse_from(["odzreshop-bot".to_owned()].into_iter().chain(words)).is_ok()
}

#[test]
fn every_command_is_one_of_the_bot() {
    let mut count = 0;
    for (page, text) in pages().iter().filter(|(page, _)| *page != ".github/CHANGELOG.md") {
        for command in commands(text) {
            count += 1;
            assert!(is_taken(&command), "{page}: odzreshop-bot {command}");
        }
    }
    assert!(count >= 20, "only {count} commands were found");
    for wrong in ["restor copy.db", "backup", "export orders --form csv FILE", "init ."] {
        assert!(!is_taken(wrong), "{wrong}");
    }
}

/// Programs of others that the manual tells people to run. Those that are not on this machine are left out.
const PROGRAMS: [&str; 9] = ["age", "age-keygen", "apt", "createdb", "docker", "install", "journalctl", "litestream", "systemctl"];

/// The blocks of a page that are typed into a shell.
fn blocks(page: &str) -> Vec<&str> {
    page.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("sh\n")).collect()
}

/// The commands of other programs in a page: the program and the words after it, as far as they are meant for it.
fn of_others(page: &str) -> Vec<(String, Vec<String>)> {
    let before = Regex::new(r"^(?:sudo (?:-u \S+ )?|[A-Z_]+=\S* )+").unwrap();
    let typed = blocks(page).join("\n").replace("\\\n", " ");
    let typed = typed.lines().map(|line| line.split(" #").next().unwrap_or_default());
    let inline = Regex::new("`([^`\n]+)`").unwrap();
    // What is between two blocks.
    let told: Vec<&str> = page.split("```").step_by(2).collect();
    let told: Vec<String> = told.iter().flat_map(|part| inline.captures_iter(part)).map(|found| found[1].to_owned()).collect();
    let lines = typed.chain(told.iter().map(String::as_str)).flat_map(|line| line.split(" && "));
    let commands = lines.filter_map(|line| {
        let mut words = before.replace(line.trim(), "").split_whitespace().map(str::to_owned).collect::<Vec<_>>().into_iter();
        let program = words.next().filter(|program| PROGRAMS.contains(&program.as_str()))?;
        let words: Vec<String> = words.take_while(|word| word != "odzreshop-bot").collect();
        (!words.is_empty()).then_some((program, words))
    });
    commands.collect()
}

/// What a program does not know of the words; `None` when it is not on this machine.
fn unknown(program: &str, words: &[String]) -> Option<Vec<String>> {
    let help = |arguments: &[&str]| {
        let ended = Command::new(program).args(arguments).arg("--help").output().ok()?;
        Some(String::from_utf8_lossy(&[ended.stdout, ended.stderr].concat()).into_owned())
    };
    let has_acts = ["apt", "docker", "litestream", "systemctl"].contains(&program);
    let act = words.iter().find(|word| has_acts && !word.starts_with('-'));
    let all = help(&[])?;
    let of_act = act.filter(|_| program == "docker").map_or_else(|| Some(all.clone()), |act| help(&[act]))?;
    let has =
        |text: &str, word: &str| Regex::new(&format!(r"(?m)(?:^|[\s,\[(]){}(?:$|[\s,=\])])", regex::escape(word))).unwrap().is_match(text);
    let options = words.iter().filter(|word| word.starts_with('-')).map(|word| word.split('=').next().unwrap());
    let unknown = options.filter(|option| !has(&of_act, option)).chain(act.map(String::as_str).filter(|act| !has(&all, act)));
    Some(unknown.map(str::to_owned).collect())
}

#[test]
fn every_block_is_read_by_a_shell_and_other_programs_know_their_options() {
    let mut count = 0;
    for (page, text) in pages() {
        for block in blocks(&text) {
            let read = Command::new("bash").args(["-n", "-c", block]).output().unwrap();
            assert!(read.status.success(), "{page}: {block}: {}", String::from_utf8_lossy(&read.stderr));
        }
        for (program, words) in of_others(&text) {
            count += 1;
            assert_eq!(unknown(&program, &words).unwrap_or_default(), Vec::<String>::new(), "{page}: {program} {}", words.join(" "));
        }
    }
    assert!(count >= 15, "only {count} commands were found");
    let wrong = of_others("```sh\ncd / && sudo -u me install --directry --mode=700 /srv\n```");
    assert_eq!(unknown(&wrong[0].0, &wrong[0].1).unwrap(), ["--directry"]);
}
